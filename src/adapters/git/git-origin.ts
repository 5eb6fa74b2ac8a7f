import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../ports/log';
import type { BlobId, CommitId } from '../../ports/repository';
import { missingObjects } from './batch-objects';
import { fetchFailure, isPassing, isRefused } from './fetch-failure';
import { type Folders, findFiles } from './find-files';
import { listFiles } from './list-files';
import type { ObjectOrigin } from './object-origin';
import type { ReadObjects } from './object-reader';
import type { Git, GitAnswer } from './run-git';

export interface GitOriginOptions {
  url: string;
  /** Full ref names that lead to the commits, for servers that hand out no commit by its id. */
  fallbackRefs: readonly string[];
  /** Whether the whole history with all files may be fetched where files are not handed out by their ids either. */
  mayFetchEverything: boolean;
  /** Reads the scratch repository and can never fetch. */
  reader: Git;
  /** Reads its objects. */
  objects: ReadObjects;
  /** Fetches into the scratch repository, with the token in its environment. */
  fetcher: Git;
  signal: AbortSignal;
  log: Log;
}

const FETCH_ARGUMENTS = [
  'fetch',
  '--quiet',
  '--no-progress',
  '--no-tags',
  '--no-write-fetch-head',
  '--no-auto-maintenance',
];

/** git's own number for "all of it": it also completes what an earlier attempt left shallow. */
const WHOLE_HISTORY = '--depth=2147483647';

const FETCH_TIMEOUT = 600_000;

const ATTEMPTS = 3;

/** What the scratch repository holds: it began empty, so that nobody has to be asked. */
interface Holdings {
  /** Everything that was fetched by its id, or was seen to be there. */
  ids: Set<string>;
  /** True once a server sent more than was asked for; then git has to be asked what is there. */
  isMore: boolean;
  folders: Map<CommitId, Folders>;
}

/** Objects by git's own protocol: two commits without their files, then the wanted files in one more fetch. */
export function createGitOrigin(from: GitOriginOptions): ObjectOrigin {
  const options = { ...from, held: { ids: new Set<string>(), isMore: false, folders: new Map<CommitId, Folders>() } };
  let last: Promise<unknown> = Promise.resolve();
  /** Fetches wait for each other: two at once would fight for the locks of the scratch repository. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work, work);
    last = turn.catch(() => {});
    return turn;
  }

  return {
    findsLocally: true,
    trees: (range) => inTurn(() => obtainCommits(options, [range.base, range.source])).then(() => range),
    blobs: (ids) => inTurn(() => obtainBlobs(options, ids)),
    async find(commit, paths) {
      await inTurn(() => obtainCommits(options, [commit]));
      const folders = options.held.folders.get(commit) ?? new Map();
      options.held.folders.set(commit, folders);
      return await findFiles(options.objects, commit, paths, folders);
    },
    history: (commits) => inTurn(() => obtainHistory(options, commits)),
    async list(commit) {
      await inTurn(() => obtainCommits(options, [commit]));
      return await listFiles(options.reader, commit);
    },
  };
}

type Origin = GitOriginOptions & { held: Holdings };

async function lacking(options: Origin, ids: readonly string[]): Promise<string[]> {
  const { held, reader } = options;
  const unfetched = [...new Set(ids)].filter((id) => !held.ids.has(id));
  if (!held.isMore) return unfetched;
  const missing = new Set(await missingObjects(reader, unfetched));
  keep(
    options,
    unfetched.filter((id) => !missing.has(id)),
  );
  return [...missing];
}

function keep({ held }: Origin, ids: readonly string[]): void {
  for (const id of ids) held.ids.add(id);
}

async function obtainCommits(options: Origin, commits: readonly CommitId[]): Promise<void> {
  const missing = await lacking(options, commits);
  if (missing.length === 0) return;
  const answer = await fetch(options, ['--depth=1', options.url, ...missing], '');
  if (answer.exitCode === 0) return keep(options, missing);
  if (!isRefused(answer.errorText) || options.fallbackRefs.length === 0) throw fetchFailure(answer.errorText);
  await obtainByRefs(options, missing, answer.errorText);
}

/** Commits without their folders: enough to see where two went apart. */
async function obtainHistory(options: Origin, commits: readonly CommitId[]): Promise<void> {
  options.held.isMore = true;
  const answer = await fetch(options, [WHOLE_HISTORY, options.url, ...commits], '', 'tree:0');
  if (answer.exitCode === 0) return;
  if (!isRefused(answer.errorText) || options.fallbackRefs.length === 0) throw fetchFailure(answer.errorText);
  await obtainByRefs(options, commits, answer.errorText);
}

/** The whole history, but without files: the base may lie any number of commits behind the refs. */
async function obtainByRefs(options: Origin, commits: readonly CommitId[], refusal: string): Promise<void> {
  options.log.info('The server hands out no commit by its id; fetching the refs of the pull request instead.');
  if (!(await fetchRefs(options, [], commits))) throw fetchFailure(refusal);
}

async function obtainBlobs(options: Origin, ids: readonly BlobId[]): Promise<void> {
  const missing = await lacking(options, ids);
  if (missing.length === 0) return;
  const answer = await fetch(options, ['--stdin', options.url], `${missing.join('\n')}\n`);
  if (answer.exitCode === 0) return keep(options, missing);
  const mayFetchMore = isRefused(answer.errorText) && options.mayFetchEverything && options.fallbackRefs.length > 0;
  if (!mayFetchMore) throw fetchFailure(answer.errorText);
  options.log.warn('The server hands out no file by its id: the whole history is downloaded, excluded files too.');
  if (!(await fetchRefs(options, ['--no-filter'], missing))) throw fetchFailure(answer.errorText);
}

/** Fetches one ref after the other until the objects are there; refs that do not exist are passed over. */
async function fetchRefs(options: Origin, how: readonly string[], wanted: readonly string[]): Promise<boolean> {
  options.held.isMore = true;
  for (const ref of options.fallbackRefs) {
    const answer = await fetch(options, [...how, WHOLE_HISTORY, options.url, ref], '');
    if (answer.exitCode !== 0 && !isRefused(answer.errorText)) throw fetchFailure(answer.errorText);
    if ((await missingObjects(options.reader, wanted)).length === 0) return true;
  }
  return false;
}

async function fetch(options: Origin, what: readonly string[], input: string, left = 'blob:none'): Promise<GitAnswer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await options.fetcher({
      arguments: [...FETCH_ARGUMENTS, `--filter=${left}`, ...what],
      input,
      timeoutMilliseconds: FETCH_TIMEOUT,
    });
    if (answer.exitCode === 0 && /filtering not recognized/.test(answer.errorText)) {
      options.held.isMore = true;
      options.log.warn(
        'The server cannot leave files out of a fetch: excluded files were downloaded too, and not read.',
      );
    }
    if (answer.exitCode === 0 || attempt === ATTEMPTS || !isPassing(answer.errorText)) return answer;
    options.log.info(`git could not fetch, attempt ${attempt} of ${ATTEMPTS}.`);
    await pause(attempt * 1000, undefined, { signal: options.signal }).catch(() => {});
  }
}
