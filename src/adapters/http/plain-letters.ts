import { type LetterLoops, ZEROS } from '../../letter-loops';

/** The letters and digits of a text, small and of ASCII, and where each of them stood. */
export interface PlainLetters {
  /** What a reader puts together, as a text. */
  of(text: string): string;
  /**
   * Places in a text, which was put at this address, of what is found between two addresses of its letters: as it stands and, where
   * tags stand in between, without these.
   */
  places(text: string, at: number, find: (from: number, to: number) => Place[]): Place[];
}

type Place = [from: number, to: number];

/** What the letters of a text take behind it, with one that is left out again. */
export function roomForLetters(text: string): number {
  return 2 * text.length + 2;
}

/** Signs that a letter can be spelt with, by what begins them. */
const SPELLINGS: ReadonlyMap<number, RegExp> = new Map(
  [
    ['\\', /\\(?:u\{(?<long>[0-9a-f]{1,6})\}|u(?<four>[0-9a-f]{4})|x(?<two>[0-9a-f]{2})|[nrt])/iy],
    ['%', /%(?:25){0,3}(?<two>[0-9a-f]{2})/iy],
    ['&', /&(?:#(?<decimal>\d{1,7})|#x(?<long>[0-9a-f]{1,6})|[a-z]{2,10});/iy],
  ].map(([sign, pattern]) => [(sign as string).charCodeAt(0), pattern as RegExp]),
);

const TAG = /<\/?[a-z!][^<>]{0,80}>/iy;

/** Of a letter, itself; zero for what is none; for a sign that may begin another spelling, 128 and its place among these. */
const SIGNS = '\\%&<';
const FIRST_SIGN = 128;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const PLAIN = tableOf((letter, small) => {
  const sign = SIGNS.indexOf(letter);
  if (sign >= 0) return FIRST_SIGN + sign;
  return LETTERS.includes(small) || DIGITS.includes(small) ? small.charCodeAt(0) : 0;
});

/** What a sign is by the one behind it: nothing, the beginning of a spelling or of a tag, or with it the end of a line or a tab. */
const [NONE, SPELLS, BLANK, OPENS] = [0, 1, 2, 3];
const BEHIND = [
  tableOf((_, next) => ('ux'.includes(next) ? SPELLS : 'nrt'.includes(next) ? BLANK : NONE)),
  tableOf((_, next) => (`${DIGITS}abcdef`.includes(next) ? SPELLS : NONE)),
  tableOf((_, next) => (`#${LETTERS}`.includes(next) ? SPELLS : NONE)),
  tableOf((_, next) => (`/!${LETTERS}`.includes(next) ? OPENS : NONE)),
];

/** Made at each start, when a pattern would be compiled for a hundred letters. */
function tableOf(byteOf: (letter: string, small: string) => number): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => {
    const letter = String.fromCharCode(code);
    return byteOf(letter, letter.toLowerCase());
  });
}

/**
 * What a reader puts together though it is spelt otherwise: with white space, marks, hidden characters or escapes between its letters,
 * in capital, wide or mathematical letters, or as codes.
 */
export function createPlainLetters(loops: LetterLoops): PlainLetters {
  const kinds = loops.keep(PLAIN.length * (1 + BEHIND.length));
  for (const [row, table] of [PLAIN, ...BEHIND].entries()) loops.bytes().set(table, kinds + row * table.length);
  return {
    of(text) {
      const at = loops.put(text, roomForLetters(text));
      const letters = behind(text, at);
      return loops.text(letters, copy(text, at, letters, false));
    },
    places(text, at, find) {
      const letters = behind(text, at);
      const spelled = (withoutTags: boolean) =>
        inText(find(letters, copy(text, at, letters, withoutTags)), text, withoutTags);
      loops.sawTag.value = 0;
      const found = spelled(false);
      return loops.sawTag.value === 0 ? found : [...found, ...spelled(true)];
    },
  };

  /** Writes the letters of a text to an address, and tells where they end. */
  function copy(text: string, at: number, letters: number, withoutTags: boolean): number {
    const end = at + 2 * text.length;
    let written = letters;
    for (let place = at; ; ) {
      place = loops.copyLetters(place, end, kinds, written, withoutTags);
      written = loops.written.value;
      if (place >= end) return written;
      let index = (place - at) / 2;
      // Letters of other scripts stand together.
      do {
        const sign = readSign(text, index, text.charCodeAt(index), withoutTags);
        index += sign >> 8;
        if ((sign & 0xff) === 0) continue;
        loops.bytes()[written] = sign & 0xff;
        loops.bytes()[written + 1] = 0;
        written += 2;
      } while (text.charCodeAt(index) >= 128);
      place = at + 2 * index;
    }
  }
}

function behind(text: string, at: number): number {
  return at + 2 * text.length + ZEROS;
}

/** Almost no text holds anything whose place is asked for, and places take eight times the room of the text. */
function inText(found: readonly Place[], text: string, withoutTags: boolean): Place[] {
  if (found.length === 0) return [];
  const { from, to } = readLetters(text, withoutTags);
  return found.map(([first, end]) => [from[first] ?? 0, to[end - 1] ?? 0]);
}

interface ReadLetters {
  letters: Uint8Array;
  /** Where each of them stands in the text. */
  from: Int32Array;
  to: Int32Array;
}

/** The same letters one by one, with their places: what the loops have to find is defined here. */
export function readLetters(text: string, withoutTags: boolean): ReadLetters {
  const { length } = text;
  const read = { letters: new Uint8Array(length), from: new Int32Array(length), to: new Int32Array(length) };
  let count = 0;
  for (let at = 0; at < length; ) {
    const code = text.charCodeAt(at);
    const letter = PLAIN[code] ?? FIRST_SIGN;
    const sign = letter >= FIRST_SIGN ? readSign(text, at, code, withoutTags) : NOTHING + letter;
    const end = at + (sign >> 8);
    if ((sign & 0xff) !== 0) {
      read.letters[count] = sign & 0xff;
      read.from[count] = at;
      read.to[count] = end;
      count += 1;
    }
    at = end;
  }
  return { ...read, letters: read.letters.subarray(0, count) };
}

/** A letter, zero where it stands for nothing, and 256 for each character that it is spelt with. */
type Sign = number;

const NOTHING: Sign = 256;

function readSign(text: string, at: number, code: number, withoutTags: boolean): Sign {
  if (code >= 128) return foreignLetter(text, at);
  const kind = BEHIND[(PLAIN[code] ?? 0) - FIRST_SIGN]?.[text.charCodeAt(at + 1)];
  if (kind === BLANK) return 2 * NOTHING;
  if (kind === OPENS) return withoutTags ? spelledBy(TAG, text, at) : NOTHING;
  // Almost everywhere these are signs of the language alone.
  if (kind !== SPELLS) return NOTHING;
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
  if (point < 128) return letterOf(point);
  if (point > 0x10ffff) return 0;
  const before = known.get(point);
  if (before !== undefined) return before;
  const sign = String.fromCodePoint(point);
  const plain = ALIKE.get(sign) ?? sign.normalize('NFKC');
  const letter = plain.length === 1 ? letterOf(plain.charCodeAt(0)) : 0;
  known.set(point, letter);
  return letter;
}

function letterOf(code: number): number {
  const letter = PLAIN[code] ?? 0;
  return letter < FIRST_SIGN ? letter : 0;
}
