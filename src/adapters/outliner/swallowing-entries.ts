import type { OutlineEntry } from '../../ports/outliner';

/** A function this long that holds declarations by its lines, and none by its tree, is suspected. */
const MIN_LINES = 10;
/** Declarations of its lines that prove it; fewer may be local types. */
const MIN_HIDDEN = 2;

/**
 * Entries that are no functions but what a grammar makes of everything behind a word it does not know, a macro without a
 * semicolon for one: the tree has no error then, and hides all declarations in them.
 */
export function swallowingEntries(
  entries: readonly OutlineEntry[],
  lines: number,
  lexical: () => readonly OutlineEntry[] | null,
): ReadonlySet<OutlineEntry> {
  const suspects = entries.filter((entry, index) => isSuspect(entry, entries[index + 1], lines));
  if (suspects.length === 0) return new Set();
  const byLines = lexical() ?? [];
  return new Set(suspects.filter((suspect) => byLines.filter((entry) => isBelow(entry, suspect)).length >= MIN_HIDDEN));
}

/** Entries stand in the order of their lines, so that the first one inside comes next. */
function isSuspect(entry: OutlineEntry, next: OutlineEntry | undefined, lines: number): boolean {
  const length = entry.endLine - entry.startLine + 1;
  if (!/^(?:function|method)$/.test(entry.kind) || length < MIN_LINES) return false;
  if (next !== undefined && isBelow(next, entry)) return false;
  return length * 2 > lines || !entry.signature.includes('(');
}

function isBelow(inner: OutlineEntry, outer: OutlineEntry): boolean {
  return inner.startLine > outer.headerEndLine && inner.endLine <= outer.endLine;
}
