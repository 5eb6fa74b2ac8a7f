import { isSecondPassError, SecondPassError } from '../../errors';
import type { BlobId, CommitId, CommitRange } from '../../ports/repository';
import { missingObjects } from './batch-objects';
import { mergedFiles } from './merged-entries';
import { type TreeFile, writeTrees } from './narrow-trees';
import { type ObjectOrigin, objectId } from './object-origin';
import { type Git, gitOutput } from './run-git';

/** One changed entry as the service lists it. Ids and modes are absent on a side that does not exist. */
export interface RestChange {
  /** Path at the source commit, at the base commit for a deletion; without leading slash. */
  path: string;
  /** Path at the base commit, where it differs. */
  oldPath?: string;
  oldBlob?: BlobId;
  newBlob?: BlobId;
  /** Six octal digits; absent where nobody could look. */
  oldMode?: string;
  newMode?: string;
}

/** What is needed of the REST interface in place of a fetch. Failures are theirs to throw. */
export interface RestObjects {
  /** Every changed file between the two commits, all pages of it, no folders. */
  listChanges(range: CommitRange): Promise<readonly RestChange[]>;
  /** What stands at those paths of a commit: null for nothing, absent what was not looked at. */
  entriesAt?(
    commit: CommitId,
    paths: readonly string[],
  ): Promise<ReadonlyMap<string, { blob: BlobId; mode: string } | null>>;
  /** Content of a blob by its id; null when there is no such blob. */
  readBlob(id: BlobId): Promise<Uint8Array | null>;
  /** Content of a file at a commit; null when there is no such file. */
  readItem(commit: CommitId, path: string): Promise<Uint8Array | null>;
  /** What was not looked at, in sentences for the record. */
  notes?(): readonly string[];
}

const LINE_FEED = Buffer.from('\n');

const MAX_PARALLEL_REQUESTS = 8;

const MAX_ITEMS = 100;

const REGULAR_FILE = '100644';

const EXECUTABLE_FILE = '100755';

/**
 * Objects over REST: trees that hold the changed entries alone, and contents one by one, eight at a time. A file whose id
 * no tree tells is asked for by its path, the outermost `mostItems` of them; `notes` says what is left out.
 */
export function createRestOrigin(git: Git, rest: RestObjects): ObjectOrigin {
  const trees = new Map<string, Promise<CommitRange>>();
  const items = new Map<string, Promise<BlobId | null>>();
  const notes = new Set<string>();
  const tooLarge = new Set<BlobId>();

  async function buildTrees(range: CommitRange): Promise<CommitRange> {
    const { sides, lost } = treeSides(await rest.listChanges(range));
    if (lost.size > 0) notes.add(toldApart(lost.size));
    const [base, source] = await writeTrees(git, sides);
    return { base, source };
  }

  async function findItem(commit: CommitId, path: string): Promise<BlobId | null> {
    const content = await withinLimits(rest.readItem(commit, path));
    if (content === TOO_LARGE) notes.add(`Read over REST, ${path} is too large to be read.`);
    if (content === null || content === TOO_LARGE) return null;
    await writeBlobs(git, [content]);
    return objectId('blob', content);
  }

  return {
    findsLocally: false,
    trees: (range) => remembered(trees, `${range.base}..${range.source}`, () => buildTrees(range)),
    async blobs(ids) {
      const store = createStore(git);
      const unknown = ids.filter((id) => !tooLarge.has(id));
      await eachOf(await missingObjects(git, unknown), async (id) => {
        const content = await withinLimits(rest.readBlob(id));
        if (content === TOO_LARGE) tooLarge.add(id);
        if (content === null || content === TOO_LARGE) return;
        if (objectId('blob', content) !== id) throw otherContent(id);
        await store.add(content);
      });
      await store.end();
      return new Set(ids.filter((id) => tooLarge.has(id)));
    },
    async find(commit, paths) {
      const entries = (await rest.entriesAt?.(commit, paths)) ?? new Map();
      const found = new Map<string, BlobId>();
      for (const [path, entry] of entries) if (entry && isFile(entry.mode)) found.set(path, entry.blob);
      const unseen = outermostFirst(paths.filter((path) => !entries.has(path)));
      if (unseen.length > MAX_ITEMS) notes.add(leftOut(unseen));
      await eachOf(unseen.slice(0, MAX_ITEMS), async (path) => {
        const id = await remembered(items, `${commit}:${path}`, () => findItem(commit, path));
        if (id !== null) found.set(path, id);
      });
      return found;
    },
    async merged(sides) {
      const range = { base: sides.base, source: sides.source };
      const paths = (await rest.listChanges(range)).flatMap(({ path, oldPath }) => [
        path,
        ...(oldPath ? [oldPath] : []),
      ]);
      const entries = await Promise.all(Object.values(sides).map((commit) => rest.entriesAt?.(commit, paths)));
      return mergedFiles(paths, entries);
    },
    notes: () => [...(rest.notes?.() ?? []), ...notes],
  };
}

