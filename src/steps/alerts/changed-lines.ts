import { countBelow } from '../../count-below';
import { madeOnce } from '../../made-once';
import type { ChangedFile } from '../diff/changed-file';
import { firstLine } from '../diff/hunk-span';
import type { LineSpan } from '../diff/line-span';
import { type ByNeed, byNeed } from './by-need';

/** What a change did to the lines of a file at the source commit. */
export interface ChangedLines {
  /** 1-based numbers of added lines. */
  added: ReadonlySet<number>;
  /** Numbers of the lines right behind a removal; such a removal stands between that line and the one before it. */
  removedBefore: ReadonlySet<number>;
  /** The whole file is new. */
  whole: boolean;
  /** Nobody could read what changed: any line may have. */
  unknown?: boolean;
}

export function changedLinesOf(file: ChangedFile): ChangedLines {
  const added = new Set<number>();
  const removedBefore = new Set<number>();
  for (const hunk of file.hunks) {
    let next = firstLine(hunk.newStart, hunk.newLines);
    for (const line of hunk.lines) {
      if (line.kind === 'removed') removedBefore.add(next);
      else next = (line.newLine ?? next) + 1;
      if (line.kind === 'added' && line.newLine !== null) added.add(line.newLine);
    }
  }
  const unknown = file.hunks.length === 0 && (file.unreadable !== undefined || file.content === 'binary');
  return { added, removedBefore, whole: file.change === 'added', ...(unknown ? { unknown } : {}) };
}

/** The same of all files, by path. */
export function changedLinesByPath(files: readonly ChangedFile[]): ByNeed<ChangedLines> {
  return byNeed(
    files.map((file) => [file.path, file] as const),
    changedLinesOf,
  );
}

/** True when the change touched these lines: one of them is added, or something between them was removed. */
export function touches(changed: ChangedLines, range: { startLine: number; endLine: number } | undefined): boolean {
  if (changed.unknown) return true;
  if (!range) return changed.whole;
  return (
    holdsAny(changed.added, range) || holdsAny(changed.removedBefore, { ...range, startLine: range.startLine + 1 })
  );
}

/** A report may hold many results, each on many lines of a large change. */
const inOrder = madeOnce((lines: ReadonlySet<number>) => [...lines].sort((a, b) => a - b));

function holdsAny(lines: ReadonlySet<number>, { startLine, endLine }: LineSpan): boolean {
  const sorted = inOrder(lines);
  return (sorted[countBelow(sorted, startLine)] ?? Infinity) <= endLine;
}
