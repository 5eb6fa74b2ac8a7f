import type { Node, TreeCursor } from 'web-tree-sitter';
import type { OutlineEntry } from '../../../ports/outliner';
import { MAX_ENTRIES, MAX_ENTRY_DEPTH } from '../protocol';
import { declaredEntry, outlineEntry } from './declared-entry';
import { fits } from './entry-name';
import type { EntryRule } from './language-table';
import { pairedEntry } from './paired-entry';
import type { ParsedText } from './parsed-text';
import type { Reading } from './reading';
import { attributeAt } from './signature';
import {
  ATTRIBUTE,
  COMMENT,
  CUT,
  ENTRY,
  IMPORT,
  NAMED,
  SKIP,
  STRING,
  type Syntax,
  TEST,
  THROUGH,
  WRAPPER,
} from './syntax';
import { type TestCall, testCall } from './test-call';

/** What is known on the way down: how many entries are around, and whether only tests count. */
interface Frame {
  depth: number;
  testsOnly: boolean;
  wrapper: Node | null;
  /** Right below a declaration with members: its body is entered even if such bodies are skipped elsewhere. */
  open?: boolean;
  /** Right below a declaration that has its members in a body. */
  bodyOnly?: boolean;
  /** Name of the entry right around. */
  within?: string | undefined;
}

/** Whether a declaration on these rows, 0-based and inclusive, is wanted. */
export type IsWanted = (startRow: number, endRow: number) => boolean;

interface Walk extends Reading {
  isWanted: IsWanted;
  /** For the text of a declaration that has something around it. */
  outerCursor: TreeCursor;
  entries: OutlineEntry[];
  /** Attributes that stand as a node of their own before the declaration they belong to. */
  leading: { row: number; text: string } | null;
  /** Node types around the cursor, outermost first. */
  parents: number[];
}

/**
 * Declarations of a tree, in the order of the text; lines are rows of the parsed text plus one.
 * The walk is iterative and goes through nodes that the table does not name, errors among them. Into a declaration that
 * is not wanted it does not look.
 */
export function treeOutline({ tree, text, rows }: ParsedText, syntax: Syntax, isWanted: IsWanted): OutlineEntry[] {
  const cursors = { cursor: tree.walk(), detailCursor: tree.walk(), outerCursor: tree.walk() };
  const walk: Walk = { syntax, text, rows, isWanted, ...cursors, entries: [], leading: null, parents: [] };
  try {
    descend(walk);
    return walk.entries;
  } finally {
    for (const cursor of Object.values(cursors)) cursor.delete();
  }
}

function descend(walk: Walk): void {
  const { cursor } = walk;
  const frames: Frame[] = [{ depth: 0, testsOnly: false, wrapper: null }];
  let frame = frames[0] as Frame;
  while (walk.entries.length < MAX_ENTRIES) {
    const typeId = cursor.nodeTypeId;
    const below = visit(walk, frame, typeId);
    if (below && cursor.gotoFirstChild()) {
      walk.parents.push(typeId);
      frames.push(below);
      frame = below;
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      frames.pop();
      walk.parents.pop();
      if (frames.length === 0 || !cursor.gotoParent()) return;
      frame = frames[frames.length - 1] as Frame;
    }
  }
}

/** Notes what stands at the cursor; the answer is the frame for its children, or null if they do not matter. */
function visit(walk: Walk, frame: Frame, typeId: number): Frame | null {
  const bits = walk.syntax.bits[typeId] ?? NAMED;
  if ((bits & NAMED) === 0 || (bits & (COMMENT | STRING)) !== 0) return null;
  if (frame.bodyOnly && (bits & CUT) === 0) return null;
  if ((bits & ATTRIBUTE) !== 0) return frame.wrapper ? null : addLeading(walk);
  if ((bits & TEST) !== 0) {
    const call = testCall(walk.cursor, walk.text, walk.syntax);
    if (call) return addTest(walk, frame, call);
  }
  const rule = (bits & ENTRY) !== 0 ? walk.syntax.entries[typeId] : undefined;
  const isEntry = rule !== undefined && isPlace(walk, frame, rule) && fits(walk, rule);
  if (frame.testsOnly && !(isEntry && rule.inTests)) return (bits & THROUGH) !== 0 ? frame : null;
  if ((bits & IMPORT) !== 0) return addImport(walk, frame);
  if (isEntry) return addEntry(walk, frame, rule);
  walk.leading = null;
  if ((bits & SKIP) !== 0 && !frame.open) return null;
  if ((bits & WRAPPER) !== 0) return { ...inner(frame), wrapper: frame.wrapper ?? walk.cursor.currentNode };
  return frame.wrapper || frame.open ? inner(frame) : frame;
}

