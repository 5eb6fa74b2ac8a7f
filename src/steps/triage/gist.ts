import { cutText } from '../../cut-text';
import { madeOnce, madeOnceFor } from '../../made-once';
import type { NumberedLine } from '../diff/added-lines';
import type { LineSpan } from '../diff/line-span';
import { type Alike, alikeIn, isOfLanguage, type Look, lookOf, tellingWords } from './alike';
import { disguisedIn } from './disguise';
import { isWord, type Token, tokensOf, WIDTH } from './gist-tokens';

/**
 * The words and operators of a finding's lines without white space, comments, quotes and brackets, each as three hexadecimal
 * digits, and behind `~` what they look like (see alike.ts): tells an edit from a new line, and tells nothing of the code to somebody who does
 * not have it. Older ones say nothing of their look.
 */
export type Gist = string;

const MAX_TOKENS = 48;
/** So many words and signs stand in fewer letters, and a line may have a million. */
const MAX_LENGTH = 8_000;
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
  const head = cutText(text, MAX_LENGTH);
  const lines = head.split('\n').map((line, index) => ({ number: index + 1, text: line }));
  // The last word of what was cut may be half of one.
  const tokens = tokensOf(lines, path)
    .slice(0, head.length < text.length ? -1 : undefined)
    .slice(0, MAX_TOKENS);
  if (tokens.length === 0) return '';
  const { count, shape, words } = lookOf(tokens);
  return `${joined(tokens)}~${shape}${words}${count}`;
}

function joined(tokens: readonly Token[]): string {
  return tokens.map(({ hash }) => hash).join('');
}

interface ReadGist {
  /** All hashes, one behind the other. */
  whole: string;
  hashes: readonly string[];
  look?: Look;
}

const HASH = new RegExp(`.{${WIDTH}}`, 'g');

function readGist(gist: Gist): ReadGist {
  const [whole = '', look = ''] = gist.split('~');
  const hashes = whole.match(HASH) ?? [];
  if (look === '') return { whole, hashes };
  return { whole, hashes, look: { shape: look.slice(0, 8), words: look.slice(8, 16), count: Number(look.slice(16)) } };
}

/** Fewer words and signs stand in other code as well, as they are or with a few words changed. */
const MIN_ELSEWHERE = 6;
const MIN_EDITED_ELSEWHERE = 12;

export function isLongGist(gist: Gist, least = MIN_ELSEWHERE): boolean {
  return readGist(gist).hashes.length >= least;
}

/** In code that is new as a whole, lines of many words with a few of them changed as well. */
export function placeInNewCode(code: ReadCode, gist: Gist): LineSpan | undefined {
  return placeOfGist(code, gist) ?? (isLongGist(gist, MIN_EDITED_ELSEWHERE) ? editAmong(code.tokens, gist) : undefined);
}

/** True where the lines of one gist are those of the other, or hold them. */
export function holdsGist(one: Gist, gist: Gist): boolean {
  const [holding, held] = [readGist(one), readGist(gist)];
  if (held.hashes.length < MIN_ELSEWHERE) return held.whole !== '' && holding.whole === held.whole;
  return [...startsIn(holding.whole, held.whole)].length > 0;
}

/** Code of any length, read for any number of gists. */
export interface ReadCode {
  whole: string;
  tokens: readonly Token[];
}

export function readCode(tokens: readonly Token[]): ReadCode {
  return { whole: joined(tokens), tokens };
}

/** Where every word and sign of the gist follows the other, whatever stands before and behind them; few of them are looked for as whole statements. */
export function placeOfGist({ whole, tokens }: ReadCode, gist: Gist): LineSpan | undefined {
  const wanted = readGist(gist);
  const { length } = wanted.hashes;
  for (const start of startsIn(whole, wanted.whole)) {
    const window = tokens.slice(start, start + length);
    if (length < MIN_ELSEWHERE && !isStatement(window, tokens[start + length], wanted)) continue;
    return linesOf(window);
  }
  return undefined;
}

/** Of one word it must be a call or all of a line: `else` and the names of a list stand anywhere. */
function isStatement(window: readonly Token[], next: Token | undefined, { look }: ReadGist): boolean {
  const [first] = window;
  if (first === undefined || first.begins === 'nothing' || next?.begins === 'nothing') return false;
  const isKnown = look !== undefined && lookOf(window).words === look.words;
  if (window.length > 1 || first.begins === 'call') return look === undefined || isKnown;
  return first.begins === 'bare' && isKnown && !isOfLanguage(first.word);
}

function* startsIn(whole: string, gist: string): Generator<number> {
  if (gist === '') return;
  for (let at = whole.indexOf(gist); at >= 0; at = whole.indexOf(gist, at + 1)) if (at % WIDTH === 0) yield at / WIDTH;
}

/** The lines that come nearest to those of the gist; undefined when none does but for a few words. */
export function editIn(lines: readonly NumberedLine[], gist: Gist, path: string): Edit | undefined {
  return editAmong(tokensOf(lines, path), gist);
}

/** The same of lines that were read before. */
export function editAmong(tokens: readonly Token[], gist: Gist): Edit | undefined {
  return editOnce(tokens, gist);
}

