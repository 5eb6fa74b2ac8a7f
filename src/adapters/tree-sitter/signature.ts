import type { Node, TreeCursor } from 'web-tree-sitter';
import type { Reading } from './reading';
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
} from './syntax';

export interface Header {
  signature: string;
  attributes: string;
  /** Index behind the last character of the signature. */
  end: number;
}

interface Writing extends Reading {
  signature: string;
  attributes: string;
  /** Where the last written character ends; a gap in the source becomes one space. */
  end: number;
}

/** What needs a closer look than its text: literals, comments, bodies, initialisers, attributes. */
const NEEDS_LOOK = /["'`/#={@]/;
const UNTIDY = /[\t\r\n]|\s\s/;
const DEEPEST = 40;
const LONGEST = 600;

/** The header of a declaration: its text without bodies, initialisers, comments and the content of literals. */
export function headerOf(reading: Reading, node: Node): Header {
  reading.detailCursor.reset(node);
  const plainEnd = endOfPlainHeader(reading, node);
  const plain = reading.text.slice(node.startIndex, plainEnd);
  if (plainEnd > 0 && plain.length < LONGEST && !NEEDS_LOOK.test(plain)) {
    return { signature: tidy(plain), attributes: '', end: node.startIndex + plain.trimEnd().length };
  }
  reading.detailCursor.reset(node);
  const writing: Writing = { ...reading, signature: '', attributes: '', end: node.startIndex };
  writeChildren(writing, 0);
  return { signature: tidy(writing.signature), attributes: tidy(writing.attributes), end: writing.end };
}

/** Where the first body begins; 0 sends nodes to the closer look that have an attribute of their own or text behind a body. */
function endOfPlainHeader({ detailCursor: cursor, syntax }: Reading, node: Node): number {
  const parentId = cursor.nodeTypeId;
  if (!cursor.gotoFirstChild()) return node.endIndex;
  let end = -1;
  do {
    const typeId = cursor.nodeTypeId;
    const bits = syntax.bits[typeId] ?? NAMED;
    if ((bits & (ATTRIBUTE | STRING)) !== 0) return 0;
    if (isCut(cursor, bits, parentId * PAIR + typeId, syntax)) {
      if (end === -1) end = cursor.startIndex;
    } else if (end !== -1 && (bits & NAMED) !== 0) return 0;
  } while (cursor.gotoNextSibling());
  return end === -1 ? node.endIndex : end;
}

function isCut(cursor: TreeCursor, bits: number, pair: number, syntax: Reading['syntax']): boolean {
  if ((bits & CUT) !== 0) return true;
  if (syntax.cutPairs.size > 0 && syntax.cutPairs.has(pair)) return true;
  return syntax.cutFields.size > 0 && syntax.cutFields.has(cursor.currentFieldId);
}

/** Writes the children of the cursor's node; the cursor comes back to the node. */
function writeChildren(writing: Writing, depth: number): void {
  const { detailCursor: cursor, syntax } = writing;
  const parentId = cursor.nodeTypeId;
  const parentBits = syntax.bits[parentId] ?? NAMED;
  if (!cursor.gotoFirstChild()) {
    const { startIndex, endIndex } = cursor;
    writeText(writing, startIndex, endIndex, writing.text.slice(startIndex, endIndex));
    return;
  }
  let afterEquals = false;
  let afterBody = false;
  do {
    const typeId = cursor.nodeTypeId;
    const bits = syntax.bits[typeId] ?? NAMED;
    if ((bits & EQUALS) !== 0 && (parentBits & ASSIGNED) !== 0 && !nextIsFunction(writing)) break;
    const isBody = isCut(cursor, bits, parentId * PAIR + typeId, syntax);
    // What closes a body behind it (`end`, `}`) belongs to the body.
    afterBody = isBody || (afterBody && (bits & NAMED) === 0);
    if (afterBody || (bits & COMMENT) !== 0) continue;
    if (afterEquals && (parentBits & DEFAULT) !== 0 && (bits & NAMED) !== 0) writeDefault(writing);
    else writeNode(writing, bits, parentBits, depth);
    afterEquals = (bits & EQUALS) !== 0;
  } while (writing.signature.length < LONGEST && cursor.gotoNextSibling());
  cursor.gotoParent();
}

function nextIsFunction({ detailCursor: cursor, syntax }: Writing): boolean {
  if (!cursor.gotoNextSibling()) return false;
  const isFunction = ((syntax.bits[cursor.nodeTypeId] ?? 0) & FUNCTION) !== 0;
  cursor.gotoPreviousSibling();
  return isFunction;
}

function writeNode(writing: Writing, bits: number, parentBits: number, depth: number): void {
  const { startIndex, endIndex } = writing.detailCursor;
  const slice = writing.text.slice(startIndex, endIndex);
  if ((bits & ATTRIBUTE) !== 0 && depth <= 1) writeAttribute(writing, depth);
  else if ((bits & STRING) !== 0 && (parentBits & KEEP_STRINGS) === 0) writeText(writing, startIndex, endIndex, '"…"');
  else if (depth >= DEEPEST) writeText(writing, startIndex, endIndex, '…');
  else if ((bits & NAMED) === 0 || !NEEDS_LOOK.test(slice)) writeText(writing, startIndex, endIndex, slice);
  else writeChildren(writing, depth + 1);
}

function writeAttribute(writing: Writing, depth: number): void {
  const { signature, end } = writing;
  writing.signature = '';
  writeChildren(writing, depth + 1);
  if (writing.attributes.length < LONGEST) writing.attributes += ` ${writing.signature.trim()}`;
  writing.signature = signature;
  if (signature !== '') writing.end = end;
}

/** One short word of a default tells something; anything longer may be text from outside the diff. */
function writeDefault(writing: Writing): void {
  const { startIndex, endIndex } = writing.detailCursor;
  const slice = writing.text.slice(startIndex, endIndex);
  const isWord = /^(?:-?\d{1,3}|[A-Za-z_][\w.]{0,23}|\[\]|\{\}|\(\))$/.test(slice);
  writeText(writing, startIndex, endIndex, isWord ? slice : '…');
}

function writeText(writing: Writing, startIndex: number, endIndex: number, text: string): void {
  const gap = startIndex > writing.end && writing.signature !== '' ? ' ' : '';
  writing.signature += gap + text;
  writing.end = endIndex;
}

function tidy(signature: string): string {
  const line = UNTIDY.test(signature) ? signature.replace(/\s+/g, ' ') : signature;
  const whole = line
    .replace(/ \{[ ;]*\}$/, '')
    .replace(/(?:[\s{;:,]|=>?)+$/, '')
    .trim();
  return / [,)]|\( /.test(whole)
    ? whole
        .replace(/\( +/g, '(')
        .replace(/,? +\)/g, ')')
        .replace(/ +,/g, ',')
    : whole;
}
