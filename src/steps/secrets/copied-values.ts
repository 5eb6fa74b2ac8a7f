import { lineBefore } from './line-before';
import { matchAt } from './match-at';

interface Span {
  start: number;
  end: number;
}

/** Columns as PostgreSQL copies them, and what stands between them and their rows. */
const COPIED = /\bcopy\s{1,8}[^\s()]{1,120}\s{0,8}\((?<columns>[^()]{0,400})$/i;
const ROWS_BEHIND = /[^()]{0,400}\)\s{1,8}from\s{1,8}stdin[^\n]{0,200}\n/iy;
/** The name of a column, without the blank that sentences have behind a comma. */
const HEAD = /^["']?[A-Za-z_][\w .-]{0,40}["']?$/;
const BEHIND_NAME = /["']?(?:[,;\t\r\n]|$)/y;
const WIDEST = 600;
/** The sign of their end, and the beginning of others. */
const ENDS_ROWS = /^(?:\\\.|copy\s)/i;
const MOST_ROWS = 200_000;
const MOST_COLUMNS = 60;

/** What stands in the column of this name: in rows that SQL copies, and in a file whose first line names its columns. */
export function copiedValues(text: string, at: number, end: number): Span[] {
  const before = text.slice(Math.max(0, at - WIDEST), at);
  // A list of columns is open where a name of one stands.
  const isOpen = before.lastIndexOf('(') > before.lastIndexOf(')');
  const { columns } = (isOpen && COPIED.exec(before)?.groups) || {};
  if (columns !== undefined) {
    const head = matchAt(ROWS_BEHIND, text, end);
    if (!head) return [];
    const all = (columns + text.slice(at, end) + head[0]).split(')', 1)[0] ?? '';
    return cellsOf(
      text,
      end + head[0].length,
      /\bcsv\b/i.test(head[0]) ? ',' : '\t',
      columns.split(',').length - 1,
      all.split(',').length,
    );
  }
  // The first line is short where it names columns.
  return at > WIDEST || lineBefore(text, at, at).length < at ? [] : inTable(text, at, end);
}

function inTable(text: string, at: number, end: number): Span[] {
  const head = lineAt(text, 0);
  const separator = [',', ';', '\t'].find((one) => head.includes(one));
  if (separator === undefined || !matchAt(BEHIND_NAME, text, end)) return [];
  const names = head.trimEnd().split(separator);
  if (!names.every((name) => HEAD.test(name))) return [];
  return cellsOf(text, head.length, separator, text.slice(0, at).split(separator).length - 1, names.length);
}

/** Of rows that have as many cells as there are columns, two or more: a line of one would be anything. */
function cellsOf(text: string, from: number, separator: string, column: number, columns: number): Span[] {
  const found: Span[] = [];
  if (columns < 2 || columns > MOST_COLUMNS) return found;
  let start = from;
  for (let rows = 0; rows < MOST_ROWS && start < text.length; rows += 1) {
    const line = lineAt(text, start);
    if (ENDS_ROWS.test(line)) return found;
    const cells = line.trimEnd().split(separator);
    if (cells.length === columns) {
      const cell = cells[column] ?? '';
      const value = cell.replace(/^\s{0,8}["']?|["']?\s{0,8}$/g, '');
      const own = start + cells.slice(0, column).join(separator).length + (column > 0 ? 1 : 0) + cell.indexOf(value);
      if (value.length >= SHORTEST && !/\s/.test(value)) found.push({ start: own, end: own + value.length });
    }
    start += line.length;
  }
  return found;
}

const SHORTEST = 6;

/** With its end. */
function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? text.length : end + 1);
}
