import { matchAt } from './match-at';

const COLUMNS_BEFORE = /\binsert\s{1,8}into\s[^()]{1,120}\((?<columns>[^()]{0,400})$/i;
const VALUES_BEHIND = /[^()]{0,400}\)\s{0,40}values\s{0,40}\(\s{0,40}/iy;
const VALUE = /(?:N?'(?:[^'\n]|''){0,200}'|[^'",()\s]{1,80}(?:\([^()\n]{0,80}\))?)\s{0,20},\s{0,40}/y;
const TEXT = /N?'(?<secret>(?:[^'\n]|''){6,200})'/y;

/** Between a value and the next row. */
const TO_NEXT_ROW = /(?:'[^'\n]{0,200}'|[^'()\n]|\([^()\n]{0,80}\)){0,400}\)\s{0,40},\s{0,40}\(\s{0,40}/y;
const MOST_ROWS = 500;

/** What SQL puts into the column of this name, row by row. */
export function insertedValues(text: string, at: number, end: number): { start: number; end: number }[] {
  const { columns } = COLUMNS_BEFORE.exec(text.slice(Math.max(0, at - 600), at))?.groups ?? {};
  if (columns === undefined) return [];
  const found: { start: number; end: number }[] = [];
  const ahead = columns.split(',').length - 1;
  let row = behind(VALUES_BEHIND, text, end);
  for (let rows = 0; row >= 0 && rows < MOST_ROWS; rows += 1) {
    let from = row;
    for (let left = ahead; left > 0 && from >= 0; left--) from = behind(VALUE, text, from);
    if (from < 0) return found;
    const match = matchAt(TEXT, text, from);
    const value = match?.groups?.secret;
    const last = from + (match?.[0].length ?? 0) - 1;
    if (value !== undefined) found.push({ start: last - value.length, end: last });
    row = behind(TO_NEXT_ROW, text, match ? last + 1 : from);
  }
  return found;
}

/** Where a match at this place ends; -1 where there is none. */
function behind(pattern: RegExp, text: string, from: number): number {
  const match = matchAt(pattern, text, from);
  return match ? from + match[0].length : -1;
}
