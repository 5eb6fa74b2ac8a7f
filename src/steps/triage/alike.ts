import { madeOnce } from '../../made-once';
import { sha256 } from '../../sha256';
import type { LineSpan } from '../diff/line-span';
import { hashOfWord, type Token, type Tokens } from './gist-tokens';

/** What some code looks like when every name is taken for the same one. */
export interface Look {
  /** How many words and signs. */
  count: number;
  /** Of their kinds, eight hexadecimal digits. */
  shape: string;
  /** Of themselves, eight hexadecimal digits. */
  words: string;
}

/** Code of that shape: whole statements, from the beginning of one to the end of another. */
export interface Alike extends LineSpan {
  /** Of all its words, sixteen hexadecimal digits. */
  words: string;
  /** Of each word and sign, as a gist holds it. */
  hashes: readonly string[];
  /** Which of them are names. */
  names: readonly number[];
  /** Which of them are yes or no. */
  values: readonly number[];
}

interface Item {
  hash: string;
  word: string;
  /** The word itself where it is no name. */
  kind: string;
  isBegun: boolean;
}

/** Items in their order, of which equal ones are one, and the numbers of their lines. */
interface Items {
  items: readonly Item[];
  numbers: Uint32Array;
}

interface ReadItems extends Items {
  /** Of the kinds up to each, so that the shape of any piece is told at once. */
  sums: Uint32Array;
  /** Where pieces of a length and shape begin, for the lengths that were asked for. */
  asked: Map<number, ReadonlyMap<string, readonly number[]>>;
  /** What looks alike, for the looks that were asked for: many lines of a file may have the same. */
  found: Map<string, readonly Alike[]>;
}

const SPOKEN = new Set(
  'return yield if else elif for while do switch case default match when const let var val final auto static public private protected internal new await async function def fn func fun class struct enum import export from not and or is in of as with using try catch except finally throw raise throws typeof instanceof void delete del assert pass break continue then end begin lambda None null nil undefined self this super cls'.split(
    ' ',
  ),
);
const YES = new Set('true True TRUE 1 yes Yes YES on On ON'.split(' '));
const NO = new Set('false False FALSE 0 no No NO off Off OFF'.split(' '));
const NEGATES = new Set(['not', '!']);
const IS_NAME = /^[\p{L}_$]/u;
/** No language has such a word. */
const NAME = '\u0001';
const FACTOR = 0x01000193;
/** As many as stand for 32 bits. */
const DIGITS = 8;
/** Whoever writes the code could try so many names as fewer digits need. */
const MORE_DIGITS = 16;

export function lookOf(tokens: Tokens): Look {
  const { items, sums } = readItems(tokens);
  return { count: items.length, shape: shapeAt(sums, 0, items.length), words: hashed(items, DIGITS) };
}

/** Whatever looks like that among the code; what is cut off may end anywhere. */
export function alikeIn(tokens: Tokens, { count, shape }: Look, isCut: boolean): readonly Alike[] {
  const read = readItems(tokens);
  const asked = `${count}:${shape}:${isCut}`;
  const known = read.found.get(asked);
  if (known !== undefined) return known;
  const starts = (read.asked.get(count) ?? startsOf(read, count)).get(shape) ?? [];
  const isEnded = (at: number) => isCut || read.items[at + count]?.isBegun !== false;
  const found = starts.filter(isEnded).map((at) => alikeAt(read, at, at + count));
  read.found.set(asked, found);
  return found;
}

export function isOfLanguage(word: string): boolean {
  return SPOKEN.has(word);
}

/** How many words of a shape are no names: fewer, and it is that of anything. */
export function tellingWords({ hashes, names }: Alike): number {
  return hashes.length - names.length;
}

function alikeAt(all: Items, from: number, to: number): Alike {
  const items = all.items.slice(from, to);
  return {
    ...{ startLine: all.numbers[from] ?? 1, endLine: all.numbers[to - 1] ?? 1, words: hashed(items, MORE_DIGITS) },
    hashes: items.map(({ hash }) => hash),
    names: placesOf(items, ({ kind }) => kind === NAME),
    values: placesOf(items, isValue),
  };
}

function placesOf(items: readonly Item[], isWanted: (item: Item) => boolean): number[] {
  return items.flatMap((item, index) => (isWanted(item) ? [index] : []));
}

function isValue({ kind }: Item): boolean {
  return kind === 'True' || kind === 'False';
}

const readItems = madeOnce((tokens: Tokens): ReadItems => {
  const { items, numbers } = plain(tokens);
  const sums = new Uint32Array(items.length + 1);
  const values = new Map<string, number>();
  for (const [at, { kind }] of items.entries()) {
    const value = values.get(kind) ?? Number.parseInt(sha256(kind, DIGITS), 16);
    values.set(kind, value);
    sums[at + 1] = Math.imul(sums[at] ?? 0, FACTOR) + value;
  }
  return { items, numbers, sums, asked: new Map(), found: new Map() };
});

function startsOf({ items, sums, asked }: ReadItems, count: number): ReadonlyMap<string, readonly number[]> {
  const starts = new Map<string, number[]>();
  for (let at = 0; at + count <= items.length; at += 1) {
    if (!items[at]?.isBegun) continue;
    const shape = shapeAt(sums, at, count);
    const known = starts.get(shape);
    if (known === undefined) starts.set(shape, [at]);
    else known.push(at);
  }
  asked.set(count, starts);
  return starts;
}

function shapeAt(sums: Uint32Array, at: number, count: number): string {
  let power = 1;
  for (let left = count; left > 0; left -= 1) power = Math.imul(power, FACTOR);
  const shape = ((sums[at + count] ?? 0) - Math.imul(sums[at] ?? 0, power)) >>> 0;
  return shape.toString(16).padStart(8, '0');
}

const itemOf = madeOnce(({ hash, word, begins }: Token): Item => {
  const isBegun = begins !== 'nothing';
  if (YES.has(word) || NO.has(word)) return { isBegun, ...answerOf(YES.has(word)) };
  const isName = IS_NAME.test(word) && !SPOKEN.has(word);
  return { isBegun, hash, word, kind: isName ? NAME : word };
});

function answerOf(isYes: boolean): Pick<Item, 'hash' | 'word' | 'kind'> {
  const word = isYes ? 'True' : 'False';
  return { hash: hashOfWord(word), word, kind: word };
}

/** `not False` is what `True` is. */
function plain({ count, kinds, kindAt, numberAt }: Tokens): Items {
  const found: Item[] = [];
  const numbers: number[] = [];
  for (let at = count - 1; at >= 0; at -= 1) {
    const token = kinds[kindAt[at] ?? 0];
    if (token === undefined) continue;
    const item = itemOf(token);
    const next = found.at(-1);
    const isNot = next !== undefined && isValue(next) && NEGATES.has(item.word);
    const last = isNot ? found.length - 1 : found.length;
    found[last] = isNot ? { ...item, ...answerOf(next.kind === 'False') } : item;
    numbers[last] = numberAt[at] ?? 1;
  }
  return { items: found.reverse(), numbers: Uint32Array.from(numbers.reverse()) };
}

function hashed(items: readonly Item[], digits: number): string {
  return sha256(items.map(({ word }) => word).join('\n'), digits);
}
