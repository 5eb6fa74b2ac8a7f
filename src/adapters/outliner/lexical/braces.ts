import { cutText } from '../../../cut-text';
import type { OutlineEntry } from '../../../ports/outliner';
import { blanked, type Lexis } from './blanked';
import { type Draft, draft, entryOf } from './draft';

const LEXIS: Lexis = {
  lineComments: ['//'],
  blockComments: [['/*', '*/']],
  literals: [
    { open: '"""', close: '"""', escapedBy: null, manyLines: true },
    { open: '@"', close: '"', escapedBy: null, manyLines: true },
    { open: '"', close: '"', escapedBy: '\\', manyLines: false },
    { open: '`', close: '`', escapedBy: '\\', manyLines: true },
  ],
};

const CONTAINER =
  /(?:^|\s)(?:(?:abstract|sealed|static|partial|readonly|ref|data|open|inner|enum|annotation|value|export|public|private|internal|protected|final|fileprivate|indirect|companion|declare|default|pub(?:\([a-z]+\))?)\s+)*(namespace|class|struct|interface|enum|trait|object|protocol|extension|record|union|impl|mod|actor)\s+([A-Za-z_$][\w$.:]*)/;
/** In Go, the type that a function belongs to stands before its name. */
const FUNCTION =
  /(?:^|\s)(?:func|function|fun|fn|def)\b\s*(?:<[^>]{0,80}>\s*)?(?:\([^()]{0,80}\)\s*)?(?:[A-Za-z_][\w<>?*, ]*\.)?([A-Za-z_$][\w$]*|`[^`]+`)\s*[(<[]/;
/** `exports.sum = (numbers) =>`, `Shop.prototype.sum = function (` */
const ASSIGNED =
  /^(?:[A-Za-z_$][\w$]*\.){1,4}([A-Za-z_$][\w$]*)\s*=\s*(?:async\s+)?(?:function\b|\([^()]{0,200}\)\s*=>|[A-Za-z_$][\w$]*\s*=>)/;
const METHOD = /(?<![\w$])(~?[A-Za-z_$][\w$]*)\s*$/;
const PROPERTY =
  /^(?:[\w@]+(?:\([^)]{0,60}\))?\s+)*(?:val|var|let|const)\s+(?:<[^>]{0,80}>\s*)?(?:[A-Za-z_][\w<>?*, ]*\.)?([A-Za-z_$][\w$]*)/;
const NOT_A_NAME = new Set(
  'if for while switch catch return new throw else do using lock foreach sizeof typeof await yield super this assert require when try in is as get set init'.split(
    ' ',
  ),
);
const MAX_ROW_LENGTH = 1000;
const MAX_HEAD_LENGTH = 300;
const MAX_HEADER_ROWS = 150;

/** In Kotlin and Swift, backticks stand around names and not around text. */
function lexisOf(text: string): Lexis {
  if (!/\bfunc?\s/.test(text)) return LEXIS;
  return { ...LEXIS, literals: LEXIS.literals.filter(({ open }) => open !== '`') };
}

interface Open {
  depth: number;
  draft: Draft | null;
  /** True where members are looked for. */
  holdsMembers: boolean;
}

/** Declarations of a language with braces, by line and brace depth; the fallback for text that a grammar cannot read. */
export function bracesOutline(text: string): OutlineEntry[] {
  const rows = blanked(text, lexisOf(text)).split('\n');
  const drafts: Draft[] = [];
  const open: Open[] = [{ depth: -1, draft: null, holdsMembers: true }];
  const withBody = new Set<Draft | null>();
  let depth = 0;
  let parentheses = 0;
  rows.forEach((row, index) => {
    const around = open[open.length - 1] as Open;
    const found = parentheses <= 0 && around.holdsMembers ? declaration(row, rows, index, open.length - 1) : null;
    if (found) drafts.push(found);
    let pending = found;
    for (const character of row) {
      if (character === '(') parentheses++;
      else if (character === ')') parentheses = Math.max(0, parentheses - 1);
      else if (character === '{') {
        pending ??= waiting(drafts, index, withBody);
        withBody.add(pending);
        open.push({ depth, draft: pending, holdsMembers: pending !== null && isContainer(pending) });
        pending = null;
        depth++;
      } else if (character === '}') {
        depth = Math.max(0, depth - 1);
        const closed = open.length > 1 && (open[open.length - 1] as Open).depth === depth ? open.pop() : undefined;
        if (closed?.draft) closed.draft.endRow = index;
      }
    }
  });
  return drafts.map(entryOf);
}

