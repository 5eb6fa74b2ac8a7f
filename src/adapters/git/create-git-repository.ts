import { join } from 'node:path';
import { badInputs, isSecondPassError } from '../../errors';
import type { Log } from '../../ports/log';
import type { Repository } from '../../ports/repository';
import type { AccessLog } from '../http/access-log';
import { removeFolders } from '../process/remove-folder';
import { FETCH_FAILURE_CODES } from './fetch-failure';
import { gitEnvironment } from './git-environment';
import { createGitOrigin } from './git-origin';
import { findGit, type GitPlaces } from './git-program';
import type { ObjectOrigin } from './object-origin';
import { createObjectReader } from './object-reader';
import { checkLength } from './path-length';
import { remoteGit } from './remote-git';
import { createRestOrigin, type RestObjects } from './rest-origin';
import { createGit } from './run-git';
import { createBareRepository, createScratchFolder } from './scratch-folder';
import { repositoryOver, type Scratch } from './scratch-repository';
import { urlForGit } from './url-for-git';

export interface ScratchOptions extends GitPlaces {
  /** The scratch repository is made in a folder of its own below this one, readable by this user alone. */
  scratchFolder: string;
  /** The agent's environment; git gets the few variables it needs from it, and nothing else. */
  environment: Readonly<Record<string, string | undefined>>;
  signal: AbortSignal;
  log: Log;
}

/** The value to use now; another one than the last where that was refused, if there is another. */
export type AskHeader = (isRefused: boolean) => Promise<string>;

export interface GitRepositoryOptions extends ScratchOptions {
  /** http, https or (for tests and the local door) file url; a user name in it is dropped. */
  remoteUrl: string;
  /** Value of the Authorization header, `bearer ...` or `Basic ...`; null where the server asks for none. */
  authorization: { header: string | AskHeader } | null;
  /** An empty url: directly. Absent: no proxy either, whatever git's own configuration names. */
  proxy?: { url: string } | undefined;
  /** File with the certificate authorities to trust, in PEM form. */
  caFile?: string | undefined;
  /** Full names of refs that lead to the commits, for servers that do not hand out commits by their ids. */
  fallbackRefs?: readonly string[];
  /** The same objects over REST, for where git cannot fetch. */
  rest?: RestObjects | undefined;
  /** Where its requests are listed. */
  access?: Pick<AccessLog, 'begin'> | undefined;
}

/**
 * A repository with a scratch folder behind it, which `dispose` removes together with every process still running. What another
 * program holds is a warning, and no failure.
 */
export type ScratchRepository = Repository & {
  /** What lies behind it, for adapters that do more with commits than a review. */
  scratch(): Promise<Scratch>;
  dispose(): Promise<void>;
};

/**
 * The commits of a pull request in a scratch bare repository of our own, fetched from the collection's url.
 * The first call of a method starts it; failures are of kind `platform`, with codes `git-not-found`, `git-too-old`,
 * `git-failed`, `git-timeout` and those of `fetchFailureCodes` (after the last of which `rest`, if given, was tried).
 */
export function createGitRepository(options: GitRepositoryOptions): ScratchRepository {
  const url = checkedUrl(options.remoteUrl);
  return scratchRepository(options, async (opened) => {
    const { reader, objects, signal } = opened;
    const fetcher = await remoteGit(opened, { ...options, url, header: (isRefused) => headerOf(options, isRefused) });
    const origin = createGitOrigin({
      url,
      fallbackRefs: options.fallbackRefs ?? [],
      mayFetchEverything: !options.rest,
      reader,
      objects,
      packs: join(opened.folder, 'read.git', 'objects', 'pack'),
      fetcher,
      signal,
      log: options.log,
    });
    return options.rest ? withFallback(origin, createRestOrigin(reader, options.rest), options.log) : origin;
  });
}

