import type { Node, TreeCursor } from 'web-tree-sitter';
import {
  ASSIGNED,
  ATTRIBUTE,
  COMMENT,
  CUT,
  DEFAULT,
  EQUALS,
  FUNCTION,
  KEEP_STRINGS,
  NAMED,
  PAIR,
  STRING,
  type Syntax,
} from './syntax';

export interface Header {
  signature: string;
  attributes: string;
  /** 0-based row of the last character of the signature. */
  endRow: number;
}

interface Writing {
  cursor: TreeCursor;
  text: string;
  syntax: Syntax;
  signature: string;
  attributes: string;
  /** Where the last written character ends; a gap in the source becomes one space. */
  end: number;
  endRow: number;
}

/** What needs a closer look than its text: literals, comments, bodies, initialisers, attributes. */
const NEEDS_LOOK = /["'`/#={@[\n]/;
const DEEPEST = 40;
const LONGEST = 600;

/** The header of a declaration: its text without bodies, initialisers, comments and the content of literals. */
export function headerOf(cursor: TreeCursor, node: Node, text: string, syntax: Syntax): Header {
  cursor.reset(node);
  const startRow = node.startPosition.row;
  const writing = { cursor, text, syntax, signature: '', attributes: '', end: node.startIndex, endRow: startRow };
  writeChildren(writing, 0);
  return {
    signature: tidy(writing.signature),
    attributes: tidy(writing.attributes),
    endRow: writing.endRow,
  };
}

/** Writes the children of the cursor's node; the cursor comes back to the node. */
function writeChildren(writing: Writing, depth: number): void {
  const { cursor, syntax } = writing;
  const parentId = cursor.nodeTypeId;
  const parentBits = syntax.bits[parentId] ?? NAMED;
  if (!cursor.gotoFirstChild()) {
    writeText(writing, writing.text.slice(cursor.startIndex, cursor.endIndex));
    return;
  }
  let afterEquals = false;
  do {
    const typeId = cursor.nodeTypeId;
    const bits = syntax.bits[typeId] ?? NAMED;
    if ((bits & EQUALS) !== 0 && (parentBits & ASSIGNED) !== 0 && !nextIsFunction(writing)) break;
    if ((bits & (COMMENT | CUT)) !== 0 || syntax.cutFields.has(cursor.currentFieldId)) continue;
    if (syntax.cutPairs.size > 0 && syntax.cutPairs.has(parentId * PAIR + typeId)) continue;
    if (afterEquals && (parentBits & DEFAULT) !== 0 && (bits & NAMED) !== 0) writeDefault(writing);
    else writeNode(writing, bits, parentBits, depth);
    afterEquals = (bits & EQUALS) !== 0;
  } while (writing.signature.length < LONGEST && cursor.gotoNextSibling());
  cursor.gotoParent();
}

function nextIsFunction({ cursor, syntax }: Writing): boolean {
  if (!cursor.gotoNextSibling()) return false;
  const isFunction = ((syntax.bits[cursor.nodeTypeId] ?? 0) & FUNCTION) !== 0;
  cursor.gotoPreviousSibling();
  return isFunction;
}

function writeNode(writing: Writing, bits: number, parentBits: number, depth: number): void {
  const { cursor, text } = writing;
  const slice = text.slice(cursor.startIndex, cursor.endIndex);
  if ((bits & ATTRIBUTE) !== 0 && depth <= 1) writeAttribute(writing, depth);
  else if ((bits & STRING) !== 0 && (parentBits & KEEP_STRINGS) === 0) writeText(writing, '"…"');
  else if (depth >= DEEPEST) writeText(writing, '…');
  else if ((bits & NAMED) === 0 || !NEEDS_LOOK.test(slice)) writeText(writing, slice);
  else writeChildren(writing, depth + 1);
}

function writeAttribute(writing: Writing, depth: number): void {
  const { signature, end, endRow } = writing;
  writing.signature = '';
  writeChildren(writing, depth + 1);
  if (writing.attributes.length < LONGEST) writing.attributes += ` ${writing.signature.trim()}`;
  Object.assign(writing, { signature, end: signature === '' ? writing.end : end, endRow });
}

/** One short word of a default tells something; anything longer may be text from outside the diff. */
function writeDefault(writing: Writing): void {
  const { cursor, text } = writing;
  const slice = text.slice(cursor.startIndex, cursor.endIndex);
  writeText(writing, /^(?:-?\d{1,3}|[A-Za-z_][\w.]{0,23}|\[\]|\{\}|\(\))$/.test(slice) ? slice : '…');
}

function writeText(writing: Writing, text: string): void {
  const { cursor } = writing;
  const gap = cursor.startIndex > writing.end && writing.signature !== '' ? ' ' : '';
  writing.signature += gap + text;
  writing.end = cursor.endIndex;
  writing.endRow = cursor.endPosition.row;
}

function tidy(signature: string): string {
  return signature
    .replace(/\s+/g, ' ')
    .replace(/(?:[\s{;:,]|=>?)+$/, '')
    .replace(/\(\s+/g, '(')
    .replace(/,?\s+\)/g, ')')
    .replace(/\s+,/g, ',')
    .trim();
}
