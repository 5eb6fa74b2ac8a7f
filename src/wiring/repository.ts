import type { AskCommonCommits, AzureDevOpsHost, Token } from '../adapters/azure-devops/host';
import { isOfCollection } from '../adapters/azure-pipelines/collection-hosts';
import type { PipelineFacts } from '../adapters/azure-pipelines/pipeline-facts';
import { fetchCommonCommits } from '../adapters/git/common-commits';
import {
  createGitRepository,
  type GitRepositoryOptions,
  type ScratchRepository,
} from '../adapters/git/create-git-repository';
import type { RestObjects } from '../adapters/git/rest-origin';
import type { HttpClient } from '../adapters/http/http';
import { checkOutgoing } from '../adapters/http/outbound';
import { proxyExceptions } from '../adapters/http/proxy-exceptions';
import { agentGitFolders } from '../adapters/process/search-places';
import type { PullRequest } from '../ports/code-host';
import type { Surroundings } from './connection';
import { restObjects } from './rest-objects';

/** Where commits are fetched from. */
export interface Remote {
  url: string;
  /** Refs that lead to the commits, for servers that hand out no commit by its id. */
  refs: readonly string[];
  /** The same objects over REST, for where git cannot fetch. */
  rest?: RestObjects;
}

/** The scratch repository is made when it is first asked: only then is it known where the commits live. */
export function wireRepository(
  surroundings: Surroundings,
  access: Pick<HttpClient, 'begin'>,
  token: Token,
  remote: () => Promise<Remote>,
): ScratchRepository {
  let made: Promise<ScratchRepository> | undefined;
  async function make(): Promise<ScratchRepository> {
    const at = await remote();
    return createGitRepository({ ...gitOptions(surroundings, access, token, at), rest: at.rest });
  }
  const repository = () => {
    made ??= make();
    return made;
  };
  return {
    begin() {
      void repository()
        .then(({ scratch }) => scratch())
        .catch(() => undefined);
    },
    changes: async (range) => (await repository()).changes(range),
    patch: async (range, wanted, soon) => (await repository()).patch(range, wanted, soon),
    read: async (names) => (await repository()).read(names),
    pour: async (id, take, most) => (await repository()).pour(id, take, most),
    filesAt: async (commit, paths) => (await (await repository()).filesAt?.(commit, paths)) ?? new Set(),
    paths: async (commit) => (await (await repository()).paths?.(commit)) ?? null,
    links: async (commit) => (await (await repository()).links?.(commit)) ?? new Map(),
    attributes: async (commit, paths, names) => (await repository()).attributes(commit, paths, names),
    mergedOtherwise: async (base, source, merge) =>
      (await (await repository()).mergedOtherwise?.(base, source, merge)) ?? null,
    notes: async () => (await (await repository()).notes?.()) ?? [],
    scratch: async () => (await repository()).scratch(),
    dispose: async () => (await made)?.dispose(),
  };
}

/** Asks git for what the service does not tell; no files are fetched for it. */
export function wireCommonCommits(
  surroundings: Surroundings,
  access: Pick<HttpClient, 'begin'>,
  token: Token,
): AskCommonCommits {
  return (at, one, other) => fetchCommonCommits(gitOptions(surroundings, access, token, at), one, other);
}

function gitOptions(
  { facts, log, signal }: Surroundings,
  access: Pick<HttpClient, 'begin'>,
  token: Token,
  { url, refs }: Remote,
): GitRepositoryOptions {
  checkOutgoing(
    { method: 'git fetch', url: new URL(url) },
    { mayReach: () => isOfCollection(url, facts.collectionUrl) },
  );
  return {
    remoteUrl: url,
    authorization: { header: authorizationHeader(token) },
    ...(facts.proxy ? { proxy: { url: proxyUrl(facts.proxy, url) } } : {}),
    caFile: facts.certificates.caFile || undefined,
    fallbackRefs: refs,
    access,
    scratchFolder: facts.temporaryFolder,
    untrustedFolders: [facts.workingFolder],
    gitFolders: agentGitFolders(facts.agentFolder),
    environment: process.env,
    signal,
    log,
  };
}

/** Where a pull request's commits are. */
export function remoteOf({ items }: AzureDevOpsHost, { webUrl, id, iteration }: PullRequest): Remote {
  return {
    url: webUrl.replace(/\/pullrequest\/\d+$/, ''),
    refs: [`refs/pull/${id}/merge`],
    rest: restObjects(items, iteration),
  };
}

/** The header with a token that is valid now; with another one where the last was refused. */
export function authorizationHeader(token: Token): (isRefused: boolean) => Promise<string> {
  let { value } = token;
  return async (isRefused) => {
    value = (await token.renewed?.(isRefused ? value : undefined)) ?? token.value;
    return authorizationOf({ ...token, value });
  };
}

function authorizationOf({ scheme, value }: Token): string {
  return scheme === 'bearer' ? `bearer ${value}` : `Basic ${Buffer.from(`:${value}`).toString('base64')}`;
}

/** A proxy without a scheme is an http proxy, as the agent takes it; none at all where it lists the address as an exception. */
export function proxyUrl(proxy: NonNullable<PipelineFacts['proxy']>, remote: string): string {
  if (proxyExceptions(proxy.bypass)(new URL(remote))) return '';
  const address = new URL(/^\w+:\/\//.test(proxy.url) ? proxy.url : `http://${proxy.url}`);
  if (proxy.username) address.username = encodeURIComponent(proxy.username);
  if (proxy.password) address.password = encodeURIComponent(proxy.password);
  return address.href;
}
