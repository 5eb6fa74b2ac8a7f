import type { LineRange } from '../../ports/code-host';
import type { ChangedFile, Hunk } from '../diff/changed-file';

/** How a range of lines (of alerts, of findings) lies to a file's hunks. */
export interface RangeInDiff {
  /** True when one hunk shows every line of it. */
  inside: boolean;
  /** True when at least one of its lines was added (new side) or removed (old side). */
  touchesChange: boolean;
}

export function rangeInDiff(file: Pick<ChangedFile, 'hunks'>, range: LineRange): RangeInDiff {
  const wanted = range.endLine - range.startLine + 1;
  const shown = file.hunks.map((hunk) => linesWithin(hunk, range));
  return {
    inside: wanted > 0 && shown.some((lines) => lines.length === wanted),
    touchesChange: shown.some((lines) => lines.some(({ kind }) => kind !== 'context')),
  };
}

function linesWithin(hunk: Hunk, { side, startLine, endLine }: LineRange) {
  return hunk.lines.filter(({ oldLine, newLine }) => {
    const line = side === 'new' ? newLine : oldLine;
    return line !== null && line >= startLine && line <= endLine;
  });
}
