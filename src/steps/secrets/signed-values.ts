import type { FoundSecret } from './found-secret';
import { KINDS, kindLoops, LETTER, OF_VALUE, SIGN, SLICE } from './letter-kinds';
import { isStandIn, looksSigned } from './value-likeness';

const SHORTEST = 8;
const LONGEST = 128;

/** Values as rules for passwords want them, letters and digits with signs between, wherever they stand: no name and no sentence has them. */
export function signedValues(text: string, bytes: Uint8Array): FoundSecret[] {
  const found: FoundSecret[] = [];
  let end = 0;
  for (const at of signsWithin(bytes)) {
    // Of the signs of one value the first is enough.
    if (at < end) continue;
    let start = at;
    end = at + 1;
    while (isOfValue(bytes, start - 1)) start -= 1;
    while (isOfValue(bytes, end)) end += 1;
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

/** Places of signs with a letter before them and something of a value behind. */
export function signsWithin(bytes: Uint8Array): number[] {
  const { loops, kinds } = kindLoops(KINDS);
  const places: number[] = [];
  for (let from = 0; from < bytes.length; from += SLICE) {
    const slice = loops.putBytes(bytes.subarray(from, from + SLICE + 2));
    const end = slice + Math.min(SLICE + 1, bytes.length - from);
    const next = (at: number) => loops.nextBetween(at, end, kinds, SIGN, LETTER, OF_VALUE);
    for (let at = next(slice + 1); at >= 0; at = next(at + 1)) places.push(from + at - slice);
  }
  return places;
}

function isOfValue(bytes: Uint8Array, at: number): boolean {
  return ((KINDS[bytes[at] ?? 0] ?? 0) & OF_VALUE) !== 0;
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