function inner({ depth, testsOnly, within }: Frame): Frame {
  return { depth, testsOnly, within, wrapper: null, open: false, bodyOnly: false };
}

function isPlace({ parents, syntax }: Walk, frame: Frame, { maxDepth, within, parent }: EntryRule): boolean {
  if (parent !== undefined && !syntax.typeIds(parent).has(parents[parents.length - 1] ?? -1)) return false;
  if (maxDepth !== undefined && frame.depth > maxDepth) return false;
  return within === undefined || within.includes(frame.within ?? '');
}

function addLeading(walk: Walk): null {
  const signature = attributeAt(walk, walk.cursor);
  const { row = walk.rows.of(walk.cursor.startIndex + 1), text = '' } = walk.leading ?? {};
  if (text.length < 300) walk.leading = { row, text: `${text} ${signature}`.trim() };
  return null;
}

function addEntry(walk: Walk, frame: Frame, rule: EntryRule): Frame | null {
  const outer = outerCursor(walk, frame.wrapper);
  const startRow = walk.leading?.row ?? walk.rows.of(outer.startIndex + 1);
  const endRow = lastRow(walk, outer);
  if (!walk.isWanted(startRow, endRow)) {
    walk.leading = null;
    return null;
  }
  const declared = rule.pairs ? pairedEntry(walk.cursor.currentNode, rule.pairs) : declaredEntry(walk, outer, rule);
  if (declared)
    walk.entries.push(
      outlineEntry(walk, declared, { startRow, endRow, depth: frame.depth, leading: walk.leading?.text }),
    );
  walk.leading = null;
  if (!rule.inside || frame.depth > MAX_ENTRY_DEPTH) return null;
  const below = { testsOnly: false, wrapper: null, open: true, bodyOnly: rule.inside === 'body' };
  if (!declared) return { ...below, depth: frame.depth };
  return { ...below, depth: frame.depth + 1, within: declared.name };
}

/** A cursor at the node whose text the entry is: the declaration, or what is wrapped around it. */
function outerCursor({ cursor, outerCursor: own }: Walk, wrapper: Node | null): TreeCursor {
  if (!wrapper) return cursor;
  own.reset(wrapper);
  return own;
}

function addTest(walk: Walk, frame: Frame, call: TestCall): Frame | null {
  const startRow = walk.rows.of(walk.cursor.startIndex + 1);
  const endRow = lastRow(walk, walk.cursor);
  if (!walk.isWanted(startRow, endRow)) return null;
  walk.entries.push({
    kind: 'test',
    name: call.title,
    signature: `${call.function}(${JSON.stringify(call.title)})`,
    startLine: startRow + 1,
    endLine: endRow + 1,
    headerEndLine: walk.rows.of(call.titleEnd) + 1,
    depth: frame.depth,
  });
  return call.group && frame.depth < MAX_ENTRY_DEPTH
    ? { depth: frame.depth + 1, testsOnly: true, wrapper: null }
    : null;
}

/** Imports are one line of the outline each; the skeleton merges neighbours. */
function addImport(walk: Walk, frame: Frame): null {
  const startRow = walk.rows.of(walk.cursor.startIndex + 1);
  const endRow = lastRow(walk, walk.cursor);
  const line = { startLine: startRow + 1, endLine: endRow + 1, headerEndLine: endRow + 1 };
  walk.entries.push({ kind: 'import', name: 'import', signature: 'import', ...line, depth: frame.depth });
  return null;
}

/** Row of the last character: an end in column 0 belongs to the row before. */
function lastRow({ rows, text }: Walk, { endIndex }: { readonly endIndex: number }): number {
  return rows.of(text[endIndex - 1] === '\n' ? endIndex - 1 : endIndex);
}
