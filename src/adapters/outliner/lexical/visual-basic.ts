import type { OutlineEntry } from '../../../ports/outliner';
import { blanked, type Lexis } from './blanked';
import { type Draft, draft, entryOf } from './draft';

const LEXIS: Lexis = {
  lineComments: ["'"],
  blockComments: [],
  literals: [{ open: '"', close: '"', escapedBy: null, manyLines: false }],
};

const MODIFIERS =
  '(?:(?:Public|Private|Protected|Friend|Shared|Shadows|Static|Overridable|Overrides|MustOverride|NotOverridable|Overloads|Partial|MustInherit|NotInheritable|Async|Iterator|ReadOnly|WriteOnly|Default|Narrowing|Widening|WithEvents|Custom|Const|Dim)\\s+){0,8}';
const CONTAINER = new RegExp(`^${MODIFIERS}(Namespace|Class|Module|Structure|Interface|Enum)\\s+([\\w.[\\]]+)`, 'i');
const MEMBER = new RegExp(
  `^${MODIFIERS}(Sub|Function|Property|Operator|Event|Delegate\\s+(?:Sub|Function)|Declare\\s+(?:\\w+\\s+)?(?:Sub|Function))\\s+([\\w[\\]]+|[=<>+\\-*/\\\\^&]+)`,
  'i',
);
const FIELD =
  /^(?!End\b)(?:(?:Public|Private|Protected|Friend|Shared|Shadows|ReadOnly|WithEvents|Const|Dim)\s+){1,6}([\w[\]]+)\s*(?:\([^)]*\))?\s*(?:As\b|=|,)/i;
const END = /^End\s+(Namespace|Class|Module|Structure|Interface|Enum|Sub|Function|Property|Operator|Event)\b/i;
const MAX_DEPTH = 20;
const MEMBER_KINDS: Readonly<Record<string, string>> = { property: 'property', event: 'event', operator: 'method' };

interface Open {
  keyword: string;
  draft: Draft;
}

/** Declarations of Visual Basic by their keyword and the `End` that closes them. */
export function visualBasicOutline(text: string): OutlineEntry[] {
  const rows = logicalRows(blanked(text, LEXIS));
  const drafts: Draft[] = [];
  const open: Open[] = [];
  for (const { row, endRow, text: line } of rows) {
    const end = END.exec(line)?.[1]?.toLowerCase();
    if (end) close(open, end, endRow);
    else declare(line, { row, endRow, drafts, open });
  }
  for (const { draft: unclosed } of open) unclosed.endRow = rows[rows.length - 1]?.endRow ?? unclosed.row;
  return drafts.map(entryOf);
}

interface Reading {
  row: number;
  endRow: number;
  drafts: Draft[];
  open: Open[];
}

function declare(line: string, { row, endRow, drafts, open }: Reading): void {
  settleProperty(line, open);
  const around = open[open.length - 1]?.keyword;
  if ((around !== undefined && !isContainer(around)) || open.length > MAX_DEPTH) return;
  const head = line.replace(/^(?:<[^>]*>\s*)+/, '');
  const add = (kind: string, name: string) => {
    const made = { ...draft(kind, name, withoutValues(head), row, open.length), headerEndRow: endRow, endRow };
    drafts.push(made);
    return made;
  };
  if (/^Imports\s/i.test(head)) add('import', 'import');
  const container = CONTAINER.exec(head);
  if (container) {
    const keyword = (container[1] as string).toLowerCase();
    open.push({ keyword, draft: add(keyword === 'namespace' ? 'namespace' : 'type', container[2] as string) });
    return;
  }
  const member = MEMBER.exec(head);
  if (member) {
    addMember(head, member, add, { around, open });
    return;
  }
  const field = around === 'enum' ? /^([\w[\]]+)\s*(?:=|$)/.exec(head) : FIELD.exec(head);
  if (field && around !== undefined) add(around === 'enum' ? 'member' : 'field', field[1] as string);
}

/** The line behind a property says whether it has accessors or was an automatic one. */
function settleProperty(line: string, open: Open[]): void {
  const last = open[open.length - 1];
  if (!last?.keyword.endsWith('?')) return;
  if (
    /^(?:<[^>]*>\s*)?(?:(?:Private|Protected|Friend)\s+)?(?:Get|Set|AddHandler|RemoveHandler|RaiseEvent)\b/i.test(line)
  ) {
    last.keyword = last.keyword.slice(0, -1);
  } else open.pop();
}

/** Initialisers go, defaults of parameters become an ellipsis. */
function withoutValues(head: string): string {
  const parameters = head.indexOf('(');
  const equals = head.indexOf('=');
  if (parameters === -1 || equals < parameters) return head.replace(/\s=\s.*$/, '');
  return head.replace(/\s=\s*(?:"[^"]{0,500}"|[^,()"]{1,80})/g, ' = …').replace(/\)\s*=\s.*$/, ')');
}

function addMember(
  head: string,
  member: RegExpExecArray,
  add: (kind: string, name: string) => Draft,
  { around, open }: { around: string | undefined; open: Open[] },
): void {
  const keyword = (member[1] as string).toLowerCase();
  const added = add(MEMBER_KINDS[keyword] ?? 'method', member[2] as string);
  const hasBody =
    ['sub', 'function', 'operator'].includes(keyword) && around !== 'interface' && !/\bMustOverride\b/i.test(head);
  if (hasBody) open.push({ keyword, draft: added });
  // Whether a property has a body shows on the next line only.
  if (keyword === 'property' || (keyword === 'event' && /\bCustom\b/i.test(head)))
    open.push({ keyword: `${keyword}?`, draft: added });
}

function close(open: Open[], keyword: string, row: number): void {
  const at = open.map((one) => one.keyword).lastIndexOf(keyword);
  if (at !== -1) for (const { draft: ended } of open.splice(at)) ended.endRow = row;
}

function isContainer(keyword: string): boolean {
  return /^(?:namespace|class|module|structure|interface|enum)$/.test(keyword);
}

interface LogicalRow {
  row: number;
  endRow: number;
  text: string;
}

/** Rows joined where one goes on: behind ` _`, a comma, an open parenthesis, or an attribute of its own. */
function logicalRows(text: string): LogicalRow[] {
  const joined: LogicalRow[] = [];
  let pending: LogicalRow | null = null;
  text.split('\n').forEach((raw, row) => {
    const line = raw.trim();
    const current: LogicalRow = pending
      ? { ...pending, endRow: row, text: `${pending.text} ${line}` }
      : { row, endRow: row, text: line };
    const goesOn =
      /(?:^|\s)_$|[,(]$|^<[^>]*>$/.test(line) && current.endRow - current.row < 30 && current.text.length < 4000;
    pending = goesOn ? { ...current, text: current.text.replace(/\s_$/, '') } : null;
    if (!goesOn && current.text !== '') joined.push(current);
  });
  return joined;
}
