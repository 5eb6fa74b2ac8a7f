import type { FoundSecret } from './found-secret';
import { isStandIn, looksSigned } from './value-likeness';

/** Which rules for passwords ask for, and which stand in no name; the others of a keyboard end a value somewhere. */
const SIGNS = '!#$%^*?&+~@';
const IS_SIGN = tableOf(SIGNS);
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const IS_LETTER = tableOf(LETTERS);
const IS_PART = tableOf(
  `${LETTERS}${SIGNS}._-${Array.from({ length: 128 }, (_, at) => String.fromCharCode(128 + at)).join('')}`,
);

const SHORTEST = 8;
const LONGEST = 128;

/** Values as rules for passwords want them, letters and digits with signs between, wherever they stand: no name and no sentence has them. */
export function signedValues(text: string, bytes: Uint8Array): FoundSecret[] {
  const found: FoundSecret[] = [];
  const { length } = bytes;
  for (let at = 1; at < length; at++) {
    if (IS_SIGN[bytes[at] ?? 0] !== 1 || IS_LETTER[bytes[at - 1] ?? 0] !== 1 || IS_PART[bytes[at + 1] ?? 0] !== 1)
      continue;
    let [start, end] = [at, at + 1];
    while (start > 0 && IS_PART[bytes[start - 1] ?? 0] === 1) start -= 1;
    while (end < length && IS_PART[bytes[end] ?? 0] === 1) end += 1;
    at = end;
    if (end - start < SHORTEST || end - start > LONGEST || isOfPath(text, start, end)) continue;
    const value = text
      .slice(start, end)
      .replace(AT_HOST, '')
      .replace(/[.?]{1,9}$/, '');
    if (looksSigned(value) && !isStandIn(value) && !REFERENCE.test(value))
      found.push({ start, end: start + value.length, rule: 'random-value', isCertain: false });
  }
  return found;
}

/** Variables of a shell keep the words of a command apart without a blank. */
const REFERENCE = /\$(?:[A-Z_]{2,}(?![a-z])|[A-Za-z]\w*[^\w]*\$|[1-9@*#?])/;

/** What follows a password in an address. */
const AT_HOST = /@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}$/;

/** An address or a path, but for the password that stands in one. */
function isOfPath(text: string, start: number, end: number): boolean {
  const [before, after] = [text[start - 1] ?? '', text[end] ?? ''];
  return before === '/' || before === '\\' || (after === '/' && !AT_HOST.test(text.slice(start, end))) || after === '(';
}

function tableOf(letters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const letter of letters) table[letter.charCodeAt(0)] = 1;
  return table;
}
