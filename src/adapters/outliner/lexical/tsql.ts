import type { OutlineEntry } from '../../../ports/outliner';
import { blanked, type Lexis } from './blanked';
import { balance, type Draft, draft, entryOf } from './draft';

const LEXIS: Lexis = {
  lineComments: ['--'],
  blockComments: [['/*', '*/']],
  literals: [{ open: "'", close: "'", escapedBy: null, manyLines: true }],
};

const PART = '(?:\\[[^\\]\\n]{1,128}\\]|"[^"\\n]{1,128}"|[#@\\w$]+)';
const NAME = `(${PART}(?:\\s*\\.\\s*${PART}){0,3})`;
const CREATE = new RegExp(
  `^\\s*(?:CREATE(?:\\s+OR\\s+ALTER)?|ALTER)\\s+(PROC(?:EDURE)?|FUNCTION|VIEW|TRIGGER|TABLE|TYPE|SCHEMA|SEQUENCE|SYNONYM|(?:(?:UNIQUE|CLUSTERED|NONCLUSTERED|COLUMNSTORE|PRIMARY|XML)\\s+){0,4}INDEX)\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?${NAME}`,
  'i',
);
const COLUMN = new RegExp(`^\\s*(?:,\\s*)?(${PART})\\s+(${PART}(?:\\s*\\([^)]{0,40}\\))?|AS\\b)`, 'i');
/** Rows of a table that name no column: constraints, and what goes on with the column above. */
const NO_COLUMN =
  /^\s*(?:,\s*)?(?:CONSTRAINT|PRIMARY|FOREIGN|UNIQUE|CHECK|INDEX|PERIOD|KEY|DEFAULT|NOT|NULL|IDENTITY|COLLATE|REFERENCES|ON|FOR|WITH|GENERATED|MASKED|SPARSE|ROWGUIDCOL|PERSISTED|CLUSTERED|NONCLUSTERED)\b/i;
/** Each of these has to be the first of its batch; whatever else is created within one belongs to its body. */
const BEGINS_BATCH = /^(?:PROC|PROCEDURE|FUNCTION|VIEW|TRIGGER|SCHEMA)$/i;
/** A name may stand rows below its CREATE. */
const HEAD_ROWS = 4;
const KINDS: Readonly<Record<string, string>> = {
  TABLE: 'type',
  TYPE: 'type',
  VIEW: 'type',
  INDEX: 'index',
  SCHEMA: 'namespace',
};
const MAX_HEADER_LENGTH = 40;

/** Procedures, functions, views, triggers, indexes and tables with their columns; each ends where the next batch begins. */
export function tsqlOutline(text: string): OutlineEntry[] {
  const rows = blanked(text, LEXIS).split('\n');
  const drafts: Draft[] = [];
  let open: Draft | undefined;
  const close = (row: number) => {
    if (open) open.endRow = Math.max(open.headerEndRow, row);
    open = undefined;
  };
  for (let row = 0; row < rows.length; row++) {
    if (/^\s*GO\s*(?:;\s*)?$/i.test(rows[row] ?? '')) close(row - 1);
    const head = (rows[row] ?? '').length < 2000 ? CREATE.exec(headRows(rows, row)) : null;
    if (!head || !/\b(?:CREATE|ALTER)\b/i.test(rows[row] ?? '') || isWithin(open, head)) continue;
    close(row - 1);
    const created = object(rows, row, head);
    open = created;
    drafts.push(created);
    if (/^TABLE$/i.test(head[1] ?? '') && /\bCREATE\b/i.test(rows[row] ?? '')) drafts.push(...columns(rows, created));
  }
  close(rows.length - 1);
  return drafts.map(entryOf);
}

function headRows(rows: readonly string[], row: number): string {
  return rows.slice(row, row + HEAD_ROWS).join(' ');
}

/** A table or an index that a procedure makes for itself does not end the procedure. */
function isWithin(open: Draft | undefined, [, keyword = '']: RegExpExecArray): boolean {
  return open?.kind === 'function' && !BEGINS_BATCH.test(keyword);
}

function object(rows: readonly string[], row: number, head: RegExpExecArray): Draft {
  const keyword = (head[1] ?? '').toUpperCase().split(/\s+/).pop() as string;
  const name = lastPart(head[2] as string);
  const kind = KINDS[keyword] ?? 'function';
  const { text, endRow } = kind === 'function' ? header(rows, row) : firstRow(rows, row, head[0]);
  return { ...draft(kind, name, text, row, 0), headerEndRow: endRow, endRow: -1 };
}

/** Parameters up to AS: what a caller has to know. */
function header(rows: readonly string[], from: number): { text: string; endRow: number } {
  let text = '';
  for (let row = from; row < Math.min(rows.length, from + MAX_HEADER_LENGTH); row++) {
    const line = rows[row] ?? '';
    const end = /(?:^|\s)AS\s*(?:$|BEGIN\b|SELECT\b|SET\b|EXTERNAL\b|RETURN\b|WITH\b|\()/i.exec(line);
    if (row > from || end) text += ` ${end ? line.slice(0, end.index) : line}`;
    else text = line;
    if (end) return { text: withoutDefaults(text), endRow: row };
  }
  return { text: rows[from] ?? '', endRow: from };
}

function firstRow(rows: readonly string[], row: number, matched: string): { text: string; endRow: number } {
  const text = (rows[row] ?? '').replace(/\bAS\b.*$/i, '').replace(/\(\s*$/, '');
  const isNamedBelow = text.trim().length < matched.trim().length;
  return { text: isNamedBelow || text.length > 200 ? matched : text, endRow: row };
}

function withoutDefaults(text: string): string {
  return text.replace(/=\s*N?'[^']*'/g, '= …').replace(/\s{1,40},/g, ',');
}

function columns(rows: readonly string[], table: Draft): Draft[] {
  const found: Draft[] = [];
  const first = rows.findIndex((row, at) => at >= table.row && row.includes('('));
  if (first < 0 || first > table.row + HEAD_ROWS) return found;
  let depth = balance(rows[first] ?? '', '(', ')');
  for (let row = first + 1; row < rows.length && depth > 0; row++) {
    const line = rows[row] ?? '';
    const column = depth === 1 && line.length < 2000 && !NO_COLUMN.test(line) ? COLUMN.exec(line) : null;
    if (column) found.push(draft('field', lastPart(column[1] as string), `${column[1]} ${column[2]}`, row, 1));
    depth += balance(line, '(', ')');
    if (CREATE.test(line) || /^\s*GO\s*$/i.test(line)) break;
  }
  return found;
}

function lastPart(name: string): string {
  const parts = name.match(new RegExp(PART, 'g')) ?? [name];
  return (parts[parts.length - 1] as string).replace(/^[["]|[\]"]$/g, '');
}