function leftOut(unseen: readonly string[]): string {
  return (
    `Read over REST, ${unseen.length - MAX_ITEMS} files in deep folders were not looked for: ` +
    'what a .gitattributes among them may say is not followed.'
  );
}

function outermostFirst(paths: readonly string[]): string[] {
  const depth = (path: string) => path.split('/').length;
  return [...paths].sort((first, second) => depth(first) - depth(second) || (first < second ? -1 : 1));
}

/** Names that are not UTF-8 lose their bytes on the way, so two of them can become one. */
function toldApart(count: number): string {
  const names = count === 1 ? '1 name stands' : `${count} names stand`;
  return `Read over REST, ${names} for more than one changed file, of which only one was looked at.`;
}

/** Both sides, and the paths under which the service listed different files. */
function treeSides(changes: readonly RestChange[]): { sides: [TreeFile[], TreeFile[]]; lost: ReadonlySet<string> } {
  const sides = [new Map<string, TreeFile>(), new Map<string, TreeFile>()] as const;
  const lost = new Set<string>();
  const add = (side: Map<string, TreeFile>, path: string, mode: string, id: string | undefined) => {
    if (id === undefined) return;
    // The old place of a renamed file may be listed once more, as a deletion.
    if (side.has(path) && side.get(path)?.id !== id) lost.add(path);
    side.set(path, { path: bytesOf(path), mode, id });
  };
  for (const change of changes) {
    const oldPath = change.oldPath ?? change.path;
    // The service writes ids in upper case at times.
    const oldBlob = change.oldBlob?.toLowerCase();
    const newBlob = change.newBlob?.toLowerCase();
    const { oldMode, newMode } = modesOf(change, oldPath === change.path && oldBlob === newBlob);
    add(sides[0], oldPath, oldMode, oldBlob);
    add(sides[1], change.path, newMode, newBlob);
  }
  return { sides: [[...sides[0].values()], [...sides[1].values()]], lost };
}

/** An unknown mode is that of the other side, if that is a file's. */
function modesOf({ oldMode, newMode }: RestChange, isSameContent: boolean): { oldMode: string; newMode: string } {
  const guess = [newMode, oldMode].find((mode) => mode !== undefined && isFile(mode)) ?? REGULAR_FILE;
  // The list names a change whose content is the same: with modes unknown it can only be the executable bit.
  const isModeChange = isSameContent && oldMode === undefined && newMode === undefined;
  return { oldMode: oldMode ?? guess, newMode: newMode ?? (isModeChange ? EXECUTABLE_FILE : guess) };
}

function isFile(mode: string): boolean {
  return mode.startsWith('100');
}

const TOO_LARGE = 'too large';

/** A file that is larger than any answer may be is one that nobody looks into, and ends no run. */
async function withinLimits<Content>(answer: Promise<Content>): Promise<Content | typeof TOO_LARGE> {
  try {
    return await answer;
  } catch (error) {
    if (isSecondPassError(error) && error.code === 'answer-too-large') return TOO_LARGE;
    throw error;
  }
}

/** So many bytes wait to be written together. */
const MOST_WAITING = 33_554_432;

/** Writes contents as they come, so that only a few of them are in memory. */
function createStore(git: Git) {
  let [waiting, size]: [Uint8Array[], number] = [[], 0];
  let last: Promise<void> = Promise.resolve();
  const write = () => {
    const contents = waiting;
    [waiting, size] = [[], 0];
    last = last.then(() => writeBlobs(git, contents));
    // Heard of at the end, by whoever comes that far.
    last.catch(() => {});
    return last;
  };
  return {
    async add(content: Uint8Array): Promise<void> {
      waiting.push(content);
      size += content.length;
      if (size >= MOST_WAITING) await write();
    },
    end: write,
  };
}

async function writeBlobs(git: Git, contents: readonly Uint8Array[]): Promise<void> {
  if (contents.length === 0) return;
  const parts = contents.flatMap((content) => [Buffer.from(`blob\ndata ${content.length}\n`), content, LINE_FEED]);
  await gitOutput(git, { arguments: ['fast-import', '--quiet'], input: Buffer.concat(parts) });
}

/** An answer that was cut off or changed on its way must not be taken for the file. */
function otherContent(id: BlobId): SecondPassError {
  return new SecondPassError({
    kind: 'platform',
    code: 'rest-content-differs',
    message: `The service answered with other content than that of ${id}.`,
    advice: 'Run the review again.',
  });
}

function remembered<T>(known: Map<string, Promise<T>>, key: string, find: () => Promise<T>): Promise<T> {
  const answer = known.get(key) ?? find();
  known.set(key, answer);
  return answer;
}

async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: MAX_PARALLEL_REQUESTS }, worker));
}

function bytesOf(path: string): string {
  return Buffer.from(path, 'utf8').toString('latin1');
}
