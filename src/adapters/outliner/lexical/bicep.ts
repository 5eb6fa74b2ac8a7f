import { cutText } from '../../../cut-text';
import type { OutlineEntry } from '../../../ports/outliner';
import { blanked, type Lexis } from './blanked';
import { balance, type Draft, draft, entryOf } from './draft';

const LEXIS: Lexis = {
  lineComments: ['//'],
  blockComments: [['/*', '*/']],
  literals: [
    { open: "'''", close: "'''", escapedBy: null, manyLines: true },
    { open: "'", close: "'", escapedBy: '\\', manyLines: false },
  ],
};

const DECLARATION = /^(param|var|resource|module|output|type|func|assert|targetScope|metadata|extension)\b\s*(\w+)?/;
const IMPORT = /^(?:import|using|provider)\b/;
const KINDS: Readonly<Record<string, string>> = {
  param: 'parameter',
  var: 'variable',
  type: 'type',
  func: 'function',
  output: 'output',
};

/** Declarations of a Bicep file; a declaration begins with its decorators and ends where its brackets close. */
export function bicepOutline(text: string): OutlineEntry[] {
  const source = text.split('\n');
  const rows = blanked(text, LEXIS).split('\n');
  const drafts: Draft[] = [];
  let decorators = -1;
  for (let row = 0; row < rows.length; row++) {
    const line = rows[row] ?? '';
    if (line.trim() === '') continue;
    const end = endOf(rows, row);
    const declared = DECLARATION.exec(line);
    if (declared) drafts.push({ ...declaration(declared, line, source[row] ?? '', row), endRow: end });
    else if (IMPORT.test(line)) drafts.push(draft('import', 'import', 'import', row, 0));
    if (declared && decorators !== -1) begin(drafts, decorators);
    if (!line.startsWith('@')) decorators = -1;
    else if (decorators === -1) decorators = row;
    row = end;
  }
  return drafts.map(entryOf);
}

function declaration(declared: RegExpExecArray, line: string, source: string, row: number): Draft {
  const keyword = declared[1] as string;
  const name = declared[2] ?? keyword;
  const kind = KINDS[keyword] ?? keyword;
  // The type of a resource is part of its signature; the path of a module is one too.
  const shown = /^(?:resource|module)$/.test(keyword) ? cutText(source, 200) : line;
  return draft(kind, name, withoutValue(shown, keyword), row, 0);
}

function withoutValue(line: string, keyword: string): string {
  const cut =
    keyword === 'type' || keyword === 'func' ? line.replace(/(?:=>|\{).*$/, '') : line.replace(/\s=\s*(?:\S.*)?$/, '');
  return cut;
}

function endOf(rows: readonly string[], from: number): number {
  let depth = 0;
  for (let row = from; row < rows.length; row++) {
    depth += balance(rows[row] ?? '', '{[(', '}])');
    if (depth <= 0) return row;
  }
  return rows.length - 1;
}

/** Decorators belong to the declaration; its header is still the row of its name. */
function begin(drafts: readonly Draft[], row: number): void {
  const last = drafts[drafts.length - 1];
  if (last) last.row = row;
}
