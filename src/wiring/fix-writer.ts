import { createBranchHost } from '../adapters/azure-devops/branch-host';
import type { Token } from '../adapters/azure-devops/host';
import { createOwnBranches } from '../adapters/azure-devops/own-branches';
import { createRest } from '../adapters/azure-devops/rest';
import { readSelf } from '../adapters/azure-devops/self';
import { createSessions } from '../adapters/azure-devops/sessions';
import type { FixFacts } from '../adapters/azure-pipelines/fix-pipeline';
import { pusherOver } from '../adapters/git/push';
import { remoteGit } from '../adapters/git/remote-git';
import { treesOver } from '../adapters/git/trees';
import type { HttpClient } from '../adapters/http/http';
import type { Writer } from '../fix-world';
import type { Repository } from '../ports/repository';
import type { Trees } from '../ports/trees';
import type { FixSettings } from '../steps/settings/fix-settings';
import type { Surroundings } from './connection';
import { late } from './late';
import { authorizationHeader, proxyUrl, wireRepository } from './repository';

export interface GivenWriter {
  surroundings: Surroundings;
  facts: FixFacts;
  settings: FixSettings;
  http: HttpClient;
  /** Of the identity that reads, and of the one that writes. */
  reader(): Promise<Token>;
  writer(): Promise<Token>;
  /** Hears when the service sent its answers. */
  hearTime(date: string | undefined): void;
}

export interface WiredWriter extends Writer {
  repository: Repository;
  trees: Trees;
  dispose(): Promise<void>;
}

/** A repository as the identity that writes: read with one token, written with the other. Nothing is asked before the first call. */
export function wireWriter(given: GivenWriter, repositoryId: string): WiredWriter {
  const { surroundings, facts, settings, http, hearTime } = given;
  const { clock, log, signal } = surroundings;
  const place = { project: facts.project.id || facts.project.name, repositoryId };
  const options = async () => ({ ...facts, ...place, token: await given.writer(), http, log, clock, hearTime });
  const host = once(async () => createBranchHost(await options()));
  const cloneUrl = async () => (await (await host()).repository()).cloneUrl;
  const repository = once(async () =>
    wireRepository(surroundings, http, await given.reader(), async () => ({ url: await cloneUrl(), refs: [] })),
  );
  const scratch = async () => (await repository()).scratch();
  const remote = once(async () => {
    const [token, url, opened] = [await given.writer(), await cloneUrl(), await scratch()];
    return remoteGit(opened, {
      url,
      header: authorizationHeader(token),
      ...(facts.proxy ? { proxy: { url: proxyUrl(facts.proxy, url) } } : {}),
      caFile: facts.certificates.caFile || undefined,
      access: http,
      environment: process.env,
      untrustedFolders: [facts.workingFolder],
    });
  });
  const prefix = `refs/heads/${settings.branchPrefix}`;
  const pusher = async () => pusherOver(scratch, { prefix, url: await cloneUrl(), remote, signal, log });
  return {
    self: once(async () => readSelf(createRest(await options()))),
    host: late(host, ['repository', 'rights', 'pullRequestOf', 'pullRequestInto', 'open']),
    trees: treesOver(scratch),
    sessions: late(async () => createSessions(await options()), ['property', 'setProperty', 'lastPush']),
    branches: late(async () => createOwnBranches(await options()), ['below', 'remove']),
    repository: late<Repository, 'changes' | 'patch' | 'read' | 'pour' | 'attributes'>(repository, [
      'changes',
      'patch',
      'read',
      'pour',
      'attributes',
    ]),
    pusher: late(pusher, ['tip', 'rebuild', 'commit', 'push']),
    dispose: async () => (await repository.made())?.dispose(),
  };
}

/** Makes it when it is first asked for; `made` answers with what there is. */
function once<Value>(make: () => Promise<Value>): (() => Promise<Value>) & { made(): Promise<Value> | undefined } {
  let made: Promise<Value> | undefined;
  const ask = () => {
    made ??= make();
    return made;
  };
  return Object.assign(ask, { made: () => made });
}