/** The same commits where git cannot fetch at all: changes and contents over REST, trees and differences by git. */
export function createRestRepository(options: ScratchOptions & { rest: RestObjects }): ScratchRepository {
  return scratchRepository(options, async ({ reader }) => createRestOrigin(reader, options.rest));
}

type Opened = Omit<Scratch, 'origin'>;

function scratchRepository(
  options: ScratchOptions,
  originOf: (opened: Opened) => Promise<ObjectOrigin>,
): ScratchRepository {
  const disposal = new AbortController();
  const signal = AbortSignal.any([options.signal, disposal.signal]);
  let folder: Promise<string> | undefined;
  let opened: Promise<Scratch> | undefined;
  let closeReader = async () => {};

  async function open(): Promise<Scratch> {
    folder ??= createScratchFolder(options.scratchFolder);
    const own = await folder;
    const environment = gitEnvironment(options.environment, own, options.untrustedFolders);
    const program = await findGit({ ...options, environment, signal });
    for (const sentence of program.passedOver) options.log.warn(sentence);
    options.log.info(`git ${program.version}, ${program.path}`);
    const readRepository = join(own, 'read.git');
    await createBareRepository(readRepository);
    const reader = createGit({
      program: program.path,
      signal,
      folder: own,
      environment: { ...environment, GIT_DIR: readRepository },
    });
    await checkLength(own, reader);
    const { read: objects, measure, pour, close } = createObjectReader(reader);
    closeReader = close;
    const made = { folder: own, program: program.path, reader, objects, measure, pour, signal };
    return { ...made, origin: await originOf(made) };
  }

  const openOnce = () => {
    opened ??= open();
    return opened;
  };
  return {
    ...repositoryOver(openOnce),
    scratch: openOnce,
    async dispose() {
      // One that ends by itself need not be looked for among all processes of the machine.
      await closeReader();
      disposal.abort();
      await opened?.catch(() => {});
      await closeReader();
      const made = await folder?.catch(() => undefined);
      const left = made === undefined ? [] : await removeFolders([made]);
      for (const sentence of left) options.log.warn(sentence);
    },
  };
}

/** The second origin for the whole run as soon as the first cannot fetch the commits. */
function withFallback(first: ObjectOrigin, second: ObjectOrigin, log: Log): ObjectOrigin {
  let current = first;
  async function obtain<T>(ask: (origin: ObjectOrigin) => Promise<T>): Promise<T> {
    try {
      return await ask(current);
    } catch (error) {
      if (current === second || !isSecondPassError(error) || !FETCH_FAILURE_CODES.includes(error.code)) throw error;
      log.warn(`${error.message} Reading the changes over REST instead.`);
      current = second;
      return await ask(current);
    }
  }
  return {
    get findsLocally() {
      return current.findsLocally;
    },
    trees: (range) => obtain((origin) => origin.trees(range)),
    blobs: (ids, most) => obtain((origin) => origin.blobs(ids, most)),
    find: (commit, paths) => obtain((origin) => origin.find(commit, paths)),
    list: (commit) => obtain(async (origin) => (await origin.list?.(commit)) ?? null),
    links: (commit) => obtain(async (origin) => (await origin.links?.(commit)) ?? null),
    merged: (sides) => obtain((origin) => origin.merged(sides)),
    notes: () => current.notes?.() ?? [],
  };
}

function checkedUrl(remoteUrl: string): string {
  const url = URL.canParse(remoteUrl) ? new URL(remoteUrl) : null;
  if (!url || !['http:', 'https:', 'file:'].includes(url.protocol)) {
    throw badInputs([{ input: 'remote url', was: JSON.stringify(remoteUrl), allowed: 'an http or https address' }]);
  }
  url.username = '';
  url.password = '';
  return urlForGit(url.href);
}

async function headerOf({ authorization }: GitRepositoryOptions, isRefused = false): Promise<string | null> {
  const header = authorization?.header ?? null;
  return typeof header === 'function' ? await header(isRefused) : header;
}
