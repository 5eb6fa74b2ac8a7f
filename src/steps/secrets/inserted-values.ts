import type { FoundSecret } from './found-secret';
import { matchAt } from './match-at';
import { told } from './quoted-values';
import { isByRule } from './real-values';
import type { Places } from './signs';

const COLUMNS_BEFORE = /\binsert\s{1,8}into\s[^()]{1,120}\((?<columns>[^()]{0,400})$/i;
const VALUES_BEHIND = /[^()]{0,400}\)\s{0,40}values\s{0,40}\(\s{0,40}/iy;
const VALUE = /(?:N?'(?:[^'\n]|''){0,200}'|[^'",()\s]{1,80}(?:\([^()\n]{0,80}\))?)\s{0,20},\s{0,40}/y;
const TEXT = /N?'(?<secret>(?:[^'\n]|''){6,200})'/y;

const NEXT_ROW = /\s{0,40},\s{0,40}\(\s{0,40}/y;
/** Letters between a value and the end of its row. */
const MOST_OF_ROW = 2_000;
const MOST_ROWS = 500;

interface Span {
  start: number;
  end: number;
}

/** What SQL puts into the column of this name, row by row. */
export type InsertedValues = (at: number, end: number) => Span[];

/** Of one text; each row is gone through once, however many of its columns are asked for. */
export function insertedValues(text: string): InsertedValues {
  const rows = new Map<number, Row>();
  const rowAt = (start: number) => {
    const row = rows.get(start) ?? { values: [start], next: -1 };
    rows.set(start, row);
    return row;
  };
  return (at, end) => {
    const { columns } = COLUMNS_BEFORE.exec(text.slice(Math.max(0, at - 600), at))?.groups ?? {};
    if (columns === undefined) return [];
    const found: Span[] = [];
    const ahead = columns.split(',').length - 1;
    let start = behind(VALUES_BEHIND, text, end);
    for (let count = 0; start >= 0 && count < MOST_ROWS; count += 1) {
      const row = rowAt(start);
      const from = valueAt(text, row, ahead);
      if (from < 0) return found;
      const match = matchAt(TEXT, text, from);
      const value = match?.groups?.secret;
      const last = from + (match?.[0].length ?? 0) - 1;
      if (value !== undefined) found.push({ start: last - value.length, end: last });
      if (row.next < 0) row.next = nextRow(text, match ? last + 1 : from);
      start = row.next;
    }
    return found;
  };
}

const INTO = [...'user account login member admin customer employee credential person'.split(' ')];
/** Tables of people, where a statement names no columns. */
export const INSERT_SIGNS: readonly string[] = ['into ', 'INTO ', 'Into '].flatMap((into) =>
  INTO.flatMap((table) => [table, table.toUpperCase(), table.slice(0, 1).toUpperCase() + table.slice(1)]).map(
    (table) => into + table,
  ),
);
const WITHOUT_COLUMNS =
  /into {1,4}["'`[]?\w{1,60}["'`\]]?\s{1,40}(?:values\s{0,40}(?=\()|select\s(?=[^\n;]{0,400}'))/iy;
const TEXTS_OF_ROWS = /;|'(?<secret>(?:[^'\n]|''){0,200})'/g;
const MOST_TEXTS = 20_000;

/** Of rows of people whose columns nobody names: what is as rules for passwords want it, and no address of theirs. */
export function insertedByLetters(text: string, places: Places): FoundSecret[] {
  let read = 0;
  return INSERT_SIGNS.flatMap((sign) => places.get(sign) ?? [])
    .sort((one, other) => one - other)
    .flatMap((at) => {
      const head = at < read ? null : matchAt(WITHOUT_COLUMNS, text, at);
      if (!head) return [];
      const found: FoundSecret[] = [];
      TEXTS_OF_ROWS.lastIndex = at + head[0].length;
      for (let count = 0; count < MOST_TEXTS; count += 1) {
        const match = TEXTS_OF_ROWS.exec(text);
        const value = match?.groups?.secret;
        read = match ? TEXTS_OF_ROWS.lastIndex : text.length;
        if (value === undefined) break;
        if (isByRule(value) && !/@[\w-]+\./.test(value))
          found.push(told({ start: read - 1 - value.length, end: read - 1 }));
      }
      return found;
    });
}

/** As far as it was gone through. */
interface Row {
  /** Where each value begins, and behind the last one -1. */
  values: number[];
  /** Where the next row begins; -1 where none does, or nobody knows. */
  next: number;
}

function valueAt(text: string, { values }: Row, column: number): number {
  for (let last = values.at(-1) ?? -1; values.length <= column && last >= 0; ) {
    last = behind(VALUE, text, last);
    values.push(last);
  }
  return values[column] ?? -1;
}

function nextRow(text: string, from: number): number {
  const end = behindRow(text, from);
  return end < 0 ? -1 : behind(NEXT_ROW, text, end);
}

/** Behind the bracket that closes the row, on the same line; -1 where none does. */
function behindRow(text: string, from: number): number {
  let [depth, isQuoted] = [1, false];
  for (let at = from; at < text.length && at - from < MOST_OF_ROW; at += 1) {
    const sign = text[at];
    if (sign === '\n') return -1;
    if (sign === "'") isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return -1;
}

/** Where a match at this place ends; -1 where there is none. */
function behind(pattern: RegExp, text: string, from: number): number {
  const match = matchAt(pattern, text, from);
  return match ? from + match[0].length : -1;
}
