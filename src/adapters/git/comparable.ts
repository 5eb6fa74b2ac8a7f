import type { BlobId, WantedChange } from '../../ports/repository';
import { NO_OBJECT } from './object-origin';
import type { ObjectSize } from './object-size';

/** What git's comparison takes of memory for a text: its bytes, and so many more for each line. */
const BYTES_OF_A_LINE = 40;

/** In such bytes: of one file, and of all that are compared in one run of git. */
const MOST = { file: 33_554_432, total: 536_870_912 };

/**
 * Steps of comparing two texts without a line in common, in all: some 25 seconds at worst, and git compares twice. It gives up to look for the
 * shortest way behind so many edits for each line.
 */
const MOST_STEPS = 2_500_000_000;
const STEPS_OF_A_LINE = 1_300;

/** Folders above files, each counted for each of its files: all of them are written as trees to be compared. */
const MOST_FOLDERS = 200_000;

const SLASH = 0x2f;

export type ObjectSizes = ReadonlyMap<BlobId, ObjectSize>;

/**
 * The changes that git may compare line by line. A larger text is left out before git sees it: no review reads what would come
 * of it, and a file of nothing but line ends takes forty times its size; so are files beyond a number of folders.
 */
export function comparable<Change extends WantedChange>(wanted: readonly Change[], sizes: ObjectSizes): Change[] {
  const isMoved = movedWhole(wanted);
  const weighed = wanted
    .filter((change) => !isMoved(change))
    .map((change) => ({ change, weight: weightOf(change, sizes), steps: stepsOf(change, sizes) }))
    .sort((one, other) => one.weight - other.weight);
  const total = { weight: 0, steps: 0 };
  const left = tooDeep(wanted);
  for (const { change, weight, steps } of weighed) {
    total.weight += weight;
    total.steps += steps;
    if (weight > MOST.file || total.weight > MOST.total || total.steps > MOST_STEPS) left.add(change);
  }
  return wanted.filter((change) => !left.has(change));
}

function tooDeep(wanted: readonly WantedChange[]): Set<WantedChange> {
  let folders = 0;
  return new Set(
    wanted.filter(({ pathBytes }) => {
      folders += pathBytes.filter((byte) => byte === SLASH).length;
      return folders > MOST_FOLDERS;
    }),
  );
}

function weightOf({ oldBlob, newBlob }: WantedChange, sizes: ObjectSizes): number {
  return Math.max(...[oldBlob, newBlob].map((blob) => textWeight(sizes.get(blob))));
}

function textWeight(size: ObjectSize | undefined): number {
  return size === undefined || size.isBinary ? 0 : size.bytes + BYTES_OF_A_LINE * size.lines;
}

/** At most: texts that have lines in common take fewer, and each of a short one is compared with each of the other at worst. */
function stepsOf({ oldBlob, newBlob }: WantedChange, sizes: ObjectSizes): number {
  const [before = 0, after = 0] = [oldBlob, newBlob].map((blob) => linesIn(sizes.get(blob)));
  const shorter = Math.min(before, after);
  return ((before + after) / 2) * Math.min(shorter, STEPS_OF_A_LINE);
}

function linesIn(size: ObjectSize | undefined): number {
  return size === undefined || size.isBinary ? 0 : size.lines;
}

/** Of what keeps its content no line is compared: it got other rights, or another name that git cannot mistake. */
function movedWhole(wanted: readonly WantedChange[]): (change: WantedChange) => boolean {
  const gone = counted(wanted.filter(isDeleted).map((change) => contentOf(change.oldMode, change.oldBlob)));
  const come = counted(wanted.filter(isAdded).map((change) => contentOf(change.newMode, change.newBlob)));
  return (change) => {
    const [before, after] = [contentOf(change.oldMode, change.oldBlob), contentOf(change.newMode, change.newBlob)];
    if (!isDeleted(change) && !isAdded(change)) return before === after;
    const content = isDeleted(change) ? before : after;
    return gone.get(content) === 1 && come.get(content) === 1;
  };
}

/** A file and a link of one content are not the same. */
function contentOf(mode = '100644', blob: BlobId): string {
  return `${mode.slice(0, 3)} ${blob}`;
}

function counted(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

export function isDeleted({ newBlob }: WantedChange): boolean {
  return newBlob === NO_OBJECT;
}

export function isAdded({ oldBlob }: WantedChange): boolean {
  return oldBlob === NO_OBJECT;
}
