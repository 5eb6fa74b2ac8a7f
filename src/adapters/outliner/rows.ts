/** Rows of a text, so that positions need not be asked of the parser. */
export interface Rows {
  readonly count: number;
  /** Index of a row's first character, the length of the text behind the last. */
  start(row: number): number;
  /** Where a row starts, or the end of the text behind the last. */
  point(row: number): { row: number; column: number };
  text(row: number): string;
  /** Whether a row begins with a word, blanks aside. */
  begins(row: number, word: string): boolean;
  /** Whether a row ends with a word, blanks aside. */
  ends(row: number, word: string): boolean;
  /** Row of the character before an end index. */
  of(end: number): number;
}

export function rowsOf(text: string): Rows {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return {
    count: starts.length,
    start: (row) => starts[row] ?? text.length,
    point: (row) => (row < starts.length ? { row, column: 0 } : endPoint(text, starts)),
    text: (row) => text.slice(starts[row] ?? text.length, (starts[row + 1] ?? text.length + 1) - 1),
    begins: (row, word) => text.startsWith(word, firstInk(text, starts[row] ?? text.length)),
    ends: (row, word) => text.endsWith(word, lastInk(text, (starts[row + 1] ?? text.length + 1) - 1)),
    of: (end) => rowOf(starts, Math.max(0, end - 1)),
  };
}

function endPoint(text: string, starts: readonly number[]): { row: number; column: number } {
  return { row: starts.length - 1, column: text.length - (starts[starts.length - 1] ?? 0) };
}

function firstInk(text: string, start: number): number {
  let at = start;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}

function lastInk(text: string, end: number): number {
  let at = end;
  while (at > 0 && (text[at - 1] === ' ' || text[at - 1] === '\r' || text[at - 1] === '\t')) at--;
  return at;
}

function rowOf(starts: readonly number[], index: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}
