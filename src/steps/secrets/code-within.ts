import type { FoundSecret } from './found-secret';

/** What ends a word in shells, and what leads from a text into code. */
const SEPARATORS = /[;&|`<>{}()[\]$@#]+/g;
/** Of a text in quotes nothing runs but what is put into it, what a page makes of it, and a command of its own where a shell gets it. */
const PUT_IN =
  /\$[A-Za-z_]\w{0,80}|[$\\]\([^)]{0,200}\)+|\$?\{[^}]{0,200}\}+|\$\[[^\]]{0,200}\]+|`[^`]{0,200}`|<[A-Za-z/!][\s\S]{0,8192}|[;&|]{1,8}(?:[./~]{1,2}[\w./-]{3,200}|[a-z][a-z./_-]{1,200})(?=$|[;&|\s])/g;
/** A path, or a word that nobody throws, and behind what ends a command a short one too. */
const CODE = /^[./~]{1,2}[\w./-]{3,}$|(?<![A-Za-z0-9])[A-Za-z]?[a-z]*[aeiouy][a-z]*(?![A-Za-z0-9])(?<=[a-z]{4})/;
const COMMAND = /^[a-z][a-z./_-]+$/;
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
  return [...value.matchAll(PUT_IN)].flatMap(({ index, 0: part }) =>
    /^[;&|]/.test(part) || CODE.test(part) ? [{ start: index, end: index + part.length }] : [],
  );
}

/** Words behind what ends another one, each with what ends that. */
function codeOfWords(value: string): Span[] {
  const separators = [...value.matchAll(SEPARATORS)];
  return separators.flatMap(({ index, 0: separator }, at) => {
    const end = separators[at + 1]?.index ?? value.length;
    const word = value.slice(index + separator.length, end);
    const isCode = CODE.test(word) || (ENDS_COMMAND.test(separator) && COMMAND.test(word));
    return isCode ? [{ start: index, end }] : [];
  });
}
