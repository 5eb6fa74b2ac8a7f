import { disguisedIn } from './disguise';
import { isWord, type NumberedLine, type Token, tokensOf, WIDTH } from './gist-tokens';

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
  return wholeGistOf(text, path).slice(0, MAX_TOKENS * WIDTH);
}

/** The same of text of any length, in which a gist is looked for. */
export function wholeGistOf(text: string, path: string): string {
  const lines = text.split('\n').map((line, index) => ({ number: index + 1, text: line }));
  return tokensOf(lines, path)
    .map(({ hash }) => hash)
    .join('');
}

/** Fewer words and signs stand in other code as well. */
const MIN_ELSEWHERE = 6;

/** True where every word and sign of the gist follows the other, whatever stands before and behind them on their lines. */
export function holdsGist(whole: string, gist: Gist): boolean {
  if (gist.length < MIN_ELSEWHERE * WIDTH) return false;
  for (let at = whole.indexOf(gist); at >= 0; at = whole.indexOf(gist, at + 1)) if (at % WIDTH === 0) return true;
  return false;
}

/** The lines that come nearest to those of the gist; undefined when none does but for a few words. */
export function editIn(lines: readonly NumberedLine[], gist: Gist, path: string): Edit | undefined {
  return editAmong(tokensOf(lines, path), gist);
}

/** The same of lines that were read before. */
export function editAmong(tokens: readonly Token[], gist: Gist): Edit | undefined {
  const wanted = gist.match(new RegExp(`.{${WIDTH}}`, 'g')) ?? [];
  if (wanted.length < MIN_TOKENS.same) return undefined;
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
  const isWhole = tokens.filter(({ number }) => number >= startLine && number <= endLine).length === wanted.length;
  const isSame = best.changed === 0 && isWhole && wanted.length < MAX_TOKENS;
  return { kind: isSame ? 'same' : 'edited', startLine, endLine };
}

function linesOf(window: readonly Token[]): { startLine: number; endLine: number } {
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
