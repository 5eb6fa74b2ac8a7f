import { type FailureCode, SecondPassError } from '../../errors';
import type { HttpClient } from '../http/http';
import type { FederatedConnection } from './pipeline-facts';

export interface WorkloadIdentityOptions {
  http: Pick<HttpClient, 'send'>;
  connection: FederatedConnection;
  oidcRequestUrl: string;
  /** The job's own token: it alone may ask for the connection's. */
  jobToken: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Called with each token before it is used, so that it is never printed. */
  addSecret: (secret: string) => void;
}

export const AZURE_DEV_OPS_SCOPE = '499b84ac-1321-427f-aa17-267ca6975798/.default';
export const FOUNDRY_SCOPE = 'https://ai.azure.com/.default';

const SPARE_MILLISECONDS = 5 * 60_000;
/** Of a token that lives for minutes only, this share is kept in reserve. */
const SPARE_SHARE = 0.2;

/**
 * A function that gives a valid Entra token of the connection for one scope; it asks again shortly before the last one ends, and
 * when the one that it gave was refused.
 * The pipeline vouches for the connection with a token of a few minutes, which Entra exchanges: nothing is stored anywhere.
 * @throws SecondPassError of kind `platform`: `federation-not-set-up`, `oidc-token`, `entra-token`
 */
export function createWorkloadIdentity(
  options: WorkloadIdentityOptions,
  scope: string,
): (refused?: string) => Promise<string> {
  checkConnection(options);
  let current: Given | null = null;
  let pending: Promise<string> | null = null;
  return (refused) => {
    if (current && current.token === refused) current = null;
    if (current && options.now() < current.renewAt) return Promise.resolve(current.token);
    pending ??= renew(current).finally(() => {
      pending = null;
    });
    return pending;
  };

  /** What cannot be renewed in time is used until it ends. */
  async function renew(last: Given | null): Promise<string> {
    try {
      const assertion = await askPipeline(options);
      current = await askEntra(options, assertion, scope);
      return current.token;
    } catch (error) {
      if (last && options.now() < last.endsAt) return last.token;
      throw error;
    }
  }
}

interface Given {
  token: string;
  /** Milliseconds since 1970. */
  renewAt: number;
  endsAt: number;
}

function checkConnection({ connection, oidcRequestUrl, jobToken }: WorkloadIdentityOptions): void {
  const parts: [isThere: boolean, what: string][] = [
    [oidcRequestUrl !== '', 'the variable System.OidcRequestUri'],
    [jobToken !== '', "the job's own token"],
    [connection.tenantId !== '', 'the tenant of the service connection'],
    [connection.clientId !== '', 'the application (client) id of the service connection'],
    [/^(https:|http:\/\/(localhost|127\.))/.test(connection.authority), 'an https url of Microsoft Entra'],
  ];
  const missing = parts.filter(([isThere]) => !isThere).map(([, what]) => what);
  if (missing.length === 0) return;
  throw new SecondPassError({
    kind: 'platform',
    code: 'federation-not-set-up',
    message: `No token for the service connection: missing ${missing.join(', ')}.`,
    advice: 'Check that the service connection uses workload identity federation and that this pipeline may use it.',
  });
}

async function askPipeline(options: WorkloadIdentityOptions): Promise<string> {
  const url = new URL(options.oidcRequestUrl);
  url.searchParams.set('api-version', '7.1');
  url.searchParams.set('serviceConnectionId', options.connection.connectionId);
  const answer = await options.http.send({
    method: 'POST',
    url: url.href,
    route: 'oidctoken',
    headers: { authorization: `Bearer ${options.jobToken}`, 'content-type': 'application/json' },
    body: '{}',
  });
  const token = textOf(parsed(answer.text), 'oidcToken');
  if (!isGood(answer.status) || token === '') {
    throw refused('oidc-token', 'The pipeline gave no token for the service connection', answer);
  }
  options.addSecret(token);
  return token;
}

async function askEntra(
  { http, connection, now, addSecret }: WorkloadIdentityOptions,
  assertion: string,
  scope: string,
): Promise<Given> {
  const answer = await http.send({
    method: 'POST',
    url: `${connection.authority}${encodeURIComponent(connection.tenantId)}/oauth2/v2.0/token`,
    route: '{tenant}/oauth2/v2.0/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: connection.clientId,
      scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }).toString(),
    carriesToken: true,
  });
  const body = parsed(answer.text);
  const token = textOf(body, 'access_token');
  if (!isGood(answer.status) || token === '') {
    throw refused('entra-token', 'Microsoft Entra gave no token for the service connection', answer);
  }
  addSecret(token);
  const seconds = Number(body.expires_in) > 0 ? Number(body.expires_in) : 600;
  const lifetime = seconds * 1_000;
  const endsAt = now() + lifetime;
  return { token, endsAt, renewAt: endsAt - Math.min(SPARE_MILLISECONDS, lifetime * SPARE_SHARE) };
}

/** Names the service's own code; the rest of its answer may quote the token that was sent. */
function refused(code: FailureCode, what: string, answer: { status: number; text: string }): SecondPassError {
  const reason = /\bAADSTS\d+\b/.exec(answer.text)?.[0] ?? /\b(?:TF|VS)\d{5,6}\b/.exec(answer.text)?.[0];
  return new SecondPassError({
    kind: 'platform',
    code,
    message: `${what}: HTTP ${answer.status}${reason ? `, ${reason}` : ''}.`,
    advice: 'Check the federated credential of the service connection (issuer, subject) and its permissions.',
    status: answer.status,
  });
}

function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function textOf(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}
