import { matchAt } from './match-at';

const COLUMNS_BEFORE = /\binsert\s{1,8}into\s[^()]{1,120}\((?<columns>[^()]{0,400})$/i;
const VALUES_BEHIND = /[^()]{0,400}\)\s{0,40}values\s{0,40}\(\s{0,40}/iy;
const VALUE = /(?:N?'(?:[^'\n]|''){0,200}'|[^'",()\s]{1,80}(?:\([^()\n]{0,80}\))?)\s{0,20},\s{0,40}/y;
const TEXT = /N?'(?<secret>(?:[^'\n]|''){6,200})'/y;

/** What SQL puts into the column of this name, in the first row. */
export function insertedValue(text: string, at: number, end: number): { start: number; end: number } | null {
  const { columns } = COLUMNS_BEFORE.exec(text.slice(Math.max(0, at - 600), at))?.groups ?? {};
  if (columns === undefined) return null;
  let from = behind(VALUES_BEHIND, text, end);
  for (let left = columns.split(',').length - 1; left > 0 && from >= 0; left--) from = behind(VALUE, text, from);
  if (from < 0) return null;
  const match = matchAt(TEXT, text, from);
  const value = match?.groups?.secret;
  if (!match || value === undefined) return null;
  const last = from + match[0].length - 1;
  return { start: last - value.length, end: last };
}

/** Where a match at this place ends; -1 where there is none. */
function behind(pattern: RegExp, text: string, from: number): number {
  const match = matchAt(pattern, text, from);
  return match ? from + match[0].length : -1;
}
