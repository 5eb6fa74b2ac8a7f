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
  /** How many brackets are open where each line begins; where indentation counts, an indented line is never at the top. */
  depths: readonly number[];
}

/** Where brackets alone make blocks; elsewhere indentation does as well. */
const BRACKETS_ALONE = new Set(
  '.js .mjs .cjs .ts .mts .cts .java .cs .c .h .cc .cpp .cxx .hpp .hh .go .kt .dart .json .jsonc .json5'.split(' '),
);

export function readLines(fileText: string, path: string): ReadLines {
  const text = fileText.replaceAll('\r\n', '\n');
  const raw = text.split('\n');
  const code = codeLines(text, path, 'empty');
  return { raw, code, kept: codeLines(text, path), path, depths: depthsOf(code, raw, path) };
}

function depthsOf(code: readonly string[], raw: readonly string[], path: string): number[] {
  let depth = 0;
  return code.map((text, index) => {
    const before = depth;
    for (const sign of text.match(/[()[\]{}]/g) ?? []) depth = Math.max(0, depth + ('([{'.includes(sign) ? 1 : -1));
    return before + (bracketsAlone(path) ? 0 : indentOf(raw[index] ?? ''));
  });
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

/** Lines of one header that are looked at. */
const MAX_HEADER = 40;

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
  const ends: number[] = [];
  let left = around.length;
  for (let at = line; at <= lines.raw.length && left > 0; at += 1) {
    readLine(stack, lines, at);
    for (; left > 0 && stack[left - 1] !== around[left - 1]; left -= 1) ends[left - 1] = at;
  }
  return around.map((one, index) => ({ ...one, endLine: ends[index] ?? lines.raw.length }));
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
      stack.push({ sign, header: [...new Set([...closed, at])], startLine: closed[0] ?? at });
    } else {
      const one = stack.at(-1)?.sign === '#if' ? undefined : stack.pop();
      if (one && one.startLine < at && closed.length < MAX_HEADER)
        closed.unshift(...(one.sign === '{' ? one.header : linesFrom(one.startLine, at)).slice(-MAX_HEADER));
    }
  }
}

function readBranch(stack: Open[], branch: string, at: number): void {
  const index = stack.findLastIndex(({ sign }) => sign === '#if');
  const before = branch === 'if' || index < 0 ? undefined : stack[index];
  if (before) stack.splice(index);
  if (branch !== 'endif')
    stack.push({
      sign: '#if',
      header: [...(before?.header.slice(-MAX_HEADER) ?? []), at],
      startLine: before?.startLine ?? at,
    });
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
