import type { BlobId } from '../../ports/repository';
import { sumOf } from '../../sum-of';
import { showsNothing } from '../diff/added-whole';
import type { ChangedFile } from '../diff/changed-file';

/** Characters on added lines: beyond, a file nobody reviews is data, and looking through it costs seconds. */
const MAX_FILE = 1_000_000;
export const MAX_ALL = 16_000_000;
/** Bytes of contents that show no lines, under every name that they have. */
const MAX_BYTES = 67_108_864;
/** Files that no review needs are fetched for this alone. */
const MAX_FILES = 1_000;
/** Files into which what has blocked may have moved. */
export const MOST_MOVED = 5_000;

export interface Scannable<Item> {
  within: readonly Item[];
  beyond: readonly Item[];
}

/** The first of them, by number: each has to be fetched. */
export function fetchable<Item>(files: readonly Item[], most: number = MAX_FILES): Scannable<Item> {
  return { within: files.filter((_, at) => at < most), beyond: files.filter((_, at) => at >= most) };
}

/** The smallest first, as far as the limits go; a file whose lines could not be read is beyond them. */
export function scannable(
  files: readonly ChangedFile[],
  most: number = MAX_FILE,
  contents: ReadonlyMap<BlobId, Uint8Array> = new Map(),
): Scannable<ChangedFile> {
  const sized = files.map((file) => ({ file, size: addedCharacters(file) })).sort((a, b) => a.size - b.size);
  let [left, bytesLeft] = [MAX_ALL, MAX_BYTES];
  const isWithin = sized.map(({ file, size }) => {
    const bytes = showsNothing(file) ? bytesOf(file, contents) : 0;
    left -= size;
    bytesLeft -= bytes;
    return size <= most && left >= 0 && (bytes === 0 || bytesLeft >= 0);
  });
  const pick = (wanted: boolean) => sized.filter((_, at) => isWithin[at] === wanted).map(({ file }) => file);
  return { within: pick(true), beyond: pick(false) };
}

function bytesOf({ oldBlob, newBlob }: ChangedFile, contents: ReadonlyMap<BlobId, Uint8Array>): number {
  return sumOf([oldBlob, newBlob], (blob) => contents.get(blob)?.length ?? 0);
}

function addedCharacters({ hunks, unreadable }: ChangedFile): number {
  if (unreadable !== undefined) return Infinity;
  const lines = hunks.flatMap((hunk) => hunk.lines);
  return sumOf(lines, ({ kind, text }) => (kind === 'added' ? text.length : 0));
}
