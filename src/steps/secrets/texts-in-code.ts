import type { FoundSecret } from './found-secret';

const OPENS = /<<[-~]?(?<quote>["']?)(?<mark>[A-Z_a-z]\w{1,30})\k<quote>[^\n]{0,200}\n/g;
/** So long a text is data. */
const MOST = 20_000;
/** Where so many do not end, the sign moves bits. */
const MOST_MISSED = 20;

/** What stands in texts of many lines within code: scripts and settings of other programs, whose values need no quotes. */
export function inTextsOfCode(text: string, look: (inner: string) => readonly FoundSecret[]): FoundSecret[] {
  const found: FoundSecret[] = [];
  let [after, missed] = [0, 0];
  for (const { 0: opens, index, groups } of text.matchAll(OPENS)) {
    if (index < after) continue;
    if (missed === MOST_MISSED) return found;
    const from = index + opens.length;
    const end = endOf(text.slice(from, from + MOST), groups?.mark ?? '');
    if (end < 0) {
      missed += 1;
      continue;
    }
    after = from + end;
    found.push(
      ...look(text.slice(from, after)).map((one) => ({ ...one, start: from + one.start, end: from + one.end })),
    );
  }
  return found;
}

/** Where the line begins that holds the mark alone. */
function endOf(text: string, mark: string): number {
  for (let at = 0; at < text.length; ) {
    const next = text.indexOf('\n', at);
    const end = next < 0 ? text.length : next;
    if (
      text
        .slice(at, Math.min(end, at + 100))
        .trim()
        .replace(/[;,)]{1,4}$/, '') === mark
    )
      return at;
    at = end + 1;
  }
  return -1;
}
