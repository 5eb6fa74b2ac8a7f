/** A line of which each of its characters may ask the same: it is looked through once for each question. */
export interface WholeLine {
  text: string;
  /** How many of them it holds; the pattern is a global one. */
  count: (pattern: RegExp) => number;
  /** Where its ink begins and ends; -1 where it has none. */
  ink: readonly [first: number, last: number];
}

export function wholeLine(text: string): WholeLine {
  const counts = new Map<RegExp, number>();
  const count = (pattern: RegExp) => {
    const known = counts.get(pattern) ?? text.match(pattern)?.length ?? 0;
    counts.set(pattern, known);
    return known;
  };
  return { text, count, ink: [text.search(/\S/), text.trimEnd().length - 1] };
}
