import { cutText } from '../../../cut-text';
import type { OutlineEntry } from '../../../ports/outliner';
import { blanked, type Lexis } from './blanked';
import { closingRow, type Draft, draft, entryOf } from './draft';

const LEXIS: Lexis = {
  lineComments: ['#'],
  blockComments: [['<#', '#>']],
  literals: [
    { open: '@"', close: '\n"@', escapedBy: null, manyLines: true },
    { open: "@'", close: "\n'@", escapedBy: null, manyLines: true },
    { open: '"', close: '"', escapedBy: '`', manyLines: true },
    { open: "'", close: "'", escapedBy: null, manyLines: true },
  ],
};

const FUNCTION =
  /^\s*(?:function|filter|workflow|configuration)\s+((?:global:|script:|private:|local:)?[\w-]+(?:\\[\w-]+)?)/i;
const TYPE = /^\s*(class|enum)\s+(\w+)[^{]*/i;
const METHOD = /^\s*(?:(?:static|hidden)\s+){0,2}(?:\[[^\]]{1,120}\]+\s*)?(\w+)\s*\(([^)]*)\)?/i;
const PROPERTY = /^\s*(?:(?:static|hidden)\s+){0,2}(\[[^\]]{1,120}\]+\s*)?\$(\w+)/i;
const TEST = /^\s*(Describe|Context|It)\s+(?:-Name\s+)?(['"])/i;
const MAX_ROW_LENGTH = 2000;
const MAX_DEPTH = 20;

/** Functions, classes with their members and Pester tests, by line and brace. */
export function powershellOutline(text: string): OutlineEntry[] {
  const source = text.split('\n');
  const rows = blanked(text, LEXIS).split('\n');
  const drafts: Draft[] = [];
  const around: Draft[] = [];
  for (let row = 0; row < rows.length; row++) {
    while (around.length > 0 && (around[around.length - 1] as Draft).endRow < row) around.pop();
    const line = rows[row] ?? '';
    if (line.length > MAX_ROW_LENGTH || line.trim() === '') continue;
    const found = declaration(rows, source[row] ?? '', row, around);
    if (!found) continue;
    drafts.push(found);
    if (found.endRow > row) around.push(found);
  }
  return drafts.map(entryOf);
}

function declaration(rows: readonly string[], source: string, row: number, around: readonly Draft[]): Draft | null {
  const line = rows[row] ?? '';
  const outer = around[around.length - 1];
  const depth = around.length;
  if (depth > MAX_DEPTH) return null;
  const test = TEST.exec(line);
  if (test && (!outer || outer.kind === 'test')) return testOf(rows, source, row, { test, depth });
  if (outer?.kind === 'type') return outer.name === outer.signature ? null : member(rows, row, depth, outer);
  if (outer && outer.kind !== 'test') return null;
  const name = FUNCTION.exec(line)?.[1];
  if (name) return withEnd(draft('function', name, functionHead(rows, row), row, depth), rows);
  const type = TYPE.exec(line);
  return type ? withEnd(draft('type', type[2] as string, type[0], row, depth), rows) : null;
}

/** The names of the parameters say what a call needs; their types and defaults stand in the file. */
function functionHead(rows: readonly string[], row: number): string {
  const head = (rows[row] ?? '').replace(/\{.*$/, '').trim();
  if (head.includes('(')) return head;
  const param = rows.slice(row, row + 40).findIndex((line) => /^\s*(?:\{\s*)?param\s*\(/i.test(line));
  if (param === -1) return head;
  const end = closingRow(rows, row + param, '(', ')');
  const block = cutText(rows.slice(row + param, Math.min(end, row + param + 120) + 1).join('\n'), 8000);
  const names = [
    ...block.matchAll(/(?:^|[,(\]])\s{0,200}(?:\[[\w.[\]]{1,60}\]\s{0,200})?(\$\w{1,200})\s{0,200}(?=[,)=\n]|$)/gm),
  ].map((match) => match[1]);
  return `${head} (${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''})`;
}

function member(rows: readonly string[], row: number, depth: number, outer: Draft): Draft | null {
  const line = rows[row] ?? '';
  if (/^\s*enum\b/i.test(rows[outer.row] ?? '')) {
    const name = /^\s*(\w+)\s*(?:=|$)/.exec(line)?.[1];
    return name && row > outer.row ? draft('member', name, name, row, depth) : null;
  }
  const method = METHOD.exec(line);
  if (method && row > outer.row) return withEnd(draft('method', method[1] as string, method[0], row, depth), rows);
  const property = PROPERTY.exec(line);
  return property ? draft('property', property[2] as string, property[0], row, depth) : null;
}

function testOf(
  rows: readonly string[],
  source: string,
  row: number,
  { test, depth }: { test: RegExpExecArray; depth: number },
): Draft {
  const start = test[0].length;
  const title = cutText(source.slice(start, source.indexOf(test[2] as string, start)), 120);
  return withEnd({ ...draft('test', title, '', row, depth), signature: `${test[1]} ${JSON.stringify(title)}` }, rows);
}

function withEnd(found: Draft, rows: readonly string[]): Draft {
  return { ...found, endRow: closingRow(rows, found.row) };
}
