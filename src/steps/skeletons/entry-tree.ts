import type { Outline, OutlineEntry } from '../../ports/outliner';
import type { ChangedFile, Hunk } from '../diff/changed-file';
import { hunkSpan } from '../diff/hunk-span';
import type { LineRange } from '../diff/join-hunks';
import { isWithin, type LineSpan } from '../diff/line-span';
import { lineChanges } from './line-changes';

/** An outline as lines come out of it, before anything is left out. */
export interface EntryNode {
  entry: OutlineEntry;
  children: EntryNode[];
  /** Whether the change touches its lines; then it and all that is around it stay whatever the budget. */
  touched: boolean;
  /** Whether changed lines name it: then its row goes last. */
  named: boolean;
  /** Whether the diff shows its signature, so that the row need not. */
  shown: boolean;
}

export type MadeOutline = Extract<Outline, { kind: 'outline' }>;

/** Entries by nesting; several import lines in a row become one entry. */
export function entryTree(
  outline: MadeOutline,
  hunks: readonly Hunk[],
  names: ReadonlySet<string> = new Set(),
): EntryNode[] {
  const changed = changedRanges({ hunks });
  const seen = hunks.map((hunk) => hunkSpan(hunk, 'new'));
  const roots: EntryNode[] = [];
  const around: EntryNode[] = [];
  for (const entry of withMergedImports(outline.entries)) {
    while (around.length > entry.depth) around.pop();
    const node = {
      entry,
      children: [],
      touched: isTouched(entry, changed),
      named: names.has(entry.name),
      shown: entry.kind !== 'import' && seen.some((span) => isWithin(headerOf(entry), span)),
    };
    (around[around.length - 1]?.children ?? roots).push(node);
    around.push(node);
    if (node.touched) for (const outer of around) outer.touched = true;
  }
  return roots;
}

function headerOf({ startLine, headerEndLine }: OutlineEntry): LineSpan {
  return { startLine, endLine: headerEndLine };
}

/** What a file's hunks change, on the new side. */
export function changedRanges({ hunks }: Pick<ChangedFile, 'hunks'>): LineRange[] {
  return lineChanges(hunks).map(({ newStart, newLines }) => ({ start: newStart, end: newStart + newLines - 1 }));
}

export function isTouched({ startLine, endLine }: OutlineEntry, changed: readonly LineRange[]): boolean {
  return changed.some(({ start, end }) =>
    end < start ? startLine < start && endLine >= start : startLine <= end && endLine >= start,
  );
}

function withMergedImports(entries: readonly OutlineEntry[]): OutlineEntry[] {
  const merged: OutlineEntry[] = [];
  let count = 0;
  for (const entry of entries) {
    const last = merged[merged.length - 1];
    const follows = entry.kind === 'import' && last?.kind === 'import' && last.depth === entry.depth;
    count = entry.kind !== 'import' ? 0 : follows ? count + 1 : 1;
    if (!follows) merged.push(entry.kind === 'import' ? { ...entry, signature: 'imports (1)' } : entry);
    else merged[merged.length - 1] = { ...last, endLine: entry.endLine, signature: `imports (${count})` };
  }
  return merged;
}
