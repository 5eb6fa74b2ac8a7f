import { createHash } from 'node:crypto';
import { type AzureDevOpsHost, createAzureDevOpsHost, type ItemReader, type Token } from './adapters/azure-devops/host';
import type { ChangedEntry } from './adapters/azure-devops/items';
import { readCertificates } from './adapters/azure-pipelines/certificates';
import { childEnvironment } from './adapters/azure-pipelines/environment';
import type { FederatedConnection, PipelineFacts } from './adapters/azure-pipelines/pipeline-facts';
import { azureDevOpsScope, createWorkloadIdentity, foundryScope } from './adapters/azure-pipelines/workload-identity';
import { type ClaudeOptions, createClaude } from './adapters/claude/claude';
import { createGitRepository, type ScratchRepository } from './adapters/git/create-git-repository';
import type { RestChange, RestObjects } from './adapters/git/rest-origin';
import { type AccessLogEntry, createHttpClient, type HttpClient } from './adapters/http/http';
import { sendTelemetry } from './adapters/telemetry/send-telemetry';
import { SecondPassError } from './errors';
import type { Clock } from './ports/clock';
import type { CodeHost, PullRequest } from './ports/code-host';
import type { Log } from './ports/log';
import type { Model } from './ports/model';
import { modelFacts } from './steps/prompt/models';
import type { RunRecord } from './steps/record/record';
import { telemetrySpans } from './steps/record/telemetry';
import type { Settings } from './steps/settings/settings';
import { createStopwatch } from './stopwatch';
import { wireTools } from './wire-tools';
import type { World } from './world';

/** What the doors need to make adapters with. */
export interface Surroundings {
  facts: PipelineFacts;
  clock: Clock;
  log: Log;
  /** Aborts at the deadline and when the run is cancelled. */
  signal: AbortSignal;
  /** Aborts a little later: time to tell the pull request how the run ended. */
  lastWord: AbortSignal;
  remaining: () => number;
  addSecret: (secret: string) => void;
  version: string;
}

/** A world, and the same world for the review, whose reads end with the run's signal. */
export interface Wired {
  world: World & { accessLog(): readonly AccessLogEntry[] };
  reviewed: World;
  /** Tells the customer's own telemetry, and removes what the run left on the agent. */
  end(record: RunRecord): Promise<void>;
}

export async function wireWorld(surroundings: Surroundings, settings: Settings): Promise<Wired> {
  const { facts, clock, log, signal, version } = surroundings;
  const http = wireHttp(surroundings);
  const connected = await connect(surroundings, http, settings);
  const tools = wireTools(settings, { ...facts, log });
  const { timed, stages } = createStopwatch(clock);
  const world = {
    host: timed('Azure DevOps', connected.host),
    repository: timed('git', connected.repository),
    model: timed('Claude', wireModel(surroundings, http, settings)),
    scanner: tools.scanner && timed('static analysis', tools.scanner),
    outliner: tools.outliner && timed('skeletons', tools.outliner),
    stages,
    sarifFiles: tools.sarifFiles,
    workingFolder: facts.workingFolder,
    log,
    clock,
    signal,
    signingKey: signingKey(facts),
    run: {
      version,
      id: `${facts.run.kind} ${facts.run.id} ${facts.run.attempt}`,
      url: facts.run.url,
      startedAt: clock.now(),
    },
    accessLog: http.accessLog,
  };
  const end = async (record: RunRecord) => {
    await sendTelemetry(http, log, settings, telemetrySpans(record));
    await tools.dispose();
    await connected.repository.dispose();
    await http.close();
  };
  return { world, reviewed: { ...world, host: interruptible(world.host, signal) }, end };
}

/** The pull request's host and repository; where there is none, everything asked of them fails with the reason. */
async function connect(surroundings: Surroundings, http: HttpClient, settings: Settings): Promise<Connected> {
  try {
    const id = pullRequestIdOf(surroundings.facts, settings);
    const token = await wireToken(surroundings, http);
    const host = wireHost(surroundings, http, token, id);
    const writable = WRITES.has(settings.runMode) ? host : readOnly(host);
    const remembered = rememberPullRequest(writable);
    return { host: remembered, repository: wireRepository(surroundings, host, token, remembered.last) };
  } catch (error) {
    const fail = () => Promise.reject(error);
    const host = { pullRequest: fail, conversation: fail, apply: fail };
    return { host, repository: { changes: fail, patch: fail, read: fail, attributes: fail, dispose: async () => {} } };
  }
}

