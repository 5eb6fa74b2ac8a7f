/** Lines of one side of a file; 1-based and inclusive on both ends. */
export interface LineSpan {
  startLine: number;
  endLine: number;
}

export function isWithin(inner: LineSpan, outer: LineSpan): boolean {
  return inner.startLine >= outer.startLine && inner.endLine <= outer.endLine;
}

export function overlaps(a: LineSpan, b: LineSpan): boolean {
  return a.startLine <= b.endLine && b.startLine <= a.endLine;
}
