import { grouped } from '../../grouped';

/** A shorter value is a word that stands elsewhere too. */
const SHORTEST = 6;

/** A longer value is known by pieces of this length, so that no comparison is longer. */
const LONGEST = 200;

/** Where a value that is known stands in a text, and what it is called. */
export interface KnownSpan<Name> {
  start: number;
  end: number;
  name: Name;
}

/** A value, or a piece of one, and the longest other one that it begins with. */
interface Known<Name> {
  value: string;
  name: Name;
  shorter: Known<Name> | undefined;
}

/** Whether somebody was shown this, who may say it then. */
export type WasShown = (value: string) => boolean;

type Values<Name> = Iterable<readonly [value: string, name: Name]>;

/** Puts placeholders in place of values that are known, but for those that were shown, wherever they stand in a text and where they overlap. */
export function valueFilter(values: Values<string>): (text: string, wasShown?: WasShown) => string {
  const find = valueFinder(values);
  return (text, wasShown = () => false) => {
    let [shown, at] = ['', 0];
    for (const { start, end, name } of find(text)) {
      if (wasShown(text.slice(start, end))) continue;
      shown += text.slice(at, start) + name;
      at = end;
    }
    return shown + text.slice(at);
  };
}

/**
 * Finds values that are known, in order and none within another. One pass over the text, however many values there are: each place
 * asks for its first letters, and those that share them lie in order.
 */
export function valueFinder<Name>(values: Values<Name>): (text: string) => KnownSpan<Name>[] {
  const find = boundedFinder(values);
  return (text) => find(text) ?? [];
}

/** The same for texts of any length, of which each letter may begin what nearly is a value: null where there are more such places than may be compared. */
export function boundedFinder<Name>(
  values: Values<Name>,
  patience: Patience = { places: Infinity },
): (text: string) => KnownSpan<Name>[] | null {
  const byBeginning = indexed(values);
  if (byBeginning.size === 0) return () => [];
  const isTaken = slotsOf(byBeginning.keys(), byBeginning.size);
  return (text) => {
    const spans: KnownSpan<Name>[] = [];
    for (let at = 0; at + SHORTEST <= text.length; at++) {
      if (!isTaken(text, at)) continue;
      const begun = byBeginning.get(text.slice(at, at + SHORTEST));
      if (begun === undefined) continue;
      patience.places -= 1;
      if (patience.places < 0) return null;
      const known = longestAt(begun, text.slice(at, at + LONGEST));
      if (known !== undefined) addSpan(spans, at, at + known.value.length, known.name);
    }
    return spans;
  };
}

/** At how many places more a value may begin: each takes a hundred times what a letter takes that begins none. */
export interface Patience {
  places: number;
}

/** By the first letters of a value, all that there must be, nearly all other places are passed over. */
function slotsOf(beginnings: Iterable<string>, count: number): (text: string, at: number) => boolean {
  let slots = FEWEST_SLOTS;
  while (slots < count * 16 && slots < MOST_SLOTS) slots *= 2;
  const taken = new Uint32Array(slots >> 5);
  for (const beginning of beginnings) {
    const slot = hashAt(beginning, 0) & (slots - 1);
    taken[slot >> 5] = (taken[slot >> 5] ?? 0) | (1 << (slot & 31));
  }
  return (text, at) => {
    const slot = hashAt(text, at) & (slots - 1);
    return ((taken[slot >> 5] ?? 0) & (1 << (slot & 31))) !== 0;
  };
}

const FEWEST_SLOTS = 1 << 16;
const MOST_SLOTS = 1 << 24;

function hashAt(text: string, at: number): number {
  let hash = 0;
  for (let letter = at; letter < at + SHORTEST; letter++) hash = Math.imul(hash, 0x01000193) ^ text.charCodeAt(letter);
  return hash ^ (hash >>> 15);
}

/** Pieces of one value that touch are one. */
function addSpan<Name>(spans: KnownSpan<Name>[], start: number, end: number, name: Name): void {
  const last = spans.at(-1);
  if (last === undefined || start > last.end) spans.push({ start, end, name });
  else if (end <= last.end) return;
  else if (last.name === name) last.end = end;
  else spans.push({ start: last.end, end, name });
}

function indexed<Name>(values: Values<Name>): Map<string, Known<Name>[]> {
  const names = new Map<string, Name>();
  for (const [value, name] of values) for (const piece of piecesOf(value)) names.set(piece, name);
  // Nearly all values have a beginning of their own: to put them all in order would cost more than to look for them.
  const byBeginning = grouped(names, ([value]) => value.slice(0, SHORTEST));
  return new Map([...byBeginning].map(([beginning, same]) => [beginning, inOrder(same)]));
}

function inOrder<Name>(named: (readonly [value: string, name: Name])[]): Known<Name>[] {
  if (named.length > 1) named.sort(([one], [other]) => (one < other ? -1 : 1));
  const open: Known<Name>[] = [];
  return named.map(([value, name]) => {
    while (open.length > 0 && !value.startsWith(open.at(-1)?.value ?? '')) open.pop();
    const known = { value, name, shorter: open.at(-1) };
    open.push(known);
    return known;
  });
}

function piecesOf(value: string): string[] {
  if (value.length < SHORTEST) return [];
  const pieces: string[] = [];
  for (let at = 0; at < value.length; at += LONGEST) pieces.push(value.slice(at, at + LONGEST));
  // The rest of a long value may be too short to be known by itself.
  const rest = pieces.at(-1) ?? '';
  return rest.length < SHORTEST ? [...pieces.slice(0, -1), value.slice(-SHORTEST)] : pieces;
}

/** The longest of some values in order with which the text begins. */
function longestAt<Name>(values: readonly Known<Name>[], text: string): Known<Name> | undefined {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle]?.value ?? '') <= text) low = middle + 1;
    else high = middle;
  }
  // What the text begins with stands before it in order, and begins whatever stands between.
  let known = values[low - 1];
  const same = known === undefined ? 0 : commonLength(known.value, text);
  while (known !== undefined && known.value.length > same) known = known.shorter;
  return known;
}

function commonLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}
