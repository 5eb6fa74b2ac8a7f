import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../ports/log';
import type { BlobId, CommitId, CommitRange } from '../../ports/repository';
import { indexArrived } from './arrived-pack';
import { missingObjects } from './batch-objects';
import { fetchFailure, filesFailure, isPassing, isRefused, isTooLarge } from './fetch-failure';
import { type Folders, findFiles } from './find-files';
import { type ListedFiles, listFiles } from './list-files';
import { mergedEntries } from './merged-entries';
import type { ObjectLimits } from './object-heads';
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
  /** Folder that what was fetched lies in. */
  packs: string;
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

/** The first that leaves room for the server's list of refs. Files that are larger and stored as a whole pass through. */
const HELD_BYTES = ['4m', '64m', undefined];

const FETCH_TIMEOUT = 600_000;

/** A gigabyte takes five: of a pack of a hundred kilobytes git may make any number of them. */
const FETCH_WORK = 30;

const ATTEMPTS = 3;

/** What the scratch repository holds: it began empty, so that nobody has to be asked. */
interface Holdings {
  /** Everything that was fetched by its id, or was seen to be there. */
  ids: Set<string>;
  /** True once a server sent more than was asked for; then git has to be asked what is there. */
  isMore: boolean;
  /** What was not fetched for its size. */
  tooLarge: Set<BlobId>;
  folders: Map<CommitId, Folders>;
  /** Asked of git once for a commit. */
  listed: Map<CommitId, Promise<ListedFiles>>;
}

