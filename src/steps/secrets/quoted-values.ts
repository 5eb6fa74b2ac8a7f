import type { FoundSecret } from './found-secret';
import { matchAt } from './match-at';
import type { Judge } from './told-judges';

/** The text in quotes behind what leads to it, if it is real. */
export function quotedAt(lead: RegExp, text: string, from: number, isReal: Judge): FoundSecret | null {
  const match = matchAt(lead, text, from);
  if (!match) return null;
  const start = from + match[0].length;
  const end = endOfQuoted(text, start, match.groups?.quote ?? '"');
  const value = text.slice(start, end).replace(QUOTED_TWICE, '$<inner>');
  if (end - start < SHORTEST || isWord(value) || !isReal(withoutEscapes(value).replace(SCHEME, ''))) return null;
  return told({ start, end });
}

export function told({ start, end }: { start: number; end: number }): FoundSecret {
  return { start, end, rule: 'assigned-secret', isCertain: false };
}

export const SHORTEST = 6;
/** Tokens of sessions have some thousand letters. */
export const LONGEST = 8_192;

/** Where the quote closes again on the same line, escaped ones left out; at the start where it does not. */
export function endOfQuoted(text: string, start: number, quote: string): number {
  for (let at = start; at < text.length && at - start <= LONGEST; at++) {
    if (text.startsWith(quote, at)) return at;
    if (text[at] === '\n') return start;
    if (text[at] === '\\') at += 1;
  }
  return start;
}

/** What is put into code as it stands is a text there too. */
const QUOTED_TWICE = /^(?<quote>["'])(?<inner>.{1,512})\k<quote>$/;

/** A label in a language whose letters are written as escapes. */
function isWord(value: string): boolean {
  return /\\u[0-9a-f]{4}/i.test(value) && !/\d/.test(value.replace(/\\u[0-9a-f]{4}/gi, ''));
}

/** What stands before the secret of a header. */
const SCHEME = /^(?:bearer|basic|token|apikey) {1,4}/i;

function withoutEscapes(value: string): string {
  return value.replace(/\\(?=["'`\\])/g, '');
}
