import type { NumberedLine } from '../diff/added-lines';
import type { LineSpan } from '../diff/line-span';
import { disguisedIn } from './disguise';
import { isWord, type Token, tokensOf, WIDTH } from './gist-tokens';

/**
 * The words and operators of a finding's lines without white space, comments, quotes and brackets, each as three hexadecimal
 * digits: tells an edit from a new line, and tells nothing of the code to somebody who does not have it.
 */
export type Gist = string;

const MAX_TOKENS = 48;
/** Fewer are alike by chance. */
const MIN_TOKENS = { same: 2, edited: 3 };
/** Of the words of a line, so many may be others: renamed things and turned letters are no fix by themselves. */
const MAX_CHANGED_WORDS = 0.34;

/** Lines that took the place of others: `same` but for comments and white space, or `edited` in a few words or around them. */
export interface Edit {
  kind: 'same' | 'edited';
  startLine: number;
  endLine: number;
}

export function gistOf(text: string, path: string): Gist {
  const lines = text.split('\n').map((line, index) => ({ number: index + 1, text: line }));
  return joined(tokensOf(lines, path)).slice(0, MAX_TOKENS * WIDTH);
}

function joined(tokens: readonly Token[]): string {
  return tokens.map(({ hash }) => hash).join('');
}

/** Fewer words and signs stand in other code as well. */
const MIN_ELSEWHERE = 6;

/** True where the lines of one gist are those of the other, or hold them. */
export function holdsGist(one: Gist, gist: Gist): boolean {
  if (gist.length < MIN_ELSEWHERE * WIDTH) return gist !== '' && one === gist;
  return [...startsIn(one, gist)].length > 0;
}

/** Code of any length, read for any number of gists. */
export interface ReadCode {
  whole: string;
  lines: Uint32Array;
  begins: readonly Token['begins'][];
}

export function readCode(lines: readonly NumberedLine[], path: string): ReadCode {
  const tokens = tokensOf(lines, path);
  return {
    whole: joined(tokens),
    lines: Uint32Array.from(tokens, ({ number }) => number),
    begins: tokens.map(({ begins }) => begins),
  };
}

/** Where every word and sign of the gist follows the other, whatever stands before and behind them; few of them are looked for as whole statements. */
export function placeOfGist({ whole, lines, begins }: ReadCode, gist: Gist): LineSpan | undefined {
  const length = gist.length / WIDTH;
  for (const start of startsIn(whole, gist)) {
    if (length < MIN_ELSEWHERE && !isStatement(begins, start, length)) continue;
    return { startLine: lines[start] ?? 1, endLine: lines[start + length - 1] ?? 1 };
  }
  return undefined;
}

/** Of one word it must be a call: `else` and the names of a list stand anywhere. */
function isStatement(begins: readonly Token['begins'][], start: number, length: number): boolean {
  const isBegun = length === 1 ? begins[start] === 'call' : begins[start] !== 'nothing';
  return isBegun && begins[start + length] !== 'nothing';
}

function* startsIn(whole: string, gist: Gist): Generator<number> {
  if (gist === '') return;
  for (let at = whole.indexOf(gist); at >= 0; at = whole.indexOf(gist, at + 1)) if (at % WIDTH === 0) yield at / WIDTH;
}

/** The lines that come nearest to those of the gist; undefined when none does but for a few words. */
export function editIn(lines: readonly NumberedLine[], gist: Gist, path: string): Edit | undefined {
  return editAmong(tokensOf(lines, path), gist);
}

/** The same of lines that were read before. */
export function editAmong(tokens: readonly Token[], gist: Gist): Edit | undefined {
  const wanted = gist.match(new RegExp(`.{${WIDTH}}`, 'g')) ?? [];
  if (wanted.length < MIN_TOKENS.same) return callAmong(tokens, gist);
  const most = Math.max(1, Math.floor(wanted.filter(isWord).length * MAX_CHANGED_WORDS));
  let best = { changed: most + 1, at: 0 };
  for (let at = 0; at + wanted.length <= tokens.length && best.changed > 0; at += 1) {
    const changed = changedWords(wanted, tokens, at, best.changed);
    if (changed < best.changed) best = { changed, at };
  }
  if (best.changed > most || (best.changed > 0 && wanted.length < MIN_TOKENS.edited)) {
    const disguised = disguisedIn(tokens, wanted);
    return disguised && { kind: 'edited', ...linesOf(disguised) };
  }
  const window = tokens.slice(best.at, best.at + wanted.length);
  const { startLine, endLine } = linesOf(window);
  const isWhole = isAlone(tokens, { startLine, endLine }, wanted.length);
  const isSame = best.changed === 0 && isWhole && wanted.length < MAX_TOKENS;
  return { kind: isSame ? 'same' : 'edited', startLine, endLine };
}

/** The call of one word. */
function callAmong(tokens: readonly Token[], gist: Gist): Edit | undefined {
  const call = tokens.find(
    ({ hash, begins }, at) => hash === gist && begins === 'call' && tokens[at + 1]?.begins !== 'nothing',
  );
  if (call === undefined) return undefined;
  const lines = linesOf([call]);
  return { kind: isAlone(tokens, lines, 1) ? 'same' : 'edited', ...lines };
}

/** True where no more words and signs stand on the lines. */
function isAlone(tokens: readonly Token[], { startLine, endLine }: LineSpan, count: number): boolean {
  return tokens.filter(({ number }) => number >= startLine && number <= endLine).length === count;
}

function linesOf(window: readonly Token[]): LineSpan {
  return { startLine: window[0]?.number ?? 1, endLine: window.at(-1)?.number ?? 1 };
}

/** How many words are others in the window; all of them where an operator is, or where there are more than were allowed. */
function changedWords(wanted: readonly string[], tokens: readonly Token[], at: number, limit: number): number {
  let changed = 0;
  for (const [index, hash] of wanted.entries()) {
    const given = tokens[at + index]?.hash ?? '';
    if (given === hash) continue;
    changed += isWord(hash) && isWord(given) ? 1 : limit;
    if (changed >= limit) return limit;
  }
  return changed;
}
