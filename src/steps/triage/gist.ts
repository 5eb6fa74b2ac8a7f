import { cutText } from '../../cut-text';
import type { LineSpan } from '../diff/line-span';
import { isOfLanguage, type Look, lookOf } from './alike';
import { linesOf, type Token, type Tokens, tokenAt, tokensFrom, tokensOf, WIDTH } from './gist-tokens';

/**
 * The words and operators of a finding's lines without white space, comments, quotes and brackets, each as three hexadecimal
 * digits, and behind `~` what they look like (see alike.ts): tells an edit from a new line, and tells nothing of the code to somebody who does
 * not have it. Older ones say nothing of their look.
 */
export type Gist = string;

/** More of them are cut off. */
export const MAX_TOKENS = 48;
/** So many words and signs stand in fewer letters, and a line may have a million. */
const MAX_LENGTH = 8_000;
/** Fewer are alike by chance. */
export const MIN_TOKENS = { same: 2, edited: 3 };

export function gistOf(text: string, path: string): Gist {
  const head = cutText(text, MAX_LENGTH);
  const lines = head.split('\n').map((line, index) => ({ number: index + 1, text: line }));
  // The last word of what was cut may be half of one.
  const all = tokensOf(lines, path);
  const tokens = tokensFrom(all, 0, Math.min(MAX_TOKENS, head.length < text.length ? all.count - 1 : all.count));
  if (tokens.count === 0) return '';
  const { count, shape, words } = lookOf(tokens);
  return `${tokens.whole}~${shape}${words}${count}`;
}

export interface ReadGist {
  /** All hashes, one behind the other. */
  whole: string;
  /** How many hashes. */
  count: number;
  readonly hashes: readonly string[];
  look?: Look;
}

const HASH = new RegExp(`.{${WIDTH}}`, 'g');

export function readGist(gist: Gist): ReadGist {
  const [whole = '', look = ''] = gist.split('~');
  return {
    whole,
    count: whole.length / WIDTH,
    // The same few are looked for in every file, mostly as a whole.
    get hashes() {
      return whole.match(HASH) ?? [];
    },
    ...(look === '' ? {} : { look: readLook(look) }),
  };
}

function readLook(look: string): Look {
  return { shape: look.slice(0, 8), words: look.slice(8, 16), count: Number(look.slice(16)) };
}

/** Fewer words and signs stand in other code as well. */
const MIN_ELSEWHERE = 6;

export function isLongGist(gist: Gist, least = MIN_ELSEWHERE): boolean {
  return readGist(gist).count >= least;
}

/** True where the lines of one gist are those of the other, or hold them. */
export function holdsGist(one: Gist, gist: Gist): boolean {
  const [holding, held] = [readGist(one), readGist(gist)];
  if (held.count < MIN_ELSEWHERE) return held.whole !== '' && holding.whole === held.whole;
  return [...startsIn(holding.whole, held.whole)].length > 0;
}

/** Where every word and sign of the gist follows the other, whatever stands before and behind them; few of them are looked for as whole statements. */
export function placeOfGist(tokens: Tokens, gist: Gist): LineSpan | undefined {
  const wanted = readGist(gist);
  const { count: length } = wanted;
  for (const start of startsIn(tokens.whole, wanted.whole)) {
    const window = tokensFrom(tokens, start, start + length);
    if (length < MIN_ELSEWHERE && !isStatement(window, tokenAt(tokens, start + length), wanted)) continue;
    return linesOf(window);
  }
  return undefined;
}

/** Of one word it must be a call or all of a line: `else` and the names of a list stand anywhere. */
export function isStatement(window: Tokens, next: Token | undefined, { look }: ReadGist): boolean {
  const first = tokenAt(window, 0);
  if (first === undefined || first.begins === 'nothing' || next?.begins === 'nothing') return false;
  const isKnown = look !== undefined && lookOf(window).words === look.words;
  if (window.count > 1 || first.begins === 'call') return look === undefined || isKnown;
  return first.begins === 'bare' && isKnown && !isOfLanguage(first.word);
}

function* startsIn(whole: string, gist: string): Generator<number> {
  if (gist === '') return;
  for (let at = whole.indexOf(gist); at >= 0; at = whole.indexOf(gist, at + 1)) if (at % WIDTH === 0) yield at / WIDTH;
}
