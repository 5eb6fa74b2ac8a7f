import { createHash } from 'node:crypto';
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

interface Word {
  text: string;
  line: number;
}

/** The print of these lines, 1-based and inclusive, as they stand in their file; empty where nothing stands. */
export function printOf(fileText: string, path: string, { startLine, endLine }: PrintedLines): CodePrint {
  const isWithin = ({ line }: Word) => line >= startLine && line <= endLine;
  const words = wordsOf(fileText, path).filter(isWithin);
  return words.length > 0 ? printed(words) : printed(rawWords(fileText.split('\n')).filter(isWithin));
}

/** Where in a file the same code stands, whole lines of it, whatever the white space and comments between. */
export function placesOf(print: CodePrint, fileText: string, path: string): PrintedLines[] {
  const coded = placesIn(wordsOf(fileText, path), print);
  return coded.length > 0 ? coded : placesIn(rawWords(fileText.split('\n')), print);
}

function placesIn(words: readonly Word[], print: CodePrint): PrintedLines[] {
  const [count, first] = print.split(':');
  const length = Number(count);
  const hashes = new Map<string, string>();
  return words.flatMap(({ text, line }, at) => {
    if (words[at - 1]?.line === line) return [];
    const hash = hashes.get(text) ?? shortHash(text);
    hashes.set(text, hash);
    const window = hash === first ? words.slice(at, at + length) : [];
    const endLine = window.at(-1)?.line ?? 0;
    const isWhole = window.length > 0 && words[at + length]?.line !== endLine;
    return isWhole && printed(window) === print ? [{ startLine: line, endLine }] : [];
  });
}

function printed(words: readonly Word[]): CodePrint {
  const [first] = words;
  if (first === undefined) return '';
  return `${words.length}:${shortHash(first.text)}:${shortHash(words.map(({ text }) => text).join('\n'))}`;
}

function wordsOf(fileText: string, path: string): Word[] {
  const code = codeLines(fileText, path);
  return rawWords(fileText.split('\n').map((raw, index) => withoutWords(raw, code[index] ?? '')));
}

/** Without its comment, unless that holds what could be code: a sign of one language is not that of another. */
function withoutWords(raw: string, code: string): string {
  return raw === code || signsIn(raw) === signsIn(code) ? code : raw;
}

function signsIn(text: string): number {
  return text.match(/[(){}[\]=;$<>|&]/g)?.length ?? 0;
}

/** A space between two quotes is what stands in them. */
function rawWords(lines: readonly string[]): Word[] {
  return lines.flatMap((text, index) => {
    const words = text.replace(/(["'`])\s+(?=\1)/g, '$1\u2420').match(/[\p{L}\p{N}_$]+|\S/gu) ?? [];
    return words.map((word) => ({ text: word, line: index + 1 }));
  });
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
