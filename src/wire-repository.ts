import type { AzureDevOpsHost, ItemReader, Token } from './adapters/azure-devops/host';
import type { ChangedEntry } from './adapters/azure-devops/items';
import { childEnvironment } from './adapters/azure-pipelines/environment';
import type { PipelineFacts } from './adapters/azure-pipelines/pipeline-facts';
import { createGitRepository, type ScratchRepository } from './adapters/git/create-git-repository';
import type { RestChange, RestObjects } from './adapters/git/rest-origin';
import { SecondPassError } from './errors';
import type { PullRequest } from './ports/code-host';
import type { Surroundings } from './wire-connection';

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
  { facts, log, signal }: Surroundings,
  token: Token,
  remote: () => Promise<Remote>,
): ScratchRepository {
  let made: Promise<ScratchRepository> | undefined;
  async function make(): Promise<ScratchRepository> {
    const { url, refs, rest } = await remote();
    return createGitRepository({
      remoteUrl: url,
      authorization: { header: authorizationOf(token) },
      ...(facts.proxy ? { proxy: { url: proxyUrl(facts.proxy) } } : {}),
      caFile: facts.certificates.caFile || undefined,
      fallbackRefs: refs,
      rest,
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

/** Where a pull request's commits are. */
export function remoteOf({ items }: AzureDevOpsHost, { webUrl, id, iteration }: PullRequest): Remote {
  return {
    url: webUrl.replace(/\/pullrequest\/\d+$/, ''),
    refs: [`refs/pull/${id}/merge`],
    rest: restObjects(items, iteration.id),
  };
}

function authorizationOf({ scheme, value }: Token): string {
  return scheme === 'bearer' ? `bearer ${value}` : `Basic ${Buffer.from(`:${value}`).toString('base64')}`;
}

/** A proxy without a scheme is an http proxy, as the agent takes it. */
function proxyUrl({ url, username = '', password = '' }: NonNullable<PipelineFacts['proxy']>): string {
  const proxy = new URL(/^\w+:\/\//.test(url) ? url : `http://${url}`);
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
