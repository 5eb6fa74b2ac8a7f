import type { LineRange } from '../../ports/code-host';
import { withoutReturn } from './diff-index';

/** Whole lines of a text, without their endings, and how lines end there. */
export interface SourceLines {
  lines: readonly string[];
  lineEnding: '\n' | '\r\n';
}

/** Null when the text has no such lines. */
export function sourceLines(sourceText: string, range: Pick<LineRange, 'startLine' | 'endLine'>): SourceLines | null {
  const all = sourceText.split('\n');
  const last = sourceText.endsWith('\n') ? all.length - 1 : all.length;
  if (range.startLine < 1 || range.endLine < range.startLine || range.endLine > last) return null;
  const lines = all.slice(range.startLine - 1, range.endLine);
  // The only line of a file has no ending to learn from; any other line's neighbours show the file's habit.
  const ended = [...lines.slice(0, range.endLine < all.length ? undefined : -1), ...all.slice(0, -1)];
  return { lines: lines.map(withoutReturn), lineEnding: ended[0]?.endsWith('\r') ? '\r\n' : '\n' };
}

/**
 * The file as "Apply change" writes it: the range's lines replaced, their last line ending kept.
 * Throws a RangeError when the text has no such lines.
 */
export function applySuggestion(
  sourceText: string,
  range: Pick<LineRange, 'startLine' | 'endLine'>,
  text: string,
): string {
  const source = sourceLines(sourceText, range);
  if (!source) throw new RangeError(`no lines ${range.startLine}-${range.endLine}`);
  const all = sourceText.split('\n');
  const kept = all[range.endLine - 1]?.endsWith('\r') ? '\r' : '';
  const inserted = text.replace(/\r\n/g, '\n').replaceAll('\n', source.lineEnding) + kept;
  return [...all.slice(0, range.startLine - 1), inserted, ...all.slice(range.endLine)].join('\n');
}
