import type { FoundSecret } from './found-secret';

/** What ends a word in shells, and what leads from a text into code. */
const SEPARATORS = /[;&|`<>{}()[\]$@#]+/g;
/** A path, or a word that nobody throws, and behind what ends a command a short one too. */
const CODE = /^[./~]{1,2}[\w./-]{3,}$|(?<![A-Za-z0-9])[A-Za-z]?[a-z]*[aeiouy][a-z]*(?![A-Za-z0-9])(?<=[a-z]{4})/;
const COMMAND = /^[a-z][a-z./_-]+$/;
const ENDS_COMMAND = /^[;&|`]+$/;

/** A value that may be a secret, without the code that would run behind or within it: that has to be read. */
export function withoutCode(text: string, found: FoundSecret): FoundSecret[] {
  if (found.isCertain) return [found];
  const value = text.slice(found.start, found.end);
  const pieces: FoundSecret[] = [];
  let [at, hasCode, before] = [0, false, ''];
  const add = (end: number) => {
    const piece = value.slice(at, end);
    if (at > 0 && (CODE.test(piece) || (ENDS_COMMAND.test(before) && COMMAND.test(piece)))) hasCode = true;
    else if (piece.length > (at === 0 ? 0 : 2))
      pieces.push({ ...found, start: found.start + at, end: found.start + end });
  };
  for (const { index, 0: separator } of value.matchAll(SEPARATORS)) {
    add(index);
    [at, before] = [index + separator.length, separator];
  }
  if (at === 0) return [found];
  add(value.length);
  return hasCode ? pieces : [found];
}
