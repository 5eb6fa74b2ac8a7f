import type { TreeCursor } from 'web-tree-sitter';
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
  type Syntax,
} from './syntax';

export interface Header {
  signature: string;
  attributes: string;
  /** Index behind the last character of the signature. */
  end: number;
}

interface Writing {
  cursor: TreeCursor;
  syntax: Syntax;
  text: string;
  signature: string;
  attributes: string;
  /** Where the last written character ends; a gap in the source becomes one space. */
  end: number;
}

/** What needs a closer look than its text: literals, comments, bodies, initialisers, attributes. */
const NEEDS_LOOK = /["'`/#={@]/;
const HAS_LITERAL = /["'`/]/;
const UNTIDY = /[\t\r\n]|\s\s/;
const MAX_DEPTH = 40;
const MAX_LENGTH = 600;

/**
 * The header of the declaration at a cursor: its text without bodies, initialisers, comments and the content of literals.
 * The cursor comes back to the declaration.
 */
export function headerOf({ syntax, text }: Reading, cursor: TreeCursor): Header {
  const start = cursor.startIndex;
  const writing: Writing = { cursor, syntax, text, signature: '', attributes: '', end: start };
  if (writePlainHeader(writing)) return headerIn(writing);
  writing.signature = '';
  writing.attributes = '';
  writing.end = start;
  writeChildren(writing, 0);
  return headerIn(writing);
}

/** Text of an attribute that stands as a node of its own. */
export function attributeAt(reading: Reading, cursor: TreeCursor): string {
  const plain = reading.text.slice(cursor.startIndex, cursor.endIndex);
  return HAS_LITERAL.test(plain) ? headerOf(reading, cursor).signature : tidy(plain);
}

function headerIn({ signature, attributes, end }: Writing): Header {
  return { signature: tidy(signature), attributes: tidy(attributes), end };
}

/**
 * Most headers are one stretch of plain text up to their body, with attributes before it; that is found by looking at
 * the types of the children alone. False when there is more to it.
 */
function writePlainHeader(writing: Writing): boolean {
  const { cursor, syntax, text } = writing;
  const parentId = cursor.nodeTypeId;
  let end = cursor.endIndex;
  if (!cursor.gotoFirstChild()) return false;
  const start = writeLeadingAttributes(writing);
  let hasBody = false;
  let isPlain = start !== -1;
  do {
    const typeId = cursor.nodeTypeId;
    const bits = syntax.bits[typeId] ?? NAMED;
    const isBody = isCut(cursor, bits, parentId * PAIR + typeId, syntax);
    if (isBody && !hasBody) end = cursor.startIndex;
    hasBody ||= isBody;
    if ((bits & (ATTRIBUTE | STRING)) !== 0 || (hasBody && !isBody && (bits & NAMED) !== 0)) isPlain = false;
  } while (isPlain && cursor.gotoNextSibling());
  cursor.gotoParent();
  if (!isPlain || end - start > MAX_LENGTH) return false;
  const plain = text.slice(start, end);
  if (NEEDS_LOOK.test(plain)) return false;
  writing.signature += writing.signature === '' ? plain : ` ${plain}`;
  writing.end = start + plain.trimEnd().length;
  return true;
}

/** Goes past attributes, alone or among modifiers; where the rest begins, or -1 when there is no rest. */
function writeLeadingAttributes(writing: Writing): number {
  const { cursor, syntax, text } = writing;
  for (;;) {
    const { startIndex } = cursor;
    const isAttribute = ((syntax.bits[cursor.nodeTypeId] ?? NAMED) & ATTRIBUTE) !== 0;
    if (isAttribute) writeAttribute(writing, 0);
    else if (text[startIndex] === '@') writeChildren(writing, 1);
    else return startIndex;
    if (!cursor.gotoNextSibling()) return -1;
  }
}

function isCut(cursor: TreeCursor, bits: number, pair: number, syntax: Syntax): boolean {
  if ((bits & CUT) !== 0) return true;
  if (syntax.cutPairs.size > 0 && syntax.cutPairs.has(pair)) return true;
  return syntax.cutFields.size > 0 && syntax.cutFields.has(cursor.currentFieldId);
}

/** Writes the children of the cursor's node; the cursor comes back to the node. */
function writeChildren(writing: Writing, depth: number): void {
  const { cursor, syntax } = writing;
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
  } while (writing.signature.length < MAX_LENGTH && cursor.gotoNextSibling());
  cursor.gotoParent();
}

function nextIsFunction({ cursor, syntax }: Writing): boolean {
  if (!cursor.gotoNextSibling()) return false;
  const isFunction = ((syntax.bits[cursor.nodeTypeId] ?? 0) & FUNCTION) !== 0;
  cursor.gotoPreviousSibling();
  return isFunction;
}

function writeNode(writing: Writing, bits: number, parentBits: number, depth: number): void {
  const { startIndex, endIndex } = writing.cursor;
  const slice = writing.text.slice(startIndex, endIndex);
  if ((bits & ATTRIBUTE) !== 0 && depth <= 1) writeAttribute(writing, depth);
  else if ((bits & STRING) !== 0 && (parentBits & KEEP_STRINGS) === 0) writeText(writing, startIndex, endIndex, '"…"');
  else if (depth >= MAX_DEPTH) writeText(writing, startIndex, endIndex, '…');
  else if ((bits & NAMED) === 0 || !NEEDS_LOOK.test(slice)) writeText(writing, startIndex, endIndex, slice);
  else writeChildren(writing, depth + 1);
}

function writeAttribute(writing: Writing, depth: number): void {
  const { end } = writing;
  // The keyword of a template belongs to its parameters.
  const whole = writing.signature.trimEnd();
  const keyword = whole.endsWith('template') ? 'template' : '';
  const signature = whole.slice(0, whole.length - keyword.length);
  writing.signature = keyword;
  writeChildren(writing, depth + 1);
  if (writing.attributes.length < MAX_LENGTH) writing.attributes += ` ${writing.signature.trim()}`;
  writing.signature = signature;
  if (signature !== '') writing.end = end;
}

/** One short word of a default tells something; anything longer may be text from outside the diff. */
function writeDefault(writing: Writing): void {
  const { startIndex, endIndex } = writing.cursor;
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
    .replace(/(?:[\s{;:,]|=>?){1,40}$/, '')
    .trim();
  return / [,)]|\( /.test(whole)
    ? whole
        .replace(/\( +/g, '(')
        .replace(/,? {1,64}\)/g, ')')
        .replace(/ {1,64},/g, ',')
    : whole;
}
