import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobId } from '../../ports/repository';
import { readBlobs } from './batch-objects';
import { MOST_LOOKED_AT } from './object-heads';
import type { MergedEntry, MergedFile, ObjectOrigin } from './object-origin';
import type { ReadObjects } from './object-reader';
import { type Git, gitEnded } from './run-git';

/** Files that are merged to compare; whatever is more counts as merged otherwise. */
const MOST_MERGED = 200;
/** In all that is asked of a repository, and for one file: milliseconds. */
const MOST_TIME = 60_000;
const TIME_OF_ONE = 20_000;

/** What is left for merging, however many common commits are asked about, and however often. */
export interface MergeRoom {
  milliseconds: number;
}

export function mergeRoom(): MergeRoom {
  return { milliseconds: MOST_TIME };
}

/** Of more than these nobody looks which were renamed. */
const MOST_RENAMED = 400;

/** Three versions of a file. */
type Versions = Pick<MergedEntry, 'base' | 'source' | 'target'>;

/** Those entries of a merge that are not what git makes of both sides by itself, renamed files included. */
export async function mergedOtherwise(
  { folder, reader, objects, origin }: { folder: string; reader: Git; objects: ReadObjects; origin: ObjectOrigin },
  entries: readonly MergedEntry[],
  room: MergeRoom,
): Promise<MergedEntry[]> {
  const ids = mergedBlobs(entries);
  await origin.blobs(ids, MOST_LOOKED_AT);
  const contents = await readBlobs(objects, ids);
  const merger = createMerger(reader, folder, contents, room);
  const left = new Set<MergedEntry>();
  for (const entry of entries) if (!(await merger.makes(entry, entry.merge))) left.add(entry);
  for (const [gone, come, versions] of renamed([...left])) {
    if (!left.has(gone) || !left.has(come) || !(await merger.makes(versions, come.merge))) continue;
    left.delete(gone);
    left.delete(come);
  }
  return [...left];
}

/** What is needed to merge them. */
export function mergedBlobs(entries: readonly MergedEntry[]): BlobId[] {
  const files = entries.flatMap(({ base, source, target, merge }) => [base, source, target, merge]);
  return [...new Set(files.flatMap((file) => (file && isRegular(file) ? file.id : [])))];
}

/** A file that one side renamed and the other changed: gone from its old place, and at its new one with what both did. */
function* renamed(left: readonly MergedEntry[]): Generator<[MergedEntry, MergedEntry, Versions]> {
  const isGone = ({ base, source, target, merge }: MergedEntry) => base && !merge && !source !== !target;
  const isNew = ({ base, source, target, merge }: MergedEntry) => !base && merge && !source !== !target;
  if (left.length > MOST_RENAMED) return;
  const gone = left.filter(isGone);
  for (const come of left.filter(isNew)) {
    const byName = (one: MergedEntry) => (nameOf(one) === nameOf(come) ? 0 : 1);
    for (const from of gone.toSorted((one, other) => byName(one) - byName(other))) {
      if (!come.source === !from.source) continue;
      const moved = come.source
        ? { source: come.source, target: from.target }
        : { source: from.source, target: come.target };
      yield [from, come, { base: from.base, ...moved }];
    }
  }
}

function nameOf({ path }: MergedEntry): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function createMerger(git: Git, folder: string, contents: ReadonlyMap<string, Uint8Array>, room: MergeRoom) {
  let count = 0;
  async function mergedContent({
    base,
    source,
    target,
  }: Record<keyof Versions, MergedFile>): Promise<Uint8Array | null> {
    const known = [target, base, source].map(({ id }) => contents.get(id));
    count += 1;
    if (known.includes(undefined) || count > MOST_MERGED || room.milliseconds <= 0) return null;
    const begun = Date.now();
    try {
      return await mergeFile(git, folder, known as [Uint8Array, Uint8Array, Uint8Array]);
    } finally {
      room.milliseconds -= Date.now() - begun;
    }
  }
  return {
    /** Whether git makes this of the three by itself. */
    async makes({ base, source, target }: Versions, merge: MergedFile | undefined): Promise<boolean> {
      if (!base || !source || !target || !merge) return false;
      if (![base, source, target, merge].every(isRegular)) return false;
      if (merge.mode !== taken(base.mode, source.mode, target.mode)) return false;
      const id = taken(base.id, source.id, target.id);
      if (id !== undefined) return id === merge.id;
      const content = await mergedContent({ base, source, target });
      const now = contents.get(merge.id);
      return content !== null && now !== undefined && Buffer.compare(content, now) === 0;
    },
  };
}

/** What both have, or the one that changed it; undefined where both did. */
function taken(base: string, source: string, target: string): string | undefined {
  if (source === base || source === target) return target;
  return target === base ? source : undefined;
}

function isRegular({ mode }: MergedFile): boolean {
  return mode.startsWith('100');
}

const NO_MERGE = 128;

/** Null where it does not come about by itself. */
async function mergeFile(
  git: Git,
  folder: string,
  versions: readonly [target: Uint8Array, base: Uint8Array, source: Uint8Array],
): Promise<Uint8Array | null> {
  const own = await mkdtemp(join(folder, 'merge-'));
  const paths = ['target', 'base', 'source'].map((side) => join(own, side));
  try {
    for (const [at, path] of paths.entries()) await writeFile(path, versions[at] ?? '');
    const run = { arguments: ['merge-file', '--stdout', '--quiet', ...paths], timeoutMilliseconds: TIME_OF_ONE };
    const answer = await git(run);
    // As many as conflicts; 255 of files that are no text.
    if (answer.exitCode === NO_MERGE || answer.exitCode < 0) throw gitEnded(run, answer);
    return answer.exitCode === 0 ? answer.output : null;
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}
