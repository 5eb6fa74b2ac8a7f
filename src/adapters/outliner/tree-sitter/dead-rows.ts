import type { Node } from 'web-tree-sitter';

/** First and last row, counted from 0. */
export type Rows = [first: number, last: number];

/** What leaves the block that it stands in, as grammars call it. */
const LEAVES =
  /^(?:(?:return|throw|raise|break|continue|goto|exit)_(?:statement|expression)|control_transfer_statement|jump_expression|flow_control_statement|return|break|next)$/;
const LEAVING_COMMANDS = /^(?:exit|return)\b/;

/** Behind it something may be reached all the same: by a jump, by what failed, or by its name. */
const REACHED =
  /label|case|default|rescue|ensure|else|elif|elsif|catch|except|finally|when|function|method|class|struct|interface|enum|impl|_item$|^(?:mod|def)/;

const ASKS =
  /^(?:if|elif|elsif|unless|while|until)(?:_\w+)?$|^for_statement$|^else_if_clause$|^conditional_(?:statement|modifier)$/;

/** Nothing but values and signs. */
const CONSTANT = /^(?:[\s()[\]!\d.<>=&|+*/%^-]|\$?\b(?:true|false|null|nil|none|undefined|nan|and|or|not)\b)+$/i;
const NEVER =
  /^\(*(?:false|0|null|nil|None|\$false)\s*(?:&&|\band\b|-and\b)|(?:&&|\band\b|-and\b)\s*(?:false|0|\$false)\)*$/i;
const SIMPLY_NEVER = /^[\s(]*(?:\$?false|0|null|nil|none|!\s*(?:1|true)|not\s+true)[\s)]*$/i;
const ALWAYS = /^[\s(]*(?:\$?true|[1-9]\d*|!\s*(?:0|false)|not\s+false)[\s)]*$/i;
const SHORT_CUT = /^\(*(?:(?:false|0|null|nil|None)\s*(?:&&|and\b)|(?:true|1)\s*(?:\|\||or\b))/i;
const MAX_CONDITION = 300;

/** Rows that no program ever runs, told by what stands beside them: behind a `return`, under `if (false)`, in a function that nothing calls. */
export function deadRows(node: Node, words: ReadonlyMap<string, number>): Rows[] {
  if (leavesBlock(node)) return behind(node);
  if (ASKS.test(node.type)) return unasked(node);
  if (node.type === 'expression_statement' && SHORT_CUT.test(node.text.slice(0, 40))) return [rowsOf(node)];
  return isUncalled(node, words) ? [rowsOf(node)] : [];
}

/** How often each word stands in a file. */
export function wordsIn(text: string): ReadonlyMap<string, number> {
  const words = new Map<string, number>();
  for (const [word] of text.matchAll(/[\p{L}_$#][\p{L}\p{N}_$]*/gu)) words.set(word, (words.get(word) ?? 0) + 1);
  return words;
}

function leavesBlock(node: Node): boolean {
  if (node.type === 'expression_statement')
    return node.namedChildCount === 1 && LEAVES.test(node.namedChild(0)?.type ?? '');
  if (node.type === 'command')
    return LEAVING_COMMANDS.test(node.text.slice(0, 10)) && !/list|pipeline/.test(node.parent?.type ?? '');
  return LEAVES.test(node.type);
}

function behind(node: Node): Rows[] {
  const dead: Node[] = [];
  for (let next = node.nextNamedSibling; next !== null && !REACHED.test(next.type); next = next.nextNamedSibling)
    dead.push(next);
  return dead.map(rowsOf);
}

/** The branch that is never taken; of what is constant in a way that is not told at once, both. */
function unasked(node: Node): Rows[] {
  const isLoop = node.type.startsWith('for');
  const condition = node.childForFieldName('condition') ?? (isLoop ? null : node.namedChild(0));
  const text =
    condition?.text
      .slice(0, MAX_CONDITION)
      .replace(/"[^"\n]*"|'[^'\n]*'/g, '0')
      .trim() ?? '';
  const other = node.childForFieldName('alternative');
  if (ALWAYS.test(text)) return other === null ? [] : [rowsOf(other)];
  if (SIMPLY_NEVER.test(text) || NEVER.test(text)) return [rowsTo(node, other)];
  return /[\w$]/.test(text) && CONSTANT.test(text) ? [rowsOf(node)] : [];
}

function rowsTo(node: Node, other: Node | null): Rows {
  const [first, last] = rowsOf(node);
  return [first, other === null ? last : Math.max(first, other.startPosition.row - 1)];
}

const FUNCTIONS = /^(?:function|method|local_function)_(?:declaration|definition|item|statement)$|^method$/;
const MODULE = /^(?:import|export)_/;

/** Of functions that nobody outside of the file can name: nothing in it names them either. */
function isUncalled(node: Node, words: ReadonlyMap<string, number>): boolean {
  if (!FUNCTIONS.test(node.type)) return false;
  const name = node.childForFieldName('name')?.text ?? '';
  return words.get(name) === 1 && isOfItsFile(node);
}

function isOfItsFile({ type, parent, text, previousNamedSibling }: Node): boolean {
  const head = text.slice(0, text.indexOf('(') + 1);
  if (/[@[]/.test(head) || previousNamedSibling?.type === 'decorator') return false;
  if (/\bprivate\b|^(?:async\s+)?#/.test(head)) return true;
  if (type !== 'function_declaration' || parent === null) return false;
  const isTop = parent.parent === null;
  return isTop
    ? parent.type === 'program' && parent.namedChildren.some((one) => MODULE.test(one?.type ?? ''))
    : /block$/.test(parent.type);
}

function rowsOf({ startPosition, endPosition }: Node): Rows {
  return [startPosition.row, endPosition.row];
}
