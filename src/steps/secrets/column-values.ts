import { lineBefore } from './line-before';
import { matchAt } from './match-at';

/** A cell that is all name: what stands before it in its row, and behind it to the next line. */
const BEFORE = /^[ \t]{0,40}\|(?:[^|\n]{0,200}\|){0,12}[ \t*_`"]{0,8}(?:[\w.-]{1,20}[ \t_-]){0,2}[\w.-]{0,20}$/;
const BEHIND = /[ \t*_`"]{0,8}\|[^\n]{0,1000}\n/y;
const ROW = /[ \t]{0,40}\|(?:(?:\\\||[^|\n]){0,400}\|){1,40}[ \t]{0,20}\r?(?:\n|$)/y;
const CELL = /(?:\\\||[^|\n]){0,400}\|/g;
const VALUE = /^[ \t*_`"']{0,8}(?<secret>[^\s|]{6,128}?)[*_`"']{0,4}[ \t]{0,40}\|$/;
const MOST_ROWS = 200;

/** What stands below a name that is the head of a column, row by row. */
export function columnValues(text: string, at: number, end: number): { start: number; end: number }[] {
  const before = lineBefore(text, at, WIDEST);
  if (!BEFORE.test(before) || isRowBefore(text, at - before.length)) return [];
  const head = matchAt(BEHIND, text, end);
  if (!head) return [];
  const column = before.split('|').length - 1;
  const found: { start: number; end: number }[] = [];
  let from = end + head[0].length;
  for (let rows = 0; rows < MOST_ROWS; rows += 1) {
    const row = matchAt(ROW, text, from)?.[0];
    if (row === undefined || row === '') return found;
    found.push(...cellOf(row, column, from));
    from += row.length;
  }
  return found;
}

/** The head is the first of its rows. */
function isRowBefore(text: string, start: number): boolean {
  return start > 0 && /^[ \t]{0,40}\|/.test(lineBefore(text, start - 1, WIDEST));
}

const WIDEST = 400;

function cellOf(row: string, column: number, from: number): { start: number; end: number }[] {
  const cell = [...row.matchAll(CELL)][column];
  const value = cell && VALUE.exec(cell[0])?.groups?.secret;
  if (!value) return [];
  const start = from + cell.index + cell[0].indexOf(value);
  return [{ start, end: start + value.length }];
}