/** Run modes that may write to the pull request. */
const WRITES: ReadonlySet<Settings['runMode']> = new Set(['publish', 'clean']);

interface Connected {
  host: CodeHost;
  repository: ScratchRepository;
}

function pullRequestIdOf({ foreignHost, pullRequest }: PipelineFacts, settings: Settings): number {
  const id = settings.pullRequestId ?? pullRequest?.id;
  if (foreignHost !== null) throw notAPullRequest(`The repository is hosted by ${foreignHost}, not by Azure Repos.`);
  if (id === undefined) throw notAPullRequest('This run belongs to no pull request.');
  return id;
}

function notAPullRequest(message: string): SecondPassError {
  const advice = 'Nothing is reviewed. Use the task in pull-request validation, or set `pullRequestId`.';
  return new SecondPassError({ kind: 'notAPullRequest', code: 'not-a-pull-request', message, advice });
}

/** Reads as ever and writes nothing. */
function readOnly(host: AzureDevOpsHost): AzureDevOpsHost {
  return { ...host, apply: async () => ({}) };
}

/** Keeps the last pull request that was read, so that the repository is found without asking again. */
function rememberPullRequest(host: CodeHost): CodeHost & { last: () => Promise<PullRequest> } {
  let last: PullRequest | undefined;
  const pullRequest = async () => {
    last = await host.pullRequest();
    return last;
  };
  return { ...host, pullRequest, last: async () => last ?? pullRequest() };
}

