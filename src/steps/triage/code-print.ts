import { createHash } from 'node:crypto';
import { countBelow } from '../../count-below';
import { madeOnceFor } from '../../made-once';
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
  return printed(words.length > 0 ? words : wordsWithin(raw, span));
}

function wordsWithin({ lines, numbers }: ReadLines, { startLine, endLine }: PrintedLines): string[] {
  return lines
    .slice(countBelow(numbers, startLine), countBelow(numbers, endLine + 1))
    .flatMap(({ text }) => rawWords(text));
}

/** Where among the lines of a file the same code stands, whole lines of it, whatever the white space and comments between. */
export function placesAmong(print: CodePrint, lines: readonly string[], path: string): PrintedLines[] {
  const { coded, raw } = readsOf(lines, path);
  const places = placesIn(coded, print);
  return places.length > 0 ? places : placesIn(raw, print);
}

/** Lines with words, as they are read for any number of prints. */
interface ReadLines {
  lines: readonly { number: number; text: string; count: number }[];
  numbers: readonly number[];
  /** Which of them begin with a word, by its hash. */
  begins: ReadonlyMap<string, readonly number[]>;
  /** What stands where, for the lengths and first words that were asked for. */
  asked: Map<string, ReadonlyMap<CodePrint, PrintedLines[]>>;
}

const readsOf = madeOnceFor((lines: readonly string[], path) => ({
  coded: readLines(codedLines(lines.join('\n'), path)),
  raw: readLines(lines),
}));

function readLines(texts: readonly string[]): ReadLines {
  const hashes = new Map<string, string>();
  const begins = new Map<string, number[]>();
  const lines: { number: number; text: string; count: number }[] = [];
  for (const [at, text] of texts.entries()) {
    const [first, ...more] = rawWords(text);
    if (first === undefined) continue;
    const hash = hashes.get(first) ?? shortHash(first);
    hashes.set(first, hash);
    const known = begins.get(hash);
    if (known === undefined) begins.set(hash, [lines.length]);
    else known.push(lines.length);
    lines.push({ number: at + 1, text, count: more.length + 1 });
  }
  return { lines, numbers: lines.map(({ number }) => number), begins, asked: new Map() };
}

function placesIn(read: ReadLines, print: CodePrint): PrintedLines[] {
  const [count, first = ''] = print.split(':');
  const starts = read.begins.get(first);
  if (starts === undefined) return [];
  const places = read.asked.get(`${count}:${first}`) ?? printsAt(read, starts, Number(count));
  read.asked.set(`${count}:${first}`, places);
  return places.get(print) ?? [];
}

/** What whole lines of so many words print, by what they print. */
function printsAt({ lines }: ReadLines, starts: readonly number[], length: number): Map<CodePrint, PrintedLines[]> {
  const places = new Map<CodePrint, PrintedLines[]>();
  for (const start of starts) {
    let [end, count] = [start, 0];
    for (; count < length && end < lines.length; end += 1) count += lines[end]?.count ?? 0;
    if (count !== length) continue;
    const window = lines.slice(start, end);
    const print = printed(window.flatMap(({ text }) => rawWords(text)));
    const place = { startLine: window[0]?.number ?? 1, endLine: window.at(-1)?.number ?? 1 };
    const known = places.get(print);
    if (known === undefined) places.set(print, [place]);
    else known.push(place);
  }
  return places;
}

function printed(words: readonly string[]): CodePrint {
  const [first] = words;
  return first === undefined ? '' : `${words.length}:${shortHash(first)}:${shortHash(words.join('\n'))}`;
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
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
