import type { BlobId, WantedChange } from '../../ports/repository';
import { sumOf } from '../../sum-of';
import { isAdded, isDeleted, type ObjectSizes } from './comparable';

/** So many files that went, times as many that came, are looked at for renames. */
export const MOST_FILES = 2000;

/** Steps of comparing, some ten seconds; each pair costs as many as its files have pieces. */
const MOST_STEPS = 2_000_000_000;

/** git compares by pieces: lines, or 64 bytes of longer ones, told apart by a number of no more values than these. */
const PIECE_BYTES = 64;
const MOST_PIECES = 107_927;

/**
 * How many files git may compare in search of renames, as its `-l`: fewer where they are so many and so large that it would take
 * minutes. Those of the same content, and those whose name is the same in another folder, it finds all the same.
 */
export function renameLimit(wanted: readonly WantedChange[], sizes: ObjectSizes, most = MOST_STEPS): number {
  const gone = wanted.filter(isDeleted).map(({ oldBlob }) => oldBlob);
  const come = wanted.filter(isAdded).map(({ newBlob }) => newBlob);
  const before = piecesOf(without(gone, come), sizes);
  const after = piecesOf(without(come, gone), sizes);
  const steps = before.length * sumOf(after, (pieces) => pieces) + after.length * sumOf(before, (pieces) => pieces);
  if (steps <= most) return MOST_FILES;
  const longest = (pieces: readonly number[]) => pieces.reduce((one, other) => Math.max(one, other), 0);
  return Math.max(1, Math.min(MOST_FILES, Math.floor(Math.sqrt(most / (longest(before) + longest(after))))));
}

function without(some: readonly BlobId[], others: readonly BlobId[]): BlobId[] {
  const same = new Set(others);
  return some.filter((blob) => !same.has(blob));
}

function piecesOf(blobs: readonly BlobId[], sizes: ObjectSizes): number[] {
  return blobs.map((blob) => {
    const { lines, bytes } = sizes.get(blob) ?? { lines: 0, bytes: 0 };
    return Math.min(MOST_PIECES, lines + bytes / PIECE_BYTES);
  });
}