/** The same files are asked about the same blockers by every part of a run. */
const editOnce = madeOnceFor((tokens: readonly Token[], gist: Gist): Edit | undefined => {
  const read = readGist(gist);
  const wanted = read.hashes;
  if (wanted.length < MIN_TOKENS.same) return wordAmong(tokens, read);
  const most = Math.max(1, Math.floor(wanted.filter(isWord).length * MAX_CHANGED_WORDS));
  let best = { changed: most + 1, at: 0 };
  const last = mayHold(tokens, wanted, most) ? tokens.length - wanted.length : -1;
  for (let at = 0; at <= last && best.changed > 0; at += 1) {
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
});

const hashesIn = madeOnce((tokens: readonly Token[]): ReadonlySet<string> => new Set(tokens.map(({ hash }) => hash)));

/** False where more of its words stand nowhere than may be others, or one of its signs. */
function mayHold(tokens: readonly Token[], wanted: readonly string[], most: number): boolean {
  const there = hashesIn(tokens);
  const absent = wanted.filter((hash) => !there.has(hash));
  return absent.length <= most && absent.every(isWord);
}

/** Of several lines, so much stands on although one between them was touched. */
const MIN_STANDING = 0.75;

/**
 * Lines from the first on of which most words stand in their order, up to the last two: something between them was taken out, put in or
 * written anew. What becomes of the first and the last is for `editAmong`.
 */
export function touchedAmong(tokens: readonly Token[], gist: Gist): Edit | undefined {
  const { hashes } = readGist(gist);
  const [beforeLast, last] = hashes.slice(-2);
  const first = tokens[0]?.number ?? 0;
  // Of the beginnings of what is wanted, how many words stand in their order up to here: the longest row that both have.
  const row: number[] = new Array(hashes.length + 1).fill(0);
  for (const [at, { hash, number }] of tokens.entries()) {
    let before = 0;
    for (const [index, wanted] of hashes.entries()) {
      const above = row[index + 1] ?? 0;
      row[index + 1] = hash === wanted ? before + 1 : Math.max(above, row[index] ?? 0);
      before = above;
    }
    const isEnd = number > first && hash === last && tokens[at - 1]?.hash === beforeLast;
    if (isEnd && (row.at(-1) ?? 0) >= hashes.length * MIN_STANDING)
      return { kind: 'edited', ...linesOf(tokens.slice(0, at + 1)) };
  }
  return undefined;
}

/** How many different words and signs of the gist stand somewhere in the code. */
export function sharedWords(tokens: readonly Token[], gist: Gist): number {
  const there = hashesIn(tokens);
  return new Set(readGist(gist).hashes.filter((hash) => there.has(hash))).size;
}

/** The one word, as a call or as all of its line. */
function wordAmong(tokens: readonly Token[], wanted: ReadGist): Edit | undefined {
  const at = tokens.findIndex(
    (token, index) => token.hash === wanted.whole && isStatement([token], tokens[index + 1], wanted),
  );
  const found = tokens.slice(at, at + 1);
  if (at < 0) return undefined;
  return { kind: isAlone(tokens, linesOf(found), 1) ? 'same' : 'edited', ...linesOf(found) };
}

/** Of fewer words, or of names alone, the shape is that of much other code. */
const MIN_SHAPED = { count: 8, telling: 3 };
/** Where more are alike, the shape says nothing, and of many nobody need look which. */
const MAX_BESIDE = 40;
const MAX_ALIKE = 400;
const BESIDE_WIDTH = 4;
/** What is beside a finding where there is too much. */
export const EVERYTHING = '*';

/** What looks like it with other names, told apart by a few digits. */
export function besideIn(tokens: readonly Token[], gist: Gist): string {
  const alike = alikeOf(tokens, gist);
  if (alike.length > MAX_ALIKE) return EVERYTHING;
  const all = likeAmong(alike, gist).map(nameOf);
  const own = readGist(gist).look?.words.slice(0, BESIDE_WIDTH);
  const at = all.indexOf(own ?? '');
  const others = all.filter((_, index) => index !== at);
  return others.length > MAX_BESIDE ? EVERYTHING : others.join('');
}

/** What looks like it and did not stand beside it before: the same code under other names, or elsewhere. */
export function renamedAmong(tokens: readonly Token[], gist: Gist, beside: string): Edit | undefined {
  if (beside === EVERYTHING) return undefined;
  const known = new Set(beside.match(new RegExp(`.{${BESIDE_WIDTH}}`, 'g')) ?? []);
  const found = likeAmong(alikeOf(tokens, gist), gist).find((one) => !known.has(nameOf(one)));
  return found && { kind: 'edited', startLine: found.startLine, endLine: found.endLine };
}

function nameOf({ words }: Alike): string {
  return words.slice(0, BESIDE_WIDTH);
}

function alikeOf(tokens: readonly Token[], gist: Gist): readonly Alike[] {
  const { hashes, look } = readGist(gist);
  if (look === undefined || look.count < MIN_TOKENS.same) return [];
  return alikeIn(tokens, look, hashes.length === MAX_TOKENS);
}

function likeAmong(alike: readonly Alike[], gist: Gist): Alike[] {
  const { hashes } = readGist(gist);
  return alike.filter((one) => isShaped(one) || keepsName(one, hashes));
}

function isShaped(one: Alike): boolean {
  return one.hashes.length >= MIN_SHAPED.count && tellingWords(one) >= MIN_SHAPED.telling;
}

/** One of its names is the same, other than the last one: what is done, and not to what. */
function keepsName({ hashes, names, values }: Alike, wanted: readonly string[]): boolean {
  const told = [...names, ...values].sort((a, b) => a - b);
  const asked = told.length > 1 ? told.slice(0, -1) : told;
  return asked.some((index) => values.includes(index) || hashes[index] === wanted[index]);
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