/** Ends with the run's signal instead of waiting for the service. */
function interruptible(host: CodeHost, signal: AbortSignal): CodeHost {
  const ended = new Promise<never>((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  ended.catch(() => {});
  return {
    pullRequest: () => Promise.race([host.pullRequest(), ended]),
    conversation: (iteration) => Promise.race([host.conversation(iteration), ended]),
    apply: (write) => Promise.race([host.apply(write), ended]),
  };
}

/** Derived from the provider's key, so that nobody without it can sign a result. */
function signingKey({ credentials: { model }, project }: PipelineFacts): Uint8Array {
  const secret = model.kind === 'key' ? model.key : model.kind === 'federated' ? model.connection.connectionId : '';
  return createHash('sha256').update(`second-pass result ${project.id} ${secret}`).digest();
}

function wireHttp({ facts, clock, log, lastWord, remaining }: Surroundings): HttpClient {
  return createHttpClient({
    ...(facts.proxy ? { proxy: facts.proxy } : {}),
    ...readCertificates(facts.certificates),
    clock,
    log,
    deadline: lastWord,
    remainingMilliseconds: remaining,
  });
}

/** The token under which everything is read and posted. */
async function wireToken(surroundings: Surroundings, http: HttpClient): Promise<Token> {
  const credential = surroundings.facts.credentials.azureDevOps;
  if (credential.kind === 'bearer') return { scheme: 'bearer', value: credential.token };
  if (credential.kind === 'personal') return { scheme: 'basic', value: credential.token };
  if (credential.kind === 'federated') {
    return {
      scheme: 'bearer',
      value: await identityToken(surroundings, http, credential.connection, azureDevOpsScope)(),
    };
  }
  throw new SecondPassError({
    kind: 'platform',
    code: 'no-token',
    message: `There is no token for Azure DevOps. ${credential.why}`,
    advice: 'In a classic release, allow scripts to access the OAuth token, or set `azureDevOpsConnection`.',
  });
}

function identityToken(
  { facts, clock, addSecret }: Surroundings,
  http: HttpClient,
  connection: FederatedConnection,
  scope: string,
): () => Promise<string> {
  const { oidcRequestUrl, jobToken } = facts;
  return createWorkloadIdentity({ http, connection, oidcRequestUrl, jobToken, now: clock.now, addSecret }, scope);
}

function wireHost(
  { facts, clock, log }: Surroundings,
  http: HttpClient,
  token: Token,
  pullRequestId: number,
): AzureDevOpsHost {
  return createAzureDevOpsHost({
    collectionUrl: facts.collectionUrl,
    project: facts.project.name || facts.project.id,
    repositoryId: facts.repository.id,
    pullRequestId,
    token,
    http,
    log,
    clock,
    statusGenre: 'second-pass',
  });
}

/** The scratch repository is made when it is first asked: only then is it known where the pull request lives. */
function wireRepository(
  { facts, log, signal }: Surroundings,
  host: AzureDevOpsHost,
  token: Token,
  pullRequest: () => Promise<PullRequest>,
): ScratchRepository {
  let made: Promise<ScratchRepository> | undefined;
  const authorization =
    token.scheme === 'bearer' ? `bearer ${token.value}` : `Basic ${Buffer.from(`:${token.value}`).toString('base64')}`;
  async function make(): Promise<ScratchRepository> {
    const { webUrl, id, iteration } = await pullRequest();
    return createGitRepository({
      remoteUrl: webUrl.replace(/\/pullrequest\/\d+$/, ''),
      authorization: { header: authorization },
      ...(facts.proxy ? { proxy: { url: proxyUrl(facts.proxy) } } : {}),
      caFile: facts.certificates.caFile || undefined,
      fallbackRefs: [`refs/pull/${id}/merge`],
      rest: restObjects(host.items, iteration.id),
      scratchFolder: facts.temporaryFolder,
      untrustedFolders: [facts.workingFolder],
      environment: childEnvironment({}),
      signal,
      log,
    });
  }
  const repository = () => {
    made ??= make();
    return made;
  };
  return {
    changes: async (range) => (await repository()).changes(range),
    patch: async (range, wanted) => (await repository()).patch(range, wanted),
    read: async (names) => (await repository()).read(names),
    attributes: async (commit, paths, names) => (await repository()).attributes(commit, paths, names),
    dispose: async () => (await made)?.dispose(),
  };
}

function proxyUrl({ url, username = '', password = '' }: NonNullable<PipelineFacts['proxy']>): string {
  const proxy = new URL(url);
  proxy.username = encodeURIComponent(username);
  proxy.password = encodeURIComponent(password);
  return proxy.href;
}

/** What git's fetch would have brought, through REST: changes of the iteration and contents by their ids. */
function restObjects(items: ItemReader, iteration: number): RestObjects {
  return {
    listChanges: async () => (await items.changedEntries(iteration)).map(restChange),
    readItem: (commit, path) => items.content(commit, path),
    async readBlob(id) {
      const content = await items.blob(id);
      if (content) return content;
      throw new SecondPassError({
        kind: 'platform',
        code: 'blob-not-found',
        message: `The service has no object ${id}.`,
      });
    },
  };
}

function restChange({ path, originalPath, changeType, objectId, originalObjectId }: ChangedEntry): RestChange {
  const isDeleted = /\bdelete\b/i.test(changeType);
  const oldBlob = /\badd\b/i.test(changeType) ? undefined : (originalObjectId ?? (isDeleted ? objectId : undefined));
  const newBlob = isDeleted ? undefined : objectId;
  return {
    path,
    ...(originalPath === undefined ? {} : { oldPath: originalPath }),
    ...(oldBlob === undefined ? {} : { oldBlob }),
    ...(newBlob === undefined ? {} : { newBlob }),
  };
}

/** Claude, or in its place the reason why it cannot be asked: then static analysis still runs and the outcome says so. */
function wireModel(surroundings: Surroundings, http: HttpClient, settings: Settings): Model {
  const { facts, clock, log, remaining } = surroundings;
  const credential = facts.credentials.model;
  if (credential.kind === 'none') return unreachableModel(credential.why);
  const options: Omit<ClaudeOptions, 'credential'> = {
    provider: settings.provider,
    endpoint: settings.endpoint,
    inferenceGeo: settings.inferenceGeo,
    acceptsEffort: (model) =>
      modelFacts(model === settings.model ? settings.modelFamily : model, settings).acceptsEffort,
    fetch: http.fetch,
    clock,
    log,
    remaining,
  };
  if (credential.kind === 'key') return createClaude({ ...options, credential });
  const token = identityToken(surroundings, http, credential.connection, foundryScope);
  return createClaude({ ...options, credential: { kind: 'token', token } });
}

function unreachableModel(why: string): Model {
  const error = new SecondPassError({
    kind: 'provider',
    code: 'no-key',
    message: `There is no key for the model. ${why}`,
    advice: 'Builds of forks get no secrets; otherwise check `connection` or `anthropicApiKey`.',
  });
  return { ask: () => Promise.reject(error), count: () => Promise.reject(error) };
}
