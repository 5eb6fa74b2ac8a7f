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

type Values<Name> = Iterable<readonly [value: string, name: Name]>;

/** Puts placeholders in place of values that are known, wherever they stand in a text and where they overlap. */
export function valueFilter(values: Values<string>): (text: string) => string {
  const find = valueFinder(values);
  return (text) => {
    let [shown, at] = ['', 0];
    for (const { start, end, name } of find(text)) {
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
  const byBeginning = indexed(values);
  if (byBeginning.size === 0) return () => [];
  const isTaken = new Uint8Array(SLOTS);
  for (const beginning of byBeginning.keys()) isTaken[slotAt(beginning, 0)] = 1;
  return (text) => {
    const spans: KnownSpan<Name>[] = [];
    for (let at = 0; at + SHORTEST <= text.length; at++) {
      if (isTaken[slotAt(text, at)] === 0) continue;
      const known = longestAt(byBeginning.get(text.slice(at, at + SHORTEST)), text.slice(at, at + LONGEST));
      if (known !== undefined) addSpan(spans, at, at + known.value.length, known.name);
    }
    return spans;
  };
}

/** Most places are passed over by their first four letters. */
const SLOTS = 1 << 16;

function slotAt(text: string, at: number): number {
  const two = text.charCodeAt(at) ^ (text.charCodeAt(at + 1) << 5);
  return (two ^ (text.charCodeAt(at + 2) << 9) ^ (text.charCodeAt(at + 3) << 12)) & (SLOTS - 1);
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
  const names = new Map([...values].flatMap(([value, name]) => piecesOf(value).map((piece) => [piece, name] as const)));
  const byBeginning = new Map<string, Known<Name>[]>();
  const open: Known<Name>[] = [];
  for (const [value, name] of [...names].sort(([one], [other]) => (one < other ? -1 : 1))) {
    while (open.length > 0 && !value.startsWith(open.at(-1)?.value ?? '')) open.pop();
    const known = { value, name, shorter: open.at(-1) };
    open.push(known);
    const beginning = value.slice(0, SHORTEST);
    const same = byBeginning.get(beginning);
    if (same) same.push(known);
    else byBeginning.set(beginning, [known]);
  }
  return byBeginning;
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
function longestAt<Name>(values: readonly Known<Name>[] | undefined, text: string): Known<Name> | undefined {
  if (values === undefined) return undefined;
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
