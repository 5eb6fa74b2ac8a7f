import type { Node } from 'web-tree-sitter';
import type { Span, TextPart } from '../../../ports/outliner';
import { kindOf, type NodeKind } from './node-kinds';
import type { ParsedText } from './parsed-text';
import { useOf } from './use-of-text';

/** What of each place, in order, stands in texts, comments and numbers, which no program runs. */
export function textParts({ tree, text }: ParsedText, places: readonly Span[]): TextPart[][] {
  const path: Step[] = [{ node: tree.rootNode, kind: undefined }];
  return places.map((place) => {
    follow(path, place);
    const { node } = path.at(-1) as Step;
    const found: Found = { text, pieces: [], hasCode: false };
    addPieces(found, node, place, path.at(-2)?.kind);
    const use = useOf(path);
    if (use === 'named') return [];
    return partsOf(found, place).map((part) => (use === 'leads' ? { ...part, mayLead: true } : part));
  });
}

/** A node within the one of the step before, and what it is by all that stand around it. */
interface Step {
  node: Node;
  kind: NodeKind | undefined;
}

/** To the smallest node that holds the place, from where the last one led: asked for its parent, a node looks for it from the root. */
function follow(path: Step[], place: Span): void {
  const holds = ({ startIndex, endIndex }: Node) => startIndex <= place.start && place.end <= endIndex;
  let last = path.at(-1) as Step;
  while (path.length > 1 && !holds(last.node)) {
    path.pop();
    last = path.at(-1) as Step;
  }
  for (let node = last.node.firstChildForIndex(place.start); node && holds(node); ) {
    path.push({ node, kind: kindWithin(path.at(-1)?.kind, node) });
    node = node.firstChildForIndex(place.start);
  }
}

function kindWithin(around: NodeKind | undefined, node: Node): NodeKind | undefined {
  return around === 'runs' ? around : (kindOf(node) ?? around);
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
  const kind = kindWithin(around, node);
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
  // Java and C# say it before each number of a list of bytes.
  const isCast = found.text.slice(node.startIndex, node.endIndex) === 'byte';
  if ((kind === undefined || kind === 'code') && isWord && !isCast) found.hasCode = true;
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
