import type { Tree } from 'web-tree-sitter';
import type { LineChange } from '../../../ports/outliner';
import type { Rows } from '../rows';

/** A text as the grammar is to see it. */
export interface GrammarText {
  text: string;
  rows: Rows;
}

/** A text with its tree; whoever asked for it deletes the tree. */
export interface ParsedText extends GrammarText {
  /** Folder of the grammar. */
  grammar: string;
  tree: Tree;
}

/** What one change takes the place of, in offsets of the new side's text and of the base side's. */
interface Stretch {
  change: LineChange;
  start: number;
  end: number;
  baseStart: number;
  baseEnd: number;
}

/**
 * Marks in the tree of the new side all that the base side has otherwise, so that a parser can take over the rest.
 * False, and the tree as it was, when it has errors or the texts differ elsewhere too: then nothing of it may be trusted.
 */
export function markForBase(after: ParsedText, base: GrammarText, changes: readonly LineChange[]): boolean {
  if (after.tree.rootNode.hasError) return false;
  const stretches = changes.map((change) => stretchOf(change, after, base));
  if (!isAllElseEqual(after.text, base.text, stretches)) return false;
  // From the last to the first, so that no mark moves the place of another.
  for (const stretch of stretches.reverse()) mark(stretch, after, base);
  return true;
}

function stretchOf(change: LineChange, after: GrammarText, base: GrammarText): Stretch {
  const { oldStart, oldLines, newStart, newLines } = change;
  return {
    change,
    start: after.rows.start(newStart - 1),
    end: after.rows.start(newStart - 1 + newLines),
    baseStart: base.rows.start(oldStart - 1),
    baseEnd: base.rows.start(oldStart - 1 + oldLines),
  };
}

function isAllElseEqual(text: string, baseText: string, stretches: readonly Stretch[]): boolean {
  let [from, baseFrom] = [0, 0];
  for (const { start, end, baseStart, baseEnd } of stretches) {
    if (start < from || baseStart < baseFrom) return false;
    if (text.slice(from, start) !== baseText.slice(baseFrom, baseStart)) return false;
    [from, baseFrom] = [end, baseEnd];
  }
  return text.slice(from) === baseText.slice(baseFrom);
}

function mark(
  { change, start, end, baseStart, baseEnd }: Stretch,
  { tree, rows }: ParsedText,
  base: GrammarText,
): void {
  const { oldStart, oldLines, newStart, newLines } = change;
  const startPosition = rows.point(newStart - 1);
  const baseEndPosition = base.rows.point(oldStart - 1 + oldLines);
  tree.edit({
    startIndex: start,
    oldEndIndex: end,
    newEndIndex: start + baseEnd - baseStart,
    startPosition,
    oldEndPosition: rows.point(newStart - 1 + newLines),
    newEndPosition: {
      row: startPosition.row + baseEndPosition.row - base.rows.point(oldStart - 1).row,
      column: baseEndPosition.column,
    },
  } as Parameters<Tree['edit']>[0]);
}
