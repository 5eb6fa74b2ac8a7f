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
const COLUMN = new RegExp(`^\\s*,?\\s*(${PART})\\s+(${PART}(?:\\s*\\([^)]{0,40}\\))?|AS\\b)`, 'i');
const CONSTRAINT = /^\s*,?\s*(?:CONSTRAINT|PRIMARY|FOREIGN|UNIQUE|CHECK|INDEX|PERIOD|KEY)\b/i;
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
    if (/^\s*GO\s*;?\s*$/i.test(rows[row] ?? '')) close(row - 1);
    const head = (rows[row] ?? '').length < 2000 ? CREATE.exec(headRows(rows, row)) : null;
    if (!head || !/\b(?:CREATE|ALTER)\b/i.test(rows[row] ?? '')) continue;
    close(row - 1);
    const created = object(rows, row, head);
    open = created;
    drafts.push(created);
    if (/^TABLE$/i.test(head[1] ?? '') && /\bCREATE\b/i.test(rows[row] ?? '')) drafts.push(...columns(rows, created));
  }
  close(rows.length - 1);
  return drafts.map(entryOf);
}

/** A name may stand on the row below its CREATE. */
function headRows(rows: readonly string[], row: number): string {
  return `${rows[row] ?? ''} ${rows[row + 1] ?? ''}`;
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
  return { text: text.length > 200 ? matched : text, endRow: row };
}

function withoutDefaults(text: string): string {
  return text.replace(/=\s*N?'[^']*'/g, '= …').replace(/\s+,/g, ',');
}

function columns(rows: readonly string[], table: Draft): Draft[] {
  const found: Draft[] = [];
  let depth = 0;
  for (let row = table.row; row < rows.length; row++) {
    const line = rows[row] ?? '';
    const column = depth === 1 && line.length < 2000 && !CONSTRAINT.test(line) ? COLUMN.exec(line) : null;
    if (column) found.push(draft('field', lastPart(column[1] as string), `${column[1]} ${column[2]}`, row, 1));
    depth += balance(line, '(', ')');
    if (row > table.row && CREATE.test(line)) break;
    if ((depth <= 0 && row > table.row + 1) || /^\s*GO\s*$/i.test(line)) break;
  }
  return found;
}

function lastPart(name: string): string {
  const parts = name.match(new RegExp(PART, 'g')) ?? [name];
  return (parts[parts.length - 1] as string).replace(/^[["]|[\]"]$/g, '');
}
