import type { DiffLine, Hunk } from './changed-file';
import { hunkSpan } from './hunk-span';
import type { LineSpan } from './line-span';

/** Where new lines stand, or between which lines old ones went: then `end` is one less than `start`. */
export interface LineRange {
  start: number;
  end: number;
}

/** Hunks with the unchanged lines of the ranges added; what then touches becomes one. `lines` are those of the new side. */
export function joinHunks(hunks: readonly Hunk[], ranges: readonly LineRange[], lines: readonly string[]): Hunk[] {
  const joined: Hunk[] = [];
  for (const [index, hunk] of hunks.entries()) {
    const [own, old] = [hunkSpan(hunk, 'new'), hunkSpan(hunk, 'old')];
    const { start, end } = grownRange(own, ranges);
    const previous = joined.at(-1);
    const from = previous ? Math.max(start, hunkSpan(previous, 'new').endLine + 1) : start;
    const next = hunks[index + 1];
    const to = Math.min(end, lines.length, next ? hunkSpan(next, 'new').startLine - 1 : lines.length);
    const before = context(from, own.startLine - 1, old.startLine - own.startLine, lines);
    const behind = context(own.endLine + 1, to, old.endLine - own.endLine, lines);
    const grown = [...before, ...hunk.lines, ...behind];
    const touches = previous !== undefined && hunkSpan(previous, 'new').endLine + 1 === from;
    if (touches) joined[joined.length - 1] = hunkOf([...previous.lines, ...grown], previous);
    else joined.push(hunkOf(grown, hunk));
  }
  return joined;
}

function grownRange({ startLine, endLine }: LineSpan, ranges: readonly LineRange[]): LineRange {
  const own = ranges.filter(({ start, end }) => start <= startLine && end >= endLine);
  return {
    start: Math.min(startLine, ...own.map(({ start }) => start)),
    end: Math.max(endLine, ...own.map(({ end }) => end)),
  };
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
