import { countBelow } from '../../count-below';
import { madeOnceFor } from '../../made-once';
import { sha256 } from '../../sha256';
import { codeLines } from '../diff/code-lines';

/**
 * The code of some lines, as `<number of words and signs>:<the first>:<all of them>`, hashes of 16 hexadecimal digits. White space
 * and comments are no part of it; where the lines hold nothing else they are taken as they are. Unlike a gist it tells any other change.
 */
export type CodePrint = string;

export interface PrintedLines {
  startLine: number;
  endLine: number;
}

/** The print of these lines of a file, 1-based and inclusive; empty where nothing stands. */
export function printOf(fileLines: readonly string[], path: string, span: PrintedLines): CodePrint {
  const { coded, raw } = readsOf(fileLines, path);
  const words = wordsWithin(coded, span);
  return printed(words === '' ? wordsWithin(raw, span) : words);
}

function wordsWithin({ lines, numbers }: ReadLines, { startLine, endLine }: PrintedLines): string {
  return joined(lines.slice(countBelow(numbers, startLine), countBelow(numbers, endLine + 1)));
}

function joined(lines: readonly { words: string }[]): string {
  return lines.map(({ words }) => words).join('\n');
}

/** Where among the lines of a file the same code stands, whole lines of it, whatever the white space and comments between. */
export function placesAmong(print: CodePrint, lines: readonly string[], path: string): PrintedLines[] {
  const { coded, raw } = readsOf(lines, path);
  const places = placesIn(coded, print);
  return places.length > 0 ? places : placesIn(raw, print);
}

/** What stands among the lines, the length of this print and with its beginning; less of it where there is no room left. */
export function printsLike(print: CodePrint, lines: readonly string[], path: string, room: Room): Iterable<CodePrint> {
  const { coded, raw } = readsOf(lines, path);
  return [...likeIn(coded, print, room).keys(), ...likeIn(raw, print, room).keys()];
}

/** What prints of one length and beginning have in common. */
export function shapeOf(print: CodePrint): string {
  return print.split(':', 2).join(':');
}

/** What prints may begin with of which the code stands among the lines. */
export function printStarts(lines: readonly string[], path: string): Iterable<string> {
  const { coded, raw } = readsOf(lines, path);
  return new Set([...coded.begins.keys(), ...raw.begins.keys()]);
}

/** What the print begins with. */
export function startOfPrint(print: CodePrint): string {
  return print.split(':')[1] ?? '';
}

/** Lines with words, as they are read for any number of prints. */
interface ReadLines {
  lines: readonly { number: number; words: string }[];
  numbers: readonly number[];
  /** How many words stand before each line, and in all. */
  sums: readonly number[];
  /** Which of them begin with a word, by its hash. */
  begins: ReadonlyMap<string, readonly number[]>;
  /** What stands where, for the lengths and first words that were asked for. */
  asked: Map<string, ReadonlyMap<CodePrint, PrintedLines[]>>;
  room: Room;
}

/** Letters that may still be looked at: prints of thousands of lines are found nowhere beyond. */
export interface Room {
  left: number;
}

export function roomForPrints(): Room {
  return { left: 50_000_000 };
}

const readsOf = madeOnceFor((lines: readonly string[], path) => ({
  coded: readLines(codedLines(lines.join('\n'), path)),
  raw: readLines(lines),
}));

function readLines(texts: readonly string[]): ReadLines {
  const hashes = new Map<string, string>();
  const begins = new Map<string, number[]>();
  const lines: { number: number; words: string }[] = [];
  const sums = [0];
  for (const [at, text] of texts.entries()) {
    const words = rawWords(text);
    const [first] = words;
    if (first === undefined) continue;
    const hash = hashes.get(first) ?? shortHash(first);
    hashes.set(first, hash);
    const known = begins.get(hash);
    if (known === undefined) begins.set(hash, [lines.length]);
    else known.push(lines.length);
    lines.push({ number: at + 1, words: words.join('\n') });
    sums.push((sums.at(-1) ?? 0) + words.length);
  }
  const numbers = lines.map(({ number }) => number);
  return { lines, numbers, sums, begins, asked: new Map(), room: roomForPrints() };
}

function placesIn(read: ReadLines, print: CodePrint): PrintedLines[] {
  return likeIn(read, print, read.room).get(print) ?? [];
}

function likeIn(read: ReadLines, print: CodePrint, room: Room): ReadonlyMap<CodePrint, PrintedLines[]> {
  const shape = shapeOf(print);
  const starts = read.begins.get(startOfPrint(print)) ?? [];
  const places = read.asked.get(shape) ?? printsAt(read, starts, Number(shape.split(':')[0]), room);
  if (starts.length > 0 && (room.left >= 0 || room === read.room)) read.asked.set(shape, places);
  return places;
}

/** What whole lines of so many words print, by what they print. */
function printsAt(
  { lines, sums }: ReadLines,
  starts: readonly number[],
  length: number,
  room: Room,
): Map<CodePrint, PrintedLines[]> {
  const places = new Map<CodePrint, PrintedLines[]>();
  for (const start of starts) {
    room.left -= 1;
    if (room.left < 0) break;
    const wanted = (sums[start] ?? 0) + length;
    const end = countBelow(sums, wanted);
    if (sums[end] !== wanted) continue;
    const window = lines.slice(start, end);
    const words = joined(window);
    room.left -= words.length;
    const print = printed(words, length);
    const place = { startLine: window[0]?.number ?? 1, endLine: window.at(-1)?.number ?? 1 };
    const known = places.get(print);
    if (known === undefined) places.set(print, [place]);
    else known.push(place);
  }
  return places;
}

function printed(words: string, count = words.split('\n').length): CodePrint {
  const [first = ''] = words.split('\n', 1);
  return words === '' ? '' : `${count}:${shortHash(first)}:${shortHash(words)}`;
}

function codedLines(fileText: string, path: string): string[] {
  const code = codeLines(fileText, path);
  return fileText.split('\n').map((raw, index) => withoutWords(raw, code[index] ?? ''));
}

/** Without its comment, unless that holds what could be code: a sign of one language is not that of another. */
function withoutWords(raw: string, code: string): string {
  return raw === code || signsIn(raw) === signsIn(code) ? code : raw;
}

function signsIn(text: string): number {
  return text.match(/[(){}[\]=;$<>|&]/g)?.length ?? 0;
}

/** A space between two quotes is what stands in them. */
function rawWords(line: string): string[] {
  return line.replace(/(["'`])\s+(?=\1)/g, '$1\u2420').match(/[\p{L}\p{N}_$]+|\S/gu) ?? [];
}

function shortHash(text: string): string {
  return sha256(text, 16);
}