/** Objects by git's own protocol: two commits without their files, then the wanted files in one more fetch. */
export function createGitOrigin(from: GitOriginOptions): ObjectOrigin {
  const nothing: Holdings = {
    ids: new Set(),
    isMore: false,
    tooLarge: new Set(),
    folders: new Map(),
    listed: new Map(),
  };
  const options = { ...from, held: nothing };
  let last: Promise<unknown> = Promise.resolve();
  /** Fetches wait for each other: two at once would fight for the locks of the scratch repository. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work, work);
    last = turn.catch(() => {});
    return turn;
  }

  return {
    findsLocally: true,
    trees: (range) => inTurn(() => obtainWithMerge(options, range)).then(() => range),
    async merged(sides) {
      const isThere = await inTurn(() => obtainMerge(options, Object.values(sides)));
      return isThere ? await mergedEntries(options.objects, sides) : null;
    },
    blobs: (ids, most) => inTurn(() => obtainBlobs(options, ids, most)),
    async find(commit, paths) {
      await inTurn(() => obtainCommits(options, [commit]));
      const folders = options.held.folders.get(commit) ?? new Map();
      options.held.folders.set(commit, folders);
      return await findFiles(options.objects, commit, paths, folders);
    },
    history: (commits) => inTurn(() => obtainHistory(options, commits)),
    list: async (commit) => (await listedAt(commit)).files,
    links: async (commit) => (await listedAt(commit)).links,
  };

  async function listedAt(commit: CommitId): Promise<ListedFiles> {
    await inTurn(() => obtainCommits(options, [commit]));
    const listed = options.held.listed.get(commit) ?? listFiles(options.reader, commit);
    options.held.listed.set(commit, listed);
    return listed;
  }
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
  const answer = await fetch(options, ['--depth=1', options.url, ...missing]);
  if (answer.exitCode === 0) return keep(options, missing);
  if (!isRefused(answer.errorText) || options.fallbackRefs.length === 0) throw fetchFailure(answer.errorText);
  await obtainByRefs(options, missing, answer.errorText);
}

/** The merge comes along, since it will be asked for; it may have been made anew, and then the server may hand out the old one no more. */
async function obtainWithMerge(options: Origin, { base, source, merge }: CommitRange): Promise<void> {
  if (merge && (await obtainMerge(options, [base, source, merge.commit, merge.target]))) return;
  await obtainCommits(options, [base, source]);
}

/** False where the server does not hand them out by their ids. */
async function obtainMerge(options: Origin, commits: readonly CommitId[]): Promise<boolean> {
  const missing = await lacking(options, commits);
  if (missing.length === 0) return true;
  const answer = await fetch(options, ['--depth=1', options.url, ...missing]);
  if (answer.exitCode === 0) keep(options, missing);
  else if (!isRefused(answer.errorText)) throw fetchFailure(answer.errorText);
  return answer.exitCode === 0;
}

/** Commits without their folders: enough to see where two went apart. */
async function obtainHistory(options: Origin, commits: readonly CommitId[]): Promise<void> {
  options.held.isMore = true;
  const answer = await fetch(options, [WHOLE_HISTORY, options.url, ...commits], { left: 'tree:0' });
  if (answer.exitCode === 0) return;
  if (!isRefused(answer.errorText) || options.fallbackRefs.length === 0) throw fetchFailure(answer.errorText);
  await obtainByRefs(options, commits, answer.errorText);
}

/** The whole history, but without files: the base may lie any number of commits behind the refs. */
async function obtainByRefs(options: Origin, commits: readonly CommitId[], refusal: string): Promise<void> {
  options.log.info('The server hands out no commit by its id; fetching the refs of the pull request instead.');
  if (!(await fetchRefs(options, [], commits))) throw fetchFailure(refusal);
}

async function obtainBlobs(options: Origin, ids: readonly BlobId[], most?: ObjectLimits): Promise<ReadonlySet<BlobId>> {
  const { tooLarge } = options.held;
  const missing = await lacking(options, most === undefined ? ids : ids.filter((id) => !tooLarge.has(id)));
  if (missing.length > 0) await obtainMissing(options, missing, most);
  return new Set(most === undefined ? [] : ids.filter((id) => tooLarge.has(id)));
}

async function obtainMissing(options: Origin, missing: readonly BlobId[], most?: ObjectLimits): Promise<void> {
  const input = `${missing.join('\n')}\n`;
  let errorText = '';
  for (const heldBytes of most ? heldBytesFor(options.url) : [undefined]) {
    const answer = await fetch(options, ['--stdin', options.url], { input, heldBytes });
    if (answer.exitCode === 0) return keep(options, missing);
    errorText = answer.errorText;
    if (most === undefined || !isTooLarge(errorText)) break;
    if (await indexArrived(options.reader, options.packs, most)) return await keepArrived(options, missing);
  }
  const mayFetchMore = isRefused(errorText) && options.mayFetchEverything && options.fallbackRefs.length > 0;
  if (!mayFetchMore) throw filesFailure(errorText, options.url);
  options.log.warn('The server hands out no file by its id: the whole history is downloaded, excluded files too.');
  if (!(await fetchRefs(options, ['--no-filter'], missing))) throw fetchFailure(errorText);
}

/** The git that serves a folder on this machine would be held to the limits of ours. */
function heldBytesFor(url: string): readonly (string | undefined)[] {
  return url.startsWith('file:') ? [undefined] : HELD_BYTES;
}

/** Of what arrived, and was too large for git, the part that is not. */
async function keepArrived(options: Origin, wanted: readonly BlobId[]): Promise<void> {
  const missing = new Set(await missingObjects(options.reader, wanted));
  for (const id of missing) options.held.tooLarge.add(id);
  keep(
    options,
    wanted.filter((id) => !missing.has(id)),
  );
}

/** Fetches one ref after the other until the objects are there; refs that do not exist are passed over. */
async function fetchRefs(options: Origin, how: readonly string[], wanted: readonly string[]): Promise<boolean> {
  options.held.isMore = true;
  for (const ref of options.fallbackRefs) {
    const answer = await fetch(options, [...how, WHOLE_HISTORY, options.url, ref]);
    if (answer.exitCode !== 0 && !isRefused(answer.errorText)) throw fetchFailure(answer.errorText);
    if ((await missingObjects(options.reader, wanted)).length === 0) return true;
  }
  return false;
}

interface FetchHow {
  input?: string;
  /** What does not come along. */
  left?: string;
  /** It fails where git would hold more in one piece. */
  heldBytes?: string | undefined;
}

async function fetch(options: Origin, what: readonly string[], how: FetchHow = {}): Promise<GitAnswer> {
  const { input = '', left = 'blob:none', heldBytes } = how;
  const passing = heldBytes ? ['-c', `core.bigFileThreshold=${heldBytes}`] : [];
  for (let attempt = 1; ; attempt++) {
    const answer = await options.fetcher({
      arguments: [...passing, ...FETCH_ARGUMENTS, `--filter=${left}`, ...what],
      input,
      ...(heldBytes && { environment: { GIT_ALLOC_LIMIT: heldBytes }, processorSeconds: FETCH_WORK }),
      timeoutMilliseconds: FETCH_TIMEOUT,
    });
    if (answer.exitCode === 0 && /filtering not recognized/.test(answer.errorText)) {
      options.held.isMore = true;
      options.log.warn(
        'The server cannot leave files out of a fetch: excluded files were downloaded too, and not read.',
      );
    }
    const isOver = answer.exitCode === 0 || isTooLarge(answer.errorText) || !isPassing(answer.errorText);
    if (isOver || attempt === ATTEMPTS) return answer;
    options.log.info(`git could not fetch, attempt ${attempt} of ${ATTEMPTS}.`);
    await pause(attempt * 1000, undefined, { signal: options.signal }).catch(() => {});
  }
}
