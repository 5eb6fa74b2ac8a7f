import type { ChangedFile, DiffLine } from '../diff/changed-file';
import { squeeze } from './fold';

/** Every file of the diff, ready to be searched; a side is read only when it is first asked for. */
export interface DiffIndex {
  files: readonly IndexedFile[];
  /** The same files as they came. */
  changed: readonly ChangedFile[];
  byPath: ReadonlyMap<string, IndexedFile>;
  room: Room;
}

interface Room {
  /** How many files may still be searched for quotes of which nobody said where they stand. */
  searches: number;
  /** How many lines may still be compared with quotes. */
  looks: number;
}

/** Hundreds of such quotes in a change of thousands of files would take longer than all else, and so would quotes of what stands everywhere. */
const MOST_SEARCHES = 200_000;
const MOST_LOOKS = 5_000_000;

export type Side = 'new' | 'old';

export interface IndexedFile {
  file: ChangedFile;
  room: Room;
  side(side: Side): IndexedSide;
}

export interface IndexedSide {
  /** Lines that hold more than white space, in order. */
  lines: readonly IndexedLine[];
  /** Indexes into `lines` by squeezed text. */
  bySqueezed: ReadonlyMap<string, readonly number[]>;
  /** All of it squeezed: what does not stand here stands in no line. */
  squeezed: string;
  room: Room;
}

export interface IndexedLine {
  /** 1-based line number on this side. */
  line: number;
  /** Line number on the new side; null for removed lines. */
  newLine: number | null;
  /** Without its carriage return. */
  text: string;
  squeezed: string;
  /** Which hunk of the file it stands in. */
  hunk: number;
}

export function indexDiff(files: readonly ChangedFile[]): DiffIndex {
  const room = { searches: MOST_SEARCHES, looks: MOST_LOOKS };
  const indexed = files.map((file) => indexFile(file, room));
  const byPath = new Map(indexed.map((entry) => [entry.file.path, entry]));
  return { files: indexed, changed: files, byPath, room };
}

function indexFile(file: ChangedFile, room: Room): IndexedFile {
  const sides: { [name in Side]?: IndexedSide } = {};
  return {
    file,
    room,
    side(side) {
      sides[side] ??= indexSide(file, side, room);
      return sides[side];
    },
  };
}

function indexSide(file: ChangedFile, side: Side, room: Room): IndexedSide {
  const lines = file.hunks.flatMap((hunk, index) =>
    hunk.lines.flatMap((line) => indexLine(line, side === 'new' ? line.newLine : line.oldLine, index)),
  );
  const bySqueezed = new Map<string, number[]>();
  for (const [index, { squeezed }] of lines.entries()) {
    const same = bySqueezed.get(squeezed);
    if (same) same.push(index);
    else bySqueezed.set(squeezed, [index]);
  }
  return { lines, bySqueezed, squeezed: lines.map(({ squeezed }) => squeezed).join('\n'), room };
}

function indexLine(line: DiffLine, number: number | null, hunk: number): IndexedLine[] {
  const squeezed = number === null ? '' : squeeze(line.text);
  if (number === null || squeezed === '') return [];
  const text = withoutReturn(line.text);
  return [{ line: number, newLine: line.newLine, text, squeezed, hunk }];
}

export function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
