import type { FoundSecret } from './found-secret';
import { matchAt } from './match-at';
import { endOfQuoted, quotedAt, SHORTEST, told } from './quoted-values';
import type { Judge } from './told-judges';
import {
  BEFORE_ONE_OF_SEVERAL,
  LISTED,
  MOVED,
  NEXT_ARGUMENT,
  NEXT_LISTED,
  ONE_OF_SEVERAL,
  SAID_BEHIND,
  TEXT_BLOCK,
  VALUES_OF_SEVERAL,
} from './value-forms';

/** Values in quotes of more than one sign, in lists, and of several names at once. */
export function valuesOfForms(
  text: string,
  line: string,
  end: number,
  isListed: Judge | false,
  isReal: Judge,
): FoundSecret[] {
  const one = blockAt(text, end, isReal) ?? oneOfSeveral(text, line, end, isReal);
  if (one) return [one];
  return isListed ? listedAt(text, end, isListed) : [];
}

/** In the quotes of a language that has more than two: some others read an index or a name there. */
function blockAt(text: string, end: number, isReal: Judge): FoundSecret | null {
  const match = matchAt(TEXT_BLOCK, text, end);
  const { block, text: inner, long } = match?.groups ?? {};
  const value = block ?? inner ?? long;
  if (!match || value === undefined || !isReal(value)) return null;
  const start = end + match[0].lastIndexOf(value);
  const rule = 'secret-in-a-text';
  return { ...told({ start, end: start + value.length }), rule, ...(long !== undefined && { mayLead: true as const }) };
}

function listedAt(text: string, end: number, isReal: Judge): FoundSecret[] {
  const found: FoundSecret[] = [];
  let [lead, at] = [LISTED, end];
  for (let count = 0; count < MOST_LISTED; count += 1) {
    const match = matchAt(lead, text, at);
    if (!match) return found;
    const start = at + match[0].length;
    const last = endOfQuoted(text, start, match.groups?.quote ?? '"');
    if (matchAt(NAMES_ANOTHER, text, last)) return found;
    if (last - start >= SHORTEST && isReal(text.slice(start, last))) found.push(told({ start, end: last }));
    [lead, at] = [NEXT_LISTED, last];
  }
  return found;
}

const MOST_LISTED = 50;
/** What has a value of its own is none. */
const NAMES_ANOTHER = /["'`]\s{0,20}(?::|=>)/y;

/** `user, password = "a", "b"` */
function oneOfSeveral(text: string, line: string, end: number, isReal: Judge): FoundSecret | null {
  const match = BEFORE_ONE_OF_SEVERAL.test(line) ? matchAt(VALUES_OF_SEVERAL, text, end) : null;
  if (!match) return null;
  let at = end + match[0].length;
  for (let ahead = line.split(',').length - 1; ahead > 0; ahead -= 1) {
    const one = matchAt(ONE_OF_SEVERAL, text, at);
    if (!one) return null;
    at += one[0].length;
  }
  return quotedAt(ANY_QUOTE, text, at, isReal);
}

const ANY_QUOTE = /(?<quote>["'])/y;

/** The next argument of a call, unless it has a value of its own. */
export function nextArgument(text: string, from: number, isReal: Judge): FoundSecret | null {
  const found = quotedAt(NEXT_ARGUMENT, text, from, isReal);
  return found && matchAt(NAMES_ANOTHER, text, found.end) ? null : found;
}

/** A value with a digit before its name on the same line. */
export function movedTo(text: string, at: number, end: number, line: string, isReal: Judge): FoundSecret | null {
  const { moved, written, secret } =
    (MOVED.exec(line) ?? (matchAt(END_OF_LINE, text, end) && SAID_BEHIND.exec(line)))?.groups ?? {};
  const value = moved ?? written ?? secret;
  if (value === undefined || !/\d/.test(value) || !isReal(value)) return null;
  const start = at - line.length + line.lastIndexOf(value);
  return told({ start, end: start + value.length });
}

const END_OF_LINE = /[ \t]{0,20}\r?$/my;
