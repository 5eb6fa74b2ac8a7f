import type { LineChange } from '../../ports/outliner';
import type { Hunk } from '../diff/changed-file';
import { firstLine } from '../diff/hunk-span';

/** Hunks without their context. */
export function lineChanges(hunks: readonly Hunk[]): LineChange[] {
  return hunks.flatMap(changesOf);
}

function changesOf(hunk: Hunk): LineChange[] {
  const changes: LineChange[] = [];
  let [oldLine, newLine] = [firstLine(hunk.oldStart, hunk.oldLines), firstLine(hunk.newStart, hunk.newLines)];
  let change: LineChange | null = null;
  for (const { kind } of hunk.lines) {
    if (kind === 'context') {
      change = null;
      oldLine++;
      newLine++;
      continue;
    }
    if (change === null) {
      change = { oldStart: oldLine, oldLines: 0, newStart: newLine, newLines: 0 };
      changes.push(change);
    }
    if (kind === 'removed') change.oldLines = ++oldLine - change.oldStart;
    else change.newLines = ++newLine - change.newStart;
  }
  return changes;
}
