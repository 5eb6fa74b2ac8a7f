/** A shorter value is a word that stands elsewhere too. */
const SHORTEST = 6;

/** A longer value is known by pieces of this length, so that no comparison is longer. */
const LONGEST = 200;

/** A value, or a piece of one, and the longest other one that it begins with. */
interface Known {
  value: string;
  placeholder: string;
  shorter: Known | undefined;
}

/**
 * Puts placeholders in place of values that are known, wherever they stand in a text and where they overlap. One pass over the
 * text, however many values there are: each place asks for its first letters, and those that share them lie in order.
 */
export function valueFilter(values: Iterable<readonly [value: string, placeholder: string]>): (text: string) => string {
  const byBeginning = indexed(values);
  if (byBeginning.size === 0) return (text) => text;
  return (text) => {
    let [shown, end, last] = ['', 0, ''];
    for (let at = 0; at + SHORTEST <= text.length; at++) {
      const known = longestAt(byBeginning.get(text.slice(at, at + SHORTEST)), text.slice(at, at + LONGEST));
      if (known === undefined || at + known.value.length <= end) continue;
      // Pieces of one value that touch are one placeholder.
      if (at > end || known.placeholder !== last) shown += text.slice(end, Math.max(at, end)) + known.placeholder;
      [end, last] = [at + known.value.length, known.placeholder];
    }
    return shown + text.slice(end);
  };
}

function indexed(values: Iterable<readonly [string, string]>): Map<string, Known[]> {
  const placeholders = new Map(
    [...values].flatMap(([value, placeholder]) => piecesOf(value).map((piece) => [piece, placeholder])),
  );
  const byBeginning = new Map<string, Known[]>();
  const open: Known[] = [];
  for (const value of [...placeholders.keys()].sort()) {
    while (open.length > 0 && !value.startsWith(open.at(-1)?.value ?? '')) open.pop();
    const known = { value, placeholder: placeholders.get(value) ?? '', shorter: open.at(-1) };
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
function longestAt(values: readonly Known[] | undefined, text: string): Known | undefined {
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
