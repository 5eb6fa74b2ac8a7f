import { keysIn, withoutKeys } from '../../keys-in-text';
import type { Agent, ServiceConnection } from './agent';
import { collectionUrlOf } from './collection-hosts';
import type { AzureDevOpsCredential, FederatedConnection, ModelCredential } from './pipeline-facts';

/** What reading credentials has to tell besides them. */
export interface CredentialNotes {
  notes: string[];
  warnings: string[];
}

const OPEN_KEY =
  'The value of input "anthropicApiKey" is no secret variable of this job. It is masked from here on, but it stands in ' +
  'the pipeline or in an open variable: store it as a secret variable or in a service connection, and replace the key.';

const TWO_BOTS =
  'Inputs "azureDevOpsConnection" and "azureDevOpsServerConnection" are both set; allowed: one of them, since one identity posts.';

const MIN_MEMORY_KEY_LENGTH = 20;
/** A shorter text is a word that stands elsewhere too. */
const MIN_MASKED_LENGTH = 8;

const NO_KEY =
  'Set "connection" (service connection), "anthropicApiKey" (secret variable) or, for Foundry, "azureConnection".';

/** The job's own token, or the bot's when an input names one: everything is read and posted with it. */
export function azureDevOpsCredential(agent: Agent): AzureDevOpsCredential {
  const byIdentity = connectionCredential(agent, 'azureDevOpsConnection');
  const byToken = serverConnectionCredential(agent, 'azureDevOpsServerConnection');
  if (byIdentity && byToken) return { kind: 'none', why: TWO_BOTS };
  const named = byIdentity ?? byToken;
  if (named) return named;
  const token = agent.connection('SYSTEMVSSCONNECTION')?.parameter('AccessToken') ?? '';
  return token ? { kind: 'bearer', token, from: 'job' } : { kind: 'none', why: 'The agent gave the job no token.' };
}

/** The same on a server: the token of a bot, for this server alone. */
export function serverConnectionCredential(agent: Agent, input: string): AzureDevOpsCredential | null {
  const credential = connectionCredential(agent, input);
  return credential && forThisServer(agent, input, credential);
}

/** Null when the input names no connection. */
export function connectionCredential(agent: Agent, input: string): AzureDevOpsCredential | null {
  const id = agent.input(input);
  if (id === '') return null;
  const connection = agent.connection(id);
  if (!connection) return { kind: 'none', why: notHandedOver(input) };
  if (isFederated(connection)) return { kind: 'federated', connection: federated(connection), from: 'connection' };
  const token = personalToken(connection);
  return token
    ? { kind: 'personal', token, from: 'connection' }
    : { kind: 'none', why: unusable(input, connection, 'workload identity federation or a token') };
}

/** A token is meant for the server that its connection names, and goes to no other one. */
function forThisServer(agent: Agent, input: string, credential: AzureDevOpsCredential): AzureDevOpsCredential {
  const named = agent.connection(agent.input(input))?.url ?? '';
  const own = collectionUrlOf(agent);
  if (credential.kind === 'none' || hostOf(named) === hostOf(own)) return credential;
  const why =
    `The service connection of input "${input}" is for ${withoutKeys(named) || 'no url'}; wanted: one for ${own}, ` +
    'where this pipeline runs.';
  return { kind: 'none', why };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}

/** The key of the connection, else of the input, else (Foundry) a federated connection. */
export function modelCredential(agent: Agent, tell: CredentialNotes): ModelCredential {
  const named = agent.input('connection');
  const key = agent.input('anthropicApiKey');
  if (named !== '') {
    if (key !== '') tell.notes.push('Inputs "connection" and "anthropicApiKey" are both set: the connection is used.');
    return connectionKey(agent.connection(named));
  }
  if (isUnexpanded(key)) return { kind: 'none', reason: 'withheld', why: unexpandedKey(key) };
  if (key !== '') {
    if (agent.secretValues().includes(key)) return { kind: 'key', key, from: 'input' };
    tell.warnings.push(OPEN_KEY);
    return { kind: 'key', key, from: 'input', isOpen: true };
  }
  const azure = agent.input('azureConnection');
  return azure === '' ? { kind: 'none', reason: 'missing', why: NO_KEY } : azureIdentity(agent.connection(azure));
}

/** The secret that signs the memory; one that is short, or that everybody can read, signs nothing. */
export function memoryKey(agent: Agent, tell: CredentialNotes): string {
  const key = agent.input('memoryKey').trim();
  if (key === '') return '';
  if (isUnexpanded(key)) {
    tell.notes.push(`Input "memoryKey" holds ${JSON.stringify(key)}, which nothing defined: not set.`);
    return '';
  }
  const isShort = key.length < MIN_MEMORY_KEY_LENGTH;
  if (!isShort && agent.secretValues().includes(key)) return key;
  const was = isShort ? `a text of ${key.length} characters` : 'no secret variable of this job';
  tell.warnings.push(
    `Input "memoryKey" was ${was} and is not used; allowed: a secret variable of at least ${MIN_MEMORY_KEY_LENGTH} characters.`,
  );
  return '';
}

