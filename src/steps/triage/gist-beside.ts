import { type Alike, alikeIn, tellingWords } from './alike';
import { type Gist, MAX_TOKENS, MIN_TOKENS, readGist } from './gist';
import type { Edit } from './gist-edit';
import type { Tokens } from './gist-tokens';

/** Of fewer words, or of names alone, the shape is that of much other code. */
const MIN_SHAPED = { count: 8, telling: 3 };
/** Where more are alike, the shape says nothing, and of many nobody need look which. */
const MAX_BESIDE = 40;
const MAX_ALIKE = 400;
/** Digits by which one is told; versions before this one had four, and no sign before them. */
const WIDTH = { now: 12, before: 4 };
const SIGN = ':';
/** What is beside a finding where there is too much. */
export const EVERYTHING = '*';

/** What looks like it with other names, told apart by a few digits. */
export function besideIn(tokens: Tokens, gist: Gist): string {
  const alike = alikeOf(tokens, gist);
  if (alike.length > MAX_ALIKE) return EVERYTHING;
  const all = likeAmong(alike, gist).map(nameOf);
  const own = readGist(gist).look?.words;
  const at = all.findIndex((name) => own !== undefined && name.startsWith(own));
  const others = all.filter((_, index) => index !== at);
  if (others.length > MAX_BESIDE) return EVERYTHING;
  return others.length === 0 ? '' : `${SIGN}${others.join('')}`;
}

/** What looks like it and did not stand beside it before: the same code under other names, or elsewhere. */
export function renamedAmong(tokens: Tokens, gist: Gist, beside: string): Edit | undefined {
  if (beside === EVERYTHING) return undefined;
  const width = beside.startsWith(SIGN) ? WIDTH.now : WIDTH.before;
  const known = new Set(beside.match(new RegExp(`[^${SIGN}]{${width}}`, 'g')) ?? []);
  const found = likeAmong(alikeOf(tokens, gist), gist).find((one) => !known.has(one.words.slice(0, width)));
  return found && { kind: 'edited', startLine: found.startLine, endLine: found.endLine };
}

function nameOf({ words }: Alike): string {
  return words.slice(0, WIDTH.now);
}

function alikeOf(tokens: Tokens, gist: Gist): readonly Alike[] {
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
