import type { LineRange } from '../../ports/code-host';
import type { Hunk } from './changed-file';
import type { LineSpan } from './line-span';

/** The lines of a side that a hunk shows; without any, what would be the first one begins behind the last. */
export function hunkSpan(hunk: Hunk, side: LineRange['side']): LineSpan {
  const [start, count] = side === 'new' ? [hunk.newStart, hunk.newLines] : [hunk.oldStart, hunk.oldLines];
  const startLine = firstLine(start, count);
  return { startLine, endLine: startLine + count - 1 };
}

/** git names the line before an empty side as its start. */
export function firstLine(start: number, count: number): number {
  return count === 0 ? start + 1 : start;
}