/** Whatever stands in inputs for secrets, used or refused, and what the job's secret variables hold: a key is a key. */
export function secretTexts(agent: Agent): string[] {
  const given = ['memoryKey', 'anthropicApiKey'].map((name) => agent.input(name).trim());
  const inputs = given.filter((text) => text.length >= MIN_MASKED_LENGTH && !isUnexpanded(text));
  return [...inputs, ...agent.secretValues().flatMap(keysHeld)];
}

/** Lines that are keys, and the keys that stand in an address, a connection string or a document. */
function keysHeld(value: string): string[] {
  return [...value.split(/\r?\n/), ...keysIn(value)].filter(isKeyLike);
}

/** Names, ids, hosts and addresses are kept in secret variables too, and stand in every request. */
function isKeyLike(text: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(text)).length;
  if (text.length < MIN_MASKED_LENGTH || kinds < 2 || OF_MORE.test(text)) return false;
  return !NAME.test(text) && !GUID.test(text);
}

/** Addresses, headers, connection strings and documents: most of what they hold is no secret. */
const OF_MORE = /\s|:\/\/|[;{}]|=(?!=?$)/;
const NAME = /^[a-z]+(?:[-_.@][a-z]+)*\d{0,4}(?:[-_.][a-z]+\d{0,4})*$/i;
const GUID = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;

/** Headers for the customer's own collector; they may hold its key. */
export function otlpHeaders(agent: Agent, tell: CredentialNotes): { otlpHeaders?: string } {
  const headers = agent.input('otlpHeaders').trim();
  if (headers === '') return {};
  if (isUnexpanded(headers)) {
    tell.notes.push(`Input "otlpHeaders" holds ${JSON.stringify(headers)}, which nothing defined: not set.`);
    return {};
  }
  if (!agent.secretValues().includes(headers))
    tell.warnings.push(
      'Input "otlpHeaders" is no secret variable of this job: whoever may read the pipeline can read it.',
    );
  return { otlpHeaders: headers };
}

/** Everything that must never be printed. */
export function secretsOf(...credentials: readonly (AzureDevOpsCredential | ModelCredential)[]): string[] {
  return credentials.flatMap((credential) => {
    if (credential.kind === 'key') return [credential.key];
    return credential.kind === 'bearer' || credential.kind === 'personal' ? [credential.token] : [];
  });
}

function connectionKey(connection: ServiceConnection | null): ModelCredential {
  if (!connection) return { kind: 'none', reason: 'withheld', why: notHandedOver('connection') };
  const key = connection.parameter('apitoken') || connection.parameter('password');
  if (key) return { kind: 'key', key, from: 'connection' };
  return { kind: 'none', reason: 'missing', why: unusable('connection', connection, 'an API key') };
}

function azureIdentity(connection: ServiceConnection | null): ModelCredential {
  if (!connection) return { kind: 'none', reason: 'withheld', why: notHandedOver('azureConnection') };
  if (isFederated(connection)) return { kind: 'federated', connection: federated(connection) };
  const why = unusable('azureConnection', connection, 'workload identity federation');
  return { kind: 'none', reason: 'missing', why };
}

function isFederated(connection: ServiceConnection): boolean {
  return connection.scheme === 'workloadidentityfederation';
}

function federated(connection: ServiceConnection): FederatedConnection {
  const authority =
    connection.data('environmentAuthorityUrl') ||
    connection.data('activeDirectoryAuthority') ||
    'https://login.microsoftonline.com/';
  return {
    connectionId: connection.id,
    tenantId: connection.parameter('tenantid'),
    clientId: connection.parameter('serviceprincipalid'),
    authority: authority.endsWith('/') ? authority : `${authority}/`,
  };
}

function personalToken(connection: ServiceConnection): string {
  return connection.parameter('apitoken') || connection.parameter('password') || connection.parameter('AccessToken');
}

function isUnexpanded(text: string): boolean {
  return /^\$\([^()\r\n]+\)$/.test(text.trim());
}

function unexpandedKey(macro: string): string {
  return (
    `Input "anthropicApiKey" holds ${JSON.stringify(macro.trim())}, which nothing defined: not set. ` +
    'A secret variable is absent from builds of forks, from runs whose variable group is not linked, and when misspelt.'
  );
}

function notHandedOver(input: string): string {
  return (
    `The agent did not hand over the service connection of input "${input}". ` +
    'A build of a fork gets none unless the pipeline gives it secrets; otherwise check that this pipeline may use it.'
  );
}

function unusable(input: string, connection: ServiceConnection, wanted: string): string {
  return `The service connection of input "${input}" has the scheme "${connection.scheme}"; wanted: ${wanted}.`;
}
