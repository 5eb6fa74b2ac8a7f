import type { Node } from 'web-tree-sitter';
import type { Span, TextPart } from '../../../ports/outliner';
import { kindOf, type NodeKind } from './node-kinds';
import type { ParsedText } from './parsed-text';
import { useOf } from './use-of-text';

/** What of a place stands in texts, comments and numbers, which no program runs. */
export function textParts({ tree, text }: ParsedText, place: Span): TextPart[] {
  const path = pathTo(tree.rootNode, place);
  const [node = tree.rootNode] = path.slice(-1);
  const around = path.slice(0, -1).map(kindOf);
  const found: Found = { text, pieces: [], hasCode: false };
  addPieces(found, node, place, around.includes('runs') ? 'runs' : around.findLast((kind) => kind !== undefined));
  const use = useOf(path);
  if (use === 'named') return [];
  return partsOf(found, place).map((part) => (use === 'leads' ? { ...part, mayLead: true } : part));
}

/** From the outermost node to the smallest that holds the place; asked for a parent, a node looks for it from the root. */
function pathTo(root: Node, { start, end }: Span): Node[] {
  const path: Node[] = [];
  for (let node: Node | null = root; node !== null; node = node.firstChildForIndex(start)) {
    if (path.length > 0 && (node.startIndex > start || node.endIndex < end)) break;
    path.push(node);
  }
  return path;
}

interface Piece extends TextPart {
  kind: NodeKind;
}

interface Found {
  text: string;
  pieces: Piece[];
  /** A name or a word of the language stands there too. */
  hasCode: boolean;
}

/** What no child holds is of the kind of its node. */
function addPieces(found: Found, node: Node, place: Span, around: NodeKind | undefined): void {
  const kind = around === 'runs' ? around : (kindOf(node) ?? around);
  const start = Math.max(place.start, node.startIndex);
  const end = Math.min(place.end, node.endIndex);
  if (kind === 'unread') addUnread(found, { start, end });
  else if (kind === 'runs' || node.childCount === 0) addLeaf(found, node, kind, { start, end });
  else {
    let at = start;
    for (let child = node.firstChildForIndex(at); child !== null && child.startIndex < end; ) {
      addPiece(found, kind, { start: at, end: child.startIndex });
      addPieces(found, child, place, kind);
      at = Math.max(at + 1, child.endIndex);
      child = at < end ? node.firstChildForIndex(at) : null;
    }
    addPiece(found, kind, { start: at, end });
  }
}

function addLeaf(found: Found, node: Node, kind: NodeKind | undefined, span: Span): void {
  const isWord = node.isNamed || /\w/.test(node.type);
  if ((kind === undefined || kind === 'code') && isWord) found.hasCode = true;
  addPiece(found, kind, span);
}

function addPiece(found: Found, kind: NodeKind | undefined, { start, end }: Span): void {
  if (start >= end || kind === undefined || kind === 'code') return;
  found.pieces.push({ start, end, kind, ...(kind === 'runs' && { mayLead: true }) });
}

/** In quotes it is a text there too; what else it is, nobody knows. */
function addUnread({ text, pieces }: Found, { start, end }: Span): void {
  const line = text.slice(Math.max(text.lastIndexOf('\n', start - 1) + 1, start - MOST), start);
  const isQuoted = (line.match(/(?<!\\)"/g)?.length ?? 0) % 2 === 1;
  pieces.push({ start, end, kind: 'text', ...(isQuoted ? {} : { mayLead: true }) });
}

/** Letters before a place that are read. */
const MOST = 4_096;

/** All of a place where nothing but signs stands between its texts and numbers; else its texts alone. */
function partsOf({ pieces, hasCode }: Found, place: Span): TextPart[] {
  if (pieces.length === 0) return [];
  if (!hasCode) return [{ ...place, ...(pieces.some(({ mayLead }) => mayLead) && { mayLead: true }) }];
  const parts: TextPart[] = [];
  for (const { kind, ...part } of pieces.filter((one) => one.kind !== 'number')) {
    const before = parts.at(-1);
    if (before?.end === part.start && before.mayLead === part.mayLead) before.end = part.end;
    else parts.push(part);
  }
  return parts;
}
