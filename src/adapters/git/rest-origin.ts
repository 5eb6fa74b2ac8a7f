import { SecondPassError } from '../../errors';
import type { BlobId, CommitId, CommitRange } from '../../ports/repository';
import { missingObjects } from './batch-objects';
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
  /** Six octal digits; REST knows links and submodules, but not whether a file is executable. */
  oldMode?: string;
  newMode?: string;
}

/** What is needed of the REST interface in place of a fetch. Failures are theirs to throw. */
export interface RestObjects {
  /** Every changed file between the two commits, all pages of it, no folders. */
  listChanges(range: CommitRange): Promise<readonly RestChange[]>;
  /** Content of a blob by its id. */
  readBlob(id: BlobId): Promise<Uint8Array>;
  /** Content of a file at a commit; null when there is no such file. */
  readItem(commit: CommitId, path: string): Promise<Uint8Array | null>;
}

/** Objects over REST: trees that hold the changed entries alone, and contents one by one, eight at a time. */
export function createRestOrigin(git: Git, rest: RestObjects): ObjectOrigin {
  const trees = new Map<string, Promise<CommitRange>>();
  const items = new Map<string, Promise<BlobId | null>>();

  async function buildTrees(range: CommitRange): Promise<CommitRange> {
    const sides = treeSides(await rest.listChanges(range));
    const [base, source] = await writeTrees(git, sides);
    return { base, source };
  }

  async function findItem(commit: CommitId, path: string): Promise<BlobId | null> {
    const content = await rest.readItem(commit, path);
    if (content === null) return null;
    await writeBlobs(git, [content]);
    return objectId('blob', content);
  }

  return {
    findsLocally: false,
    trees: (range) => remembered(trees, `${range.base}..${range.source}`, () => buildTrees(range)),
    async blobs(ids) {
      const contents: Uint8Array[] = [];
      await eachOf(await missingObjects(git, ids), async (id) => {
        const content = await rest.readBlob(id);
        if (objectId('blob', content) !== id) throw otherContent(id);
        contents.push(content);
      });
      await writeBlobs(git, contents);
    },
    async find(commit, paths) {
      const found = new Map<string, BlobId>();
      await eachOf(paths, async (path) => {
        const id = await remembered(items, `${commit}:${path}`, () => findItem(commit, path));
        if (id !== null) found.set(path, id);
      });
      return found;
    },
  };
}

function treeSides(changes: readonly RestChange[]): [TreeFile[], TreeFile[]] {
  const sides: [TreeFile[], TreeFile[]] = [[], []];
  for (const change of changes) {
    const oldPath = change.oldPath ?? change.path;
    // The service writes ids in upper case at times.
    const oldBlob = change.oldBlob?.toLowerCase();
    const newBlob = change.newBlob?.toLowerCase();
    // The list names a change whose content is the same: with modes unknown it can only be the executable bit.
    const isModeChange = oldPath === change.path && oldBlob === newBlob && change.oldMode === undefined;
    const oldMode = change.oldMode ?? regularFile;
    const newMode = change.newMode ?? (isModeChange ? executableFile : regularFile);
    if (oldBlob) sides[0].push({ path: bytesOf(oldPath), mode: oldMode, id: oldBlob });
    if (newBlob) sides[1].push({ path: bytesOf(change.path), mode: newMode, id: newBlob });
  }
  return sides;
}

async function writeBlobs(git: Git, contents: readonly Uint8Array[]): Promise<void> {
  if (contents.length === 0) return;
  const parts = contents.flatMap((content) => [Buffer.from(`blob\ndata ${content.length}\n`), content, lineFeed]);
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
  await Promise.all(Array.from({ length: atOnce }, worker));
}

function bytesOf(path: string): string {
  return Buffer.from(path, 'utf8').toString('latin1');
}

const lineFeed = Buffer.from('\n');
const atOnce = 8;
const regularFile = '100644';
const executableFile = '100755';
