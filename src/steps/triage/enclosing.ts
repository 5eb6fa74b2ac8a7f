import { extname } from 'node:path/posix';
import { codeLines } from '../diff/code-lines';

/** Line numbers in these are 1-based. */
export interface Enclosure {
  /** Of the lines that open it: `if (a) {`, `def run():`, `- name: x`. */
  header: readonly number[];
  startLine: number;
  endLine: number;
}

export interface ReadLines {
  /** As they stand in the file, without carriage returns. */
  raw: readonly string[];
  /** Without comments, strings emptied. */
  code: readonly string[];
  /** Without comments. */
  kept: readonly string[];
  path: string;
}

/** Where brackets alone make blocks; elsewhere indentation does as well. */
const BRACKETS_ALONE = new Set(
  '.js .mjs .cjs .ts .mts .cts .java .cs .c .h .cc .cpp .cxx .hpp .hh .go .kt .dart .json .jsonc .json5'.split(' '),
);

export function readLines(fileText: string, path: string): ReadLines {
  const text = fileText.replaceAll('\r\n', '\n');
  return { raw: text.split('\n'), code: codeLines(text, path, 'empty'), kept: codeLines(text, path), path };
}

/** What a line stands in, outermost first: brackets, branches of a preprocessor and, where it counts, indentation. */
export function enclosuresOf(lines: ReadLines, line: number): Enclosure[] {
  const brackets = bracketsAround(lines, line);
  if (bracketsAlone(lines.path)) return brackets;
  const all = [...brackets, ...indentsAround(lines.raw, line)];
  return all.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
}

export function bracketsAlone(path: string): boolean {
  return BRACKETS_ALONE.has(extname(path).toLowerCase());
}

interface Open {
  sign: string;
  header: number[];
  startLine: number;
}

/** Whatever is open when the line begins, with the line in which it closes again. */
function bracketsAround(lines: ReadLines, line: number): Enclosure[] {
  const stack: Open[] = [];
  for (let at = 1; at < line; at += 1) readLine(stack, lines, at);
  const around = [...stack];
  const ends = new Map<Open, number>();
  for (let at = line; at <= lines.raw.length && stack.some((one) => around.includes(one)); at += 1) {
    readLine(stack, lines, at);
    for (const one of around) if (!ends.has(one) && !stack.includes(one)) ends.set(one, at);
  }
  return around.map((one) => ({ ...one, endLine: ends.get(one) ?? lines.raw.length }));
}

/** A block that begins where a bracket closes has what stood in that for a header too: `if (` over lines, `} else {`. */
function readLine(stack: Open[], { code, raw }: ReadLines, at: number): void {
  const branch = /^\s*#\s*(if|elif|else|endif)/.exec(raw[at - 1] ?? '')?.[1];
  if (branch !== undefined) readBranch(stack, branch, at);
  else readBrackets(stack, code[at - 1] ?? '', at);
}

function readBrackets(stack: Open[], code: string, at: number): void {
  const closed: number[] = [];
  for (const sign of code.match(/[()[\]{}]/g) ?? []) {
    if ('([{'.includes(sign)) {
      stack.push({ sign, header: [...new Set([...closed, at])], startLine: Math.min(at, ...closed) });
    } else {
      const one = stack.at(-1)?.sign === '#if' ? undefined : stack.pop();
      if (one && one.startLine < at) closed.push(...(one.sign === '{' ? one.header : linesFrom(one.startLine, at)));
    }
  }
}

function readBranch(stack: Open[], branch: string, at: number): void {
  const index = stack.findLastIndex(({ sign }) => sign === '#if');
  const before = branch === 'if' || index < 0 ? undefined : stack[index];
  if (before) stack.splice(index);
  if (branch !== 'endif')
    stack.push({ sign: '#if', header: [...(before?.header ?? []), at], startLine: before?.startLine ?? at });
}

function linesFrom(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

/** Lines above that are indented less, and less again. */
function indentsAround(raw: readonly string[], line: number): Enclosure[] {
  const found: Enclosure[] = [];
  let limit = indentOf(raw[line - 1] ?? '');
  for (let at = line - 1; at >= 1 && limit > 0; at -= 1) {
    const text = raw[at - 1] ?? '';
    if (text.trim() === '' || /^[\s)\]};,]+$/.test(text) || indentOf(text) >= limit) continue;
    limit = indentOf(text);
    found.push({ header: [at], startLine: at, endLine: endOfIndent(raw, at, limit) });
  }
  return found.reverse();
}

function endOfIndent(raw: readonly string[], from: number, limit: number): number {
  const next = raw.findIndex((text, index) => index >= from && text.trim() !== '' && indentOf(text) <= limit);
  return next < 0 ? raw.length : next;
}

export function indentOf(text: string): number {
  const [space = ''] = /^[ \t]*/.exec(text) ?? [];
  return space.replaceAll('\t', '        ').length;
}
