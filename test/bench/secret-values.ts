import { allForms } from '../../src/steps/secrets/read-tokens';

/** The same in every run: what chance is asked depends on nothing but its seed. */
export interface Chance {
  below(limit: number): number;
  of<Item>(items: readonly Item[]): Item;
  letters(count: number, alphabet: string): string;
  bytes(count: number): Buffer;
}

export function chanceOf(seed: string): Chance {
  let state = 0x811c9dc5;
  for (let at = 0; at < seed.length; at++) state = Math.imul(state ^ seed.charCodeAt(at), 0x01000193) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const chance: Chance = {
    below,
    of: (items) => items[below(items.length)] as (typeof items)[number],
    letters: (count, alphabet) => Array.from({ length: count }, () => alphabet[below(alphabet.length)]).join(''),
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => below(256))),
  };
  return chance;
}

/** What a name says of a value. */
export type Called = 'password' | 'key' | 'token';

export interface ValueKind {
  name: string;
  /** Under which it stands in the table. */
  group: string;
  called: Called;
  make(chance: Chance): string;
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = UPPER.toLowerCase();
const DIGITS = '0123456789';
const WORD = UPPER + LOWER + DIGITS;
const HEX = `${DIGITS}abcdef`;

/** As password managers take them, and as some take fewer. */
const SIGNS = '!@#$%^&*';
const MORE_SIGNS = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

const WORDS = (
  'sommer winter hafen garten schloss kiel nordwind berlin adler tiger dragon monkey sunshine summer orange guitar ' +
  'purple silver london madrid falcon coffee banana rocket pepper flower thunder michael jessica daniel charlie andrea ' +
  'stefan barcelona juventus arsenal liverpool eagle shadow master freedom welcome hello computer internet'
).split(' ');
const YEARS = ['1', '7', '12', '42', '77', '99', '123', '1987', '2019', '2023', '2024', '2025'];
const KEYBOARD = ['qwertz', 'qwerty', 'asdf', 'yxcv', 'qazwsx', '1q2w3e4r', 'zaq12wsx'];

const generated = [
  ...[12, 16, 20, 24, 32, 40, 48, 64].map((length) =>
    kind(`letters and digits, ${length}`, 'letters and digits', keyed(length), (chance) =>
      chance.letters(length, WORD),
    ),
  ),
  ...[12, 16, 24, 32, 64].map((length) =>
    kind(`small letters and digits, ${length}`, 'small letters and digits', keyed(length), (chance) =>
      chance.letters(length, LOWER + DIGITS),
    ),
  ),
  ...[12, 16, 20, 32].map((length) =>
    kind(`letters alone, ${length}`, 'letters alone', keyed(length), (chance) => chance.letters(length, UPPER + LOWER)),
  ),
  ...[20, 32, 40, 64].map((length) =>
    kind(`hexadecimal, ${length}`, 'hexadecimal', 'key', (chance) => chance.letters(length, HEX)),
  ),
  ...[16, 32, 64].flatMap((count) => [
    kind(`base64 of ${count} bytes`, 'base64', 'key', (chance) => chance.bytes(count).toString('base64')),
    kind(`base64 for addresses, of ${count} bytes`, 'base64', 'key', (chance) =>
      chance.bytes(count).toString('base64url'),
    ),
  ]),
  kind('id of 8-4-4-4-12', 'id of 8-4-4-4-12', 'key', (chance) =>
    [8, 4, 4, 4, 12].map((length) => chance.letters(length, HEX)).join('-'),
  ),
];

const signed = [
  ...[12, 16, 20, 32].map((length) =>
    kind(`few signs, ${length}`, 'with signs, of a password manager', 'password', (chance) =>
      chance.letters(length, WORD + SIGNS),
    ),
  ),
  ...[12, 16, 24].map((length) =>
    kind(`all signs, ${length}`, 'with signs, of a password manager', 'password', (chance) =>
      chance.letters(length, WORD + MORE_SIGNS),
    ),
  ),
  kind('Django', 'keys of frameworks', 'key', (chance) => chance.letters(50, `${LOWER}${DIGITS}!@#$%^&*(-_=+)`)),
  kind('Rails', 'keys of frameworks', 'key', (chance) => chance.letters(128, HEX)),
  kind('Laravel', 'keys of frameworks', 'key', (chance) => `base64:${chance.bytes(32).toString('base64')}`),
  kind('WordPress', 'keys of frameworks', 'key', (chance) =>
    chance.letters(64, `${WORD}!@#$%^&*()-_ []{}<>~+=,.;:/?|`).trim(),
  ),
];

const typed = [
  kind('word and number', 'typed, with a digit', 'password', (chance) => capital(chance) + chance.of(YEARS)),
  kind('small word and number', 'typed, with a digit', 'password', (chance) => chance.of(WORDS) + chance.of(YEARS)),
  kind('word, number and sign', 'typed, with a digit', 'password', (chance) =>
    [capital(chance), chance.of(['', '-', '.', '@', '_']), chance.of(YEARS), chance.of(['!', '!', '#', '?', '*'])].join(
      '',
    ),
  ),
  kind(
    'two words and a number',
    'typed, with a digit',
    'password',
    (chance) => capital(chance) + capital(chance) + chance.of(YEARS),
  ),
  kind('word with digits for letters', 'typed, with a digit', 'password', (chance) =>
    leet(capital(chance) + chance.of(WORDS)),
  ),
  kind('row of the keyboard', 'typed, with a digit', 'password', (chance) => chance.of(KEYBOARD) + chance.of(YEARS)),
  kind('number', 'typed, with a digit', 'password', (chance) => chance.letters(8, DIGITS)),
  kind('word', 'typed, of words alone', 'password', (chance) => longWord(chance)),
  kind('two words', 'typed, of words alone', 'password', (chance) => chance.of(WORDS) + chance.of(WORDS)),
  kind('two words with capitals', 'typed, of words alone', 'password', (chance) => capital(chance) + capital(chance)),
  kind('four words with hyphens', 'typed, of words alone', 'password', (chance) =>
    Array.from({ length: 4 }, () => chance.of(WORDS)).join('-'),
  ),
  kind('word, number and sign, called a secret', 'typed, called a secret', 'key', (chance) =>
    [capital(chance), chance.of(WORDS), chance.of(YEARS), chance.of(['!', '#', '*'])].join(''),
  ),
  kind('two words and a year, called a secret', 'typed, called a secret', 'key', (chance) =>
    [capital(chance), chance.of(WORDS), chance.of(YEARS.filter(({ length }) => length === 4))].join(''),
  ),
];

const published = kind('published form', 'published form', 'token', (chance) => {
  const { parts } = chance.of(allForms());
  return parts
    .map((part) =>
      'text' in part
        ? part.text
        : chance.letters(
            part.fewest + chance.below(Math.min(part.most, part.fewest + 40) - part.fewest + 1),
            alphabet(part.letters),
          ),
    )
    .join('');
});

export const VALUE_KINDS: readonly ValueKind[] = [published, ...generated, ...signed, ...typed];

function kind(name: string, group: string, called: Called, make: ValueKind['make']): ValueKind {
  return { name, group, called, make };
}

/** What is long is called a key or a token, what is short a password. */
function keyed(length: number): Called {
  return length <= 16 ? 'password' : length <= 24 ? 'token' : 'key';
}

function alphabet(letters: Uint8Array): string {
  return Array.from(letters, (is, code) => (is === 1 ? String.fromCharCode(code) : '')).join('');
}

function capital(chance: Chance): string {
  const word = chance.of(WORDS);
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function longWord(chance: Chance): string {
  return chance.of(WORDS.filter(({ length }) => length >= 8));
}

function leet(word: string): string {
  return word.replace(/[aeios]/g, (letter) => ({ a: '4', e: '3', i: '1', o: '0', s: '5' })[letter] ?? letter);
}