function declaration(row: string, rows: readonly string[], index: number, depth: number): Draft | null {
  const line = withoutAnnotations(row.trim());
  if (line === '' || row.length > MAX_ROW_LENGTH || /^[}#)@\]*]|^(?:return|import|using|package)\b/.test(line))
    return null;
  const container = CONTAINER.exec(line);
  if (container && !/[=(]/.test(line.slice(0, container.index)))
    return withParameters(draft('type', container[2] as string, line, index, depth), rows);
  const name = (FUNCTION.exec(line) ?? ASSIGNED.exec(line))?.[1];
  if (name) return withParameters(draft('function', name.replace(/`/g, ''), line, index, depth), rows);
  const property = PROPERTY.exec(line)?.[1];
  if (property) return draft('property', property, line.replace(/\s{0,40}(?:=|by\s|\{).*$/, ''), index, depth);
  return method(line, rows, index, depth);
}

function withoutAnnotations(line: string): string {
  return line.startsWith('@') ? line.replace(/^(?:@[\w.]+(?:\([^()]{0,200}\))?\s+){1,8}/, '') : line;
}

/** `int Run(string name)` followed by a body, `;` or `=>`; calls and control flow have no type before the name. */
function method(line: string, rows: readonly string[], index: number, depth: number): Draft | null {
  const parenthesis = line.indexOf('(');
  const head = parenthesis > MAX_HEAD_LENGTH ? '' : line.slice(0, Math.max(0, parenthesis));
  const name = /^[\w$<>[\],.:*&?\s~@]*$/.test(head) ? METHOD.exec(head)?.[1] : undefined;
  if (!name || NOT_A_NAME.has(name) || /^(?:if|for|while|switch|else|catch|return|throw|new|await)\b/.test(line))
    return null;
  const found = withParameters(draft('method', name, line, index, depth), rows);
  const opensBody = /\{|=>/.test(cutText(rows.slice(index, found.headerEndRow + 2).join(' '), MAX_ROW_LENGTH));
  return head.trim().includes(' ') || (depth > 0 && opensBody) ? found : null;
}

/** Goes on to the row in which the parameters close. */
function withParameters(found: Draft, rows: readonly string[]): Draft {
  let depth = 0;
  let signature = '';
  for (let row = found.row; row < Math.min(rows.length, found.row + MAX_HEADER_ROWS); row++) {
    const text = rows[row] ?? '';
    if (signature.length < MAX_ROW_LENGTH) signature += ` ${text}`;
    for (const character of text) depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    if (depth <= 0) return { ...found, headerEndRow: row, endRow: row, signature: headOf(signature) };
  }
  return found;
}

function headOf(signature: string): string {
  return draft('', '', signature.replace(/\{[\s\S]*$/, '').replace(/\)\s*(?:=(?!>)|=>)[\s\S]*$/, ')'), 0, 0).signature;
}

/** The last declaration, if its body opens on a later row. */
function waiting(drafts: readonly Draft[], row: number, withBody: ReadonlySet<Draft | null>): Draft | null {
  const last = drafts[drafts.length - 1];
  return last && !withBody.has(last) && row - last.headerEndRow <= 3 && row >= last.row && last.endRow <= row
    ? last
    : null;
}

function isContainer({ kind }: Draft): boolean {
  return kind === 'type';
}
