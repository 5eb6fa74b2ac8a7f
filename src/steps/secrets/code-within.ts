import type { FoundSecret } from './found-secret';

/** What ends a word in shells, and what leads from a text into code. */
const SEPARATORS = /[;&|`<>{}()[\]$@#]+/g;
/**
 * Of a text in quotes nothing runs but what is put into it, what a page makes of it, and a command of its own where a shell gets it:
 * how each of them begins.
 */
const PUT_IN = /(?<sign>[$\\]\(|\$?\{|\$\[|`)|\$[A-Za-z_]\w{0,80}|<[A-Za-z/!]|[;&|]{1,8}(?=[./~\\a-z])/g;
const ENDS: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']', '`': '`' };
/** Without one of these nothing is called; words in them may be spelt in pieces. */
const CALLS = /[(.[+`;=/\s-]/;
const PATH = /^[./~]{1,2}[\w./-]{3,}$/;
/** A word that nobody throws, and behind what ends a command a short one too. */
const WORD = /(?<![A-Za-z0-9])[A-Za-z]?[a-z]*[aeiouy][a-z]*(?![A-Za-z0-9])(?<=[a-z]{4})/;
/** With signs that a shell takes away, too. */
const COMMAND = /^[a-z][a-z./_-]+\d{0,2}$|[\\'"]/;
const ENDS_COMMAND = /^[;&|`]+$/;

/** A value that may be a secret, without the code that would run behind or within it: that has to be read. */
export function withoutCode(text: string, found: FoundSecret): FoundSecret[] {
  if (found.isCertain) return [found];
  const value = text.slice(found.start, found.end);
  const code = isInQuotes(text, found) ? codeInQuotes(value) : codeOfWords(value);
  if (code.length === 0) return [found];
  const pieces: FoundSecret[] = [];
  let at = 0;
  for (const { start, end } of [...code, { start: value.length, end: value.length }]) {
    if (start - at > (at === 0 ? 0 : 2)) pieces.push({ ...found, start: found.start + at, end: found.start + start });
    at = end;
  }
  return pieces;
}

function isInQuotes(text: string, { start, end }: FoundSecret): boolean {
  const quote = text[start - 1] ?? '';
  return /["'`]/.test(quote) && text.startsWith(quote, text[end] === '\\' ? end + 1 : end);
}

interface Span {
  start: number;
  end: number;
}

function codeInQuotes(value: string): Span[] {
  const spans: Span[] = [];
  for (const { 0: begin, index, groups } of value.matchAll(PUT_IN)) {
    if (index < (spans.at(-1)?.end ?? 0)) continue;
    const end = endOf(value, index + begin.length, begin, groups?.sign);
    if (runs(begin, value.slice(index + begin.length, end))) spans.push({ start: index, end });
  }
  return spans;
}

/** What is put in ends with its last sign: within it, others may stand in texts. */
function endOf(value: string, from: number, begin: string, sign: string | undefined): number {
  if (begin.startsWith('$') && sign === undefined) return from;
  if (sign === undefined) return value.length;
  const end = value.lastIndexOf(ENDS[sign.at(-1) ?? ''] ?? '');
  return end < from ? value.length : end + 1;
}

function runs(begin: string, part: string): boolean {
  if (/[(`]$/.test(begin)) return true;
  if (/^[;&|]/.test(begin)) return isCommand(part);
  if (/[{[]$/.test(begin) && CALLS.test(part.slice(0, -1))) return true;
  return WORD.test(`${begin}${part}`);
}

function isCommand(words: string): boolean {
  const [word = ''] = words.split(/[;&|\s]/, 1);
  return COMMAND.test(word) || PATH.test(word);
}

/** Words behind what ends another one, each with what ends that. */
function codeOfWords(value: string): Span[] {
  const separators = [...value.matchAll(SEPARATORS)];
  return separators.flatMap(({ index, 0: separator }, at) => {
    const end = separators[at + 1]?.index ?? value.length;
    const word = value.slice(index + separator.length, end);
    const isCode = WORD.test(word) || PATH.test(word) || (ENDS_COMMAND.test(separator) && COMMAND.test(word));
    return isCode ? [{ start: index, end }] : [];
  });
}
