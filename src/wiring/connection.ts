import { readFileSync } from 'node:fs';
import type { Token } from '../adapters/azure-devops/host';
import { type Certificates, readCertificates } from '../adapters/azure-pipelines/certificates';
import type { FederatedConnection, PipelineFacts } from '../adapters/azure-pipelines/pipeline-facts';
import { AZURE_DEV_OPS_SCOPE, createWorkloadIdentity } from '../adapters/azure-pipelines/workload-identity';
import { createHttpClient, type HttpClient } from '../adapters/http/http';
import type { Mask } from '../adapters/http/mask';
import { SecondPassError } from '../errors';
import { madeOnce } from '../made-once';
import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import type { Settings } from '../steps/settings/settings';
import type { LastWord } from './last-word';
import { namedHosts } from './named-hosts';

/** What the doors need to make adapters with. */
export interface Surroundings {
  facts: PipelineFacts;
  clock: Clock;
  log: Log;
  /** Aborts at the deadline and when the run is cancelled. */
  signal: AbortSignal;
  /** A little more: time to tell the pull request how the run ended. */
  lastWord: LastWord;
  remaining: () => number;
  addSecret: (secret: string) => void;
  /** Knows every secret that was added. */
  mask: Pick<Mask, 'hide' | 'finds'>;
  /** True when somebody else than the agent named the certificates that Node trusts besides its own. */
  isTrustForeign: boolean;
  version: string;
}

/** Where a file of certificates cannot be read, nothing of the service may be asked; `fault` says so. */
export function wireHttp(
  surroundings: Surroundings,
  /** As they are when a request leaves: a policy may have changed them. */
  settings: () => Pick<Settings, 'endpoint' | 'applicationInsights' | 'otlpEndpoint'>,
): {
  http: HttpClient;
  fault?: unknown;
} {
  const { facts, clock, log, lastWord, remaining, mask, isTrustForeign } = surroundings;
  const read = certificatesOf(surroundings);
  const hostsOf = madeOnce((now: ReturnType<typeof settings>) => namedHosts(facts, now));
  const http = createHttpClient({
    ...(facts.proxy ? { proxy: facts.proxy } : {}),
    ...read.certificates,
    isTrustForeign,
    clock,
    log,
    deadline: lastWord.over,
    shareOfTime: lastWord.share,
    remainingMilliseconds: remaining,
    mayReach: (host) => hostsOf(settings())(host),
    holdsSecret: mask.finds,
  });
  return { http, ...('fault' in read ? { fault: read.fault } : {}) };
}

function certificatesOf({
  facts: { certificates },
  log,
  isTrustForeign,
}: Surroundings): { certificates: Certificates } | { certificates: Certificates; fault: unknown } {
  try {
    const { caPem, clientCertificate } = readCertificates(certificates);
    return {
      certificates: {
        ...(caPem ? { caPem: [caPem, ...(isTrustForeign ? [] : extraCertificates(log))].join('\n') } : {}),
        ...(clientCertificate ? { clientCertificate } : {}),
      },
    };
  } catch (fault) {
    return { certificates: {}, fault };
  }
}

/** Naming an authority replaces Node's own list, and Node 20 cannot tell what this variable had added to it; twice does no harm. */
function extraCertificates(log: Log): string[] {
  const path = process.env.NODE_EXTRA_CA_CERTS ?? '';
  if (path === '') return [];
  try {
    return [readFileSync(path, 'utf8')];
  } catch (error) {
    log.warn(`NODE_EXTRA_CA_CERTS names a file that cannot be read: ${error instanceof Error ? error.message : error}`);
    return [];
  }
}

/** The token under which everything is read and posted. */
export async function wireToken(surroundings: Surroundings, http: HttpClient): Promise<Token> {
  const credential = surroundings.facts.credentials.azureDevOps;
  if (credential.kind === 'bearer') return { scheme: 'bearer', value: credential.token };
  if (credential.kind === 'personal') return { scheme: 'basic', value: credential.token };
  if (credential.kind === 'federated') {
    const renewed = identityToken(surroundings, http, credential.connection, AZURE_DEV_OPS_SCOPE);
    return { scheme: 'bearer', value: await renewed(), renewed, lastResort: surroundings.facts.jobToken };
  }
  throw new SecondPassError({
    kind: 'platform',
    code: 'no-token',
    message: `There is no token for Azure DevOps. ${credential.why}`,
    advice: 'In a classic release, allow scripts to access the OAuth token, or set `azureDevOpsConnection`.',
  });
}

export function identityToken(
  { facts, clock, addSecret }: Surroundings,
  http: HttpClient,
  connection: FederatedConnection,
  scope: string,
): (refused?: string) => Promise<string> {
  const { oidcRequestUrl, jobToken } = facts;
  return createWorkloadIdentity({ http, connection, oidcRequestUrl, jobToken, now: clock.now, addSecret }, scope);
}
