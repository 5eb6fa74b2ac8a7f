import { textOf, unitsOf } from './code-units';

/** The letters and digits of a text, small and of ASCII, and where each of them stood. */
export interface PlainLetters {
  letters: Uint16Array;
  /** Place of the letter at this index in the text that was read, and the place behind it. */
  from(index: number): number;
  to(index: number): number;
}

/** Stands in the table for signs that may begin another spelling. */
const SPELLS = 255;

const PLAIN = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code).toLowerCase();
  if (/[a-z0-9]/.test(letter)) return letter.charCodeAt(0);
  return /[\\%&<]/.test(letter) ? SPELLS : 0;
});

/** One for a letter, zero for what is none. */
const COUNTS = Uint8Array.from({ length: 256 }, (_, letter) => (letter === 0 ? 0 : 1));

/** Signs that a letter can be spelt with, by what begins them. */
const SPELLINGS: ReadonlyMap<number, RegExp> = new Map(
  [
    ['\\', /\\(?:u\{(?<long>[0-9a-f]{1,6})\}|u(?<four>[0-9a-f]{4})|x(?<two>[0-9a-f]{2})|[nrt])/iy],
    ['%', /%(?:25){0,3}(?<two>[0-9a-f]{2})/iy],
    ['&', /&(?:#(?<decimal>\d{1,7})|#x(?<long>[0-9a-f]{1,6})|[a-z]{2,10});/iy],
  ].map(([sign, pattern]) => [(sign as string).charCodeAt(0), pattern as RegExp]),
);

const TAG = /<\/?[a-z!][^<>]{0,80}>/iy;
const [OPENING, ESCAPE] = [...'<\\'].map((sign) => sign.charCodeAt(0));
/** What stands behind an escape that is no letter: the end of a line, a tab. */
const IS_BLANK = tableOf('nrtNRT');
/** What may stand behind a sign that begins another spelling. */
const MAY_FOLLOW: ReadonlyMap<number, Uint8Array> = new Map(
  Object.entries({ '\\': /[ux]/i, '%': /[0-9a-f]/i, '&': /[#a-z]/i, '<': /[/!a-z]/i }).map(([sign, next]) => [
    sign.charCodeAt(0),
    Uint8Array.from({ length: 128 }, (_, code) => (next.test(String.fromCharCode(code)) ? 1 : 0)),
  ]),
);

function tableOf(signs: string): Uint8Array {
  const table = new Uint8Array(128);
  for (const sign of signs) table[sign.charCodeAt(0)] = 1;
  return table;
}

/**
 * What a reader puts together though it is spelt otherwise: with white space, marks, hidden characters or escapes between its letters,
 * in capital, wide or mathematical letters, or as codes.
 */
export function plainLetters(text: string): string {
  const letters = new Uint16Array(text.length + 1);
  return textOf(letters.subarray(0, readLetters(text, unitsOf(text), 0, text.length, letters, 0)));
}

/** The same as it stands and, where tags stand in between, without these. `units` are those of the text. */
export function plainSpellings(text: string, units: Uint16Array): PlainLetters[] {
  const letters = new Uint16Array(text.length + 1);
  const tags: number[] = [];
  const whole = letters.subarray(0, readLetters(text, units, 0, text.length, letters, 0, tags));
  const asItStands = lettersOf(text, whole, false);
  return tags.length === 0 ? [asItStands] : [asItStands, lettersOf(text, withoutSpans(whole, tags), true)];
}

function lettersOf(text: string, letters: Uint16Array, withoutTags: boolean): PlainLetters {
  let places: Places | undefined;
  // Almost no text holds anything whose place is asked for, and places take eight times the room of the text.
  const placesOf = (): Places => {
    places ??= readPlaces(text, withoutTags);
    return places;
  };
  return { letters, from: (index) => placesOf().from[index] ?? 0, to: (index) => placesOf().to[index] ?? 0 };
}

/** `spans` holds the start and the end of each. */
function withoutSpans(letters: Uint16Array, spans: readonly number[]): Uint16Array {
  const kept = new Uint16Array(letters.length);
  let count = 0;
  for (let at = 0; at <= spans.length; at += 2) {
    const between = letters.subarray(spans[at - 1] ?? 0, spans[at]);
    kept.set(between, count);
    count += between.length;
  }
  return kept.subarray(0, count);
}

/**
 * Writes the letters between two places behind those that are there, and tells how many there are then; of each tag it notes how many
 * stand before and behind it. All that goes out comes by here several times: what is no letter is written too, and the next over it.
 */
function readLetters(
  text: string,
  units: Uint16Array,
  from: number,
  to: number,
  letters: Uint16Array,
  before: number,
  tags?: number[],
): number {
  let count = before;
  for (let at = from; ; ) {
    const ordinary = nextSpelling(units, at, to);
    count = copyLetters(units, at, ordinary, letters, count);
    at = ordinary;
    if (at >= to) return count;
    const code = units[at] ?? 0;
    const sign = readSign(text, at, code, tags !== undefined);
    const end = at + (sign >> 8);
    if (code === OPENING && sign !== NOTHING) {
      const behind = readLetters(text, units, at + 1, end, letters, count);
      tags?.push(count, behind);
      count = behind;
    } else {
      letters[count] = sign & 0xff;
      count += COUNTS[sign & 0xff] ?? 0;
    }
    at = end;
  }
}

/** Where a sign stands next that may begin another spelling. These two loops are small, so that they are soon made fast. */
function nextSpelling(units: Uint16Array, from: number, to: number): number {
  let at = from;
  while (at < to && (PLAIN[units[at] ?? 0] ?? SPELLS) !== SPELLS) at += 1;
  return at;
}

function copyLetters(units: Uint16Array, from: number, to: number, letters: Uint16Array, before: number): number {
  let count = before;
  for (let at = from; at < to; at++) {
    const letter = PLAIN[units[at] ?? 0] ?? 0;
    letters[count] = letter;
    count += COUNTS[letter] ?? 0;
  }
  return count;
}

interface Places {
  from: Int32Array;
  to: Int32Array;
}

/** Where each of these letters stands. */
function readPlaces(text: string, withoutTags: boolean): Places {
  const places = { from: new Int32Array(text.length), to: new Int32Array(text.length) };
  let count = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    const letter = code < 128 ? (PLAIN[code] ?? 0) : SPELLS;
    const sign = letter === SPELLS ? readSign(text, at, code, withoutTags) : NOTHING + letter;
    const end = at + (sign >> 8);
    if ((sign & 0xff) !== 0) {
      places.from[count] = at;
      places.to[count] = end;
      count += 1;
    }
    at = end;
  }
  return places;
}

/** A letter, zero where it stands for nothing, and 256 for each character that it is spelt with. */
type Sign = number;

const NOTHING: Sign = 256;

function readSign(text: string, at: number, code: number, withoutTags: boolean): Sign {
  if (code >= 128) return foreignLetter(text, at);
  const next = text.charCodeAt(at + 1);
  if (code === ESCAPE && IS_BLANK[next] === 1) return 2 * NOTHING;
  // Almost everywhere these are signs of the language alone.
  if (MAY_FOLLOW.get(code)?.[next] !== 1) return NOTHING;
  if (code === OPENING) return withoutTags ? spelledBy(TAG, text, at) : NOTHING;
  const pattern = SPELLINGS.get(code);
  return pattern === undefined ? NOTHING : spelledBy(pattern, text, at);
}

function spelledBy(pattern: RegExp, text: string, at: number): Sign {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (match === null) return NOTHING;
  const { long, four, two, decimal } = match.groups ?? {};
  const digits = long ?? four ?? two;
  const point = digits === undefined ? Number(decimal ?? 0) : Number.parseInt(digits, 16);
  return match[0].length * NOTHING + asciiOf(point);
}

function foreignLetter(text: string, at: number): Sign {
  const point = text.codePointAt(at) ?? 0;
  return (point > 0xffff ? 2 : 1) * NOTHING + asciiOf(point);
}

const known = new Map<number, number>();

/** Letters of other scripts that nobody tells from those of ASCII. */
const ALIKE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: 'аɑα',
    b: 'ЬΒВ',
    c: 'сϲⅽС',
    d: 'ԁⅾ',
    e: 'еҽΕЕ',
    g: 'ɡ',
    h: 'һΗН',
    i: 'іıΙІ',
    j: 'јЈ',
    k: 'κкΚК',
    l: 'ӏⅼ',
    m: 'ⅿΜМ',
    n: 'ոΝ',
    o: 'оοօΟО',
    p: 'рρΡР',
    q: 'ԛ',
    s: 'ѕЅ',
    t: 'τтΤТ',
    u: 'υս',
    v: 'νѵⅴ',
    w: 'ԝѡ',
    x: 'хχⅹΧХ',
    y: 'уүγΥУ',
    z: 'ᴢΖ',
  }).flatMap(([letter, others]) => [...others].map((one) => [one, letter] as const)),
);

/** The letter of ASCII that a wide, circled, mathematical or foreign one is a form of; zero for all others. */
function asciiOf(point: number): number {
  if (point < 128) return (PLAIN[point] ?? 0) % SPELLS;
  if (point > 0x10ffff) return 0;
  const before = known.get(point);
  if (before !== undefined) return before;
  const sign = String.fromCodePoint(point);
  const plain = ALIKE.get(sign) ?? sign.normalize('NFKC');
  const letter = plain.length === 1 ? (PLAIN[plain.charCodeAt(0)] ?? 0) % SPELLS : 0;
  known.set(point, letter);
  return letter;
}
