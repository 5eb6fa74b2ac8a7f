import type { DiffLine, Hunk } from '../diff/changed-file';
import type { LineRange } from './entry-tree';

/** Hunks with the unchanged lines of the ranges added; what then touches becomes one. `lines` are those of the new side. */
export function joinHunks(hunks: readonly Hunk[], ranges: readonly LineRange[], lines: readonly string[]): Hunk[] {
  const joined: Hunk[] = [];
  for (const [index, hunk] of hunks.entries()) {
    const { start, end } = grownRange(hunk, ranges);
    const previous = joined.at(-1);
    const from = previous ? Math.max(start, previous.newStart + previous.newLines) : start;
    const next = hunks[index + 1];
    const to = Math.min(end, lines.length, next ? firstNew(next) - 1 : lines.length);
    const before = context(from, firstNew(hunk) - 1, hunk.oldStart - hunk.newStart + sideShift(hunk), lines);
    const behind = context(endOf(hunk) + 1, to, oldEndOf(hunk) - endOf(hunk), lines);
    const grown = [...before, ...hunk.lines, ...behind];
    const touches = previous !== undefined && previous.newStart + previous.newLines === from;
    if (touches) joined[joined.length - 1] = hunkOf([...previous.lines, ...grown], previous);
    else joined.push(hunkOf(grown, hunk));
  }
  return joined;
}

function grownRange(hunk: Hunk, ranges: readonly LineRange[]): LineRange {
  const [first, last] = [firstNew(hunk), endOf(hunk)];
  const own = ranges.filter(({ start, end }) => start <= first && end >= last);
  return {
    start: Math.min(first, ...own.map(({ start }) => start)),
    end: Math.max(last, ...own.map(({ end }) => end)),
  };
}

/** git names the line before an empty side as its start. */
function firstNew({ newStart, newLines }: Hunk): number {
  return newLines === 0 ? newStart + 1 : newStart;
}

function sideShift({ oldLines, newLines }: Hunk): number {
  return Number(oldLines === 0) - Number(newLines === 0);
}

function endOf(hunk: Hunk): number {
  return firstNew(hunk) + hunk.newLines - 1;
}

function oldEndOf({ oldStart, oldLines }: Hunk): number {
  return oldLines === 0 ? oldStart : oldStart + oldLines - 1;
}

function context(from: number, to: number, oldShift: number, lines: readonly string[]): DiffLine[] {
  const found: DiffLine[] = [];
  for (let line = Math.max(1, from); line <= to; line += 1) {
    const text = lines[line - 1];
    // A file that ends with a line feed has no line behind it.
    if (text === undefined || (line === lines.length && text === '')) break;
    found.push({ kind: 'context', oldLine: line + oldShift, newLine: line, text });
  }
  return found;
}

function hunkOf(lines: readonly DiffLine[], { oldStart, newStart }: Hunk): Hunk {
  const old = lines.flatMap(({ oldLine }) => oldLine ?? []);
  const now = lines.flatMap(({ newLine }) => newLine ?? []);
  return {
    ...{ oldStart: old[0] ?? oldStart, oldLines: old.length },
    ...{ newStart: now[0] ?? newStart, newLines: now.length },
    lines,
  };
}
