import { createHash } from 'node:crypto';
import { madeOnceFor } from '../../made-once';
import type { PrintedLines } from './code-print';
import { type ReadLines, readLines } from './enclosing';
import { type PlainLine, plainLines } from './plain-lines';
import { kindOfText, surroundingsOf } from './surroundings';

/**
 * Some lines in their place, as `at:<number of lines>:<first line>:<all lines>:<place>:<how often>`, hashes of hexadecimal digits. What
 * was accepted is bound to it: the lines as they stand (see plain-lines.ts), their file, what surrounds them, and that there is no second copy of them there.
 */
export type PlacePrint = string;

export interface PrintedFile {
  /** All of it, the same array each time: it is read once. */
  lines: readonly string[];
  path: string;
  /** The name under which it is known: a file renamed within its folder is the same place. */
  place: string;
}

const KIND = 'at';

/** Where the same lines stand more often than this, the whole file is their place: looking at each would take too long. */
const MAX_PLACES = 20;

/** Lines to compare at most; where there are more, the lines stand nowhere, and what was accepted needs a new word. */
const MAX_COMPARED = 1_000_000;

/** The print of these lines, 1-based and inclusive; empty where nothing stands. */
export function placePrintOf(file: PrintedFile, range: PrintedLines): PlacePrint {
  const read = readFile(file);
  const within = read.plain.filter(({ number }) => number >= range.startLine && number <= range.endLine);
  const [first] = within;
  if (first === undefined || within.every(({ text }) => text.trim() === '')) return '';
  const code = [KIND, within.length, shortHash(first.text, 6), shortHash(joined(within), 16)].join(':');
  const windows = windowsWith(code, read);
  const placeOf = placeAmong(windows, read);
  const place = placeOf({ startLine: first.number, endLine: within.at(-1)?.number ?? first.number });
  return `${code}:${place}:${windows.filter((window) => placeOf(window) === place).length}`;
}

/** Where in the file the same lines stand in the same place; none where there is now another number of them. */
export function standsInPlace(print: PlacePrint, file: PrintedFile): PrintedLines[] {
  const [kind, count, first, all, place = '', often] = print.split(':');
  if (kind !== KIND) return [];
  const read = readFile(file);
  const windows = windowsWith([kind, count, first, all].join(':'), read);
  const placeOf = placeAmong(windows, read);
  const found = windows.filter((window) => placeOf(window) === place);
  return String(found.length) === often ? found : [];
}

interface Read {
  plain: readonly PlainLine[];
  texts: ReadonlyMap<number, string>;
  lines: ReadLines;
  /** Short hashes of the plain lines. */
  hashes: readonly string[];
}

interface ReadAs extends Read {
  place: string;
}

function readFile({ lines, path, place }: PrintedFile): ReadAs {
  return { ...readOf(lines, path), place };
}

const readOf = madeOnceFor((fileLines: readonly string[], path): Read => {
  const text = fileLines.join('\n');
  const plain = plainLines(text, path);
  return {
    plain,
    texts: new Map(plain.map((line) => [line.number, line.text.trim()])),
    lines: readLines(text, path),
    hashes: plain.map((line) => shortHash(line.text, 6)),
  };
});

function windowsWith(code: string, { plain, hashes }: ReadAs): PrintedLines[] {
  const [, count, first, all] = code.split(':');
  const starts = hashes.flatMap((hash, at) => (hash === first ? [at] : []));
  if (starts.length * Number(count) > MAX_COMPARED) return [];
  return starts.flatMap((at) => {
    const window = plain.slice(at, at + Number(count));
    if (window.length !== Number(count) || shortHash(joined(window), 16) !== all) return [];
    return [{ startLine: window[0]?.number ?? 1, endLine: window.at(-1)?.number ?? 1 }];
  });
}

function placeAmong(windows: readonly PrintedLines[], read: ReadAs): (window: PrintedLines) => string {
  if (windows.length <= MAX_PLACES) return ({ startLine, endLine }) => surroundedBy(read, startLine, endLine);
  const whole = shortHash([read.place, joined(read.plain)].join('\n'), 16);
  return () => whole;
}

/** The file's name, what kind of text the lines stand in, and each line that makes the place. */
function surroundedBy({ place, lines, texts }: ReadAs, startLine: number, endLine: number): string {
  const around = surroundingsOf(lines, startLine, endLine).map(([role, line]) => `${role} ${texts.get(line) ?? ''}`);
  return shortHash([place, kindOfText(lines, startLine), ...around].join('\n'), 16);
}

function joined(lines: readonly PlainLine[]): string {
  return lines.map(({ text }) => text).join('\n');
}

function shortHash(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}
