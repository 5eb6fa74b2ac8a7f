import type { LineRange } from '../../ports/code-host';
import { withoutReturn } from './diff-index';

/** Whole lines of a text, without their endings, and how lines end there. */
export interface SourceLines {
  lines: readonly string[];
  lineEnding: '\n' | '\r\n';
}

/** Null when the text has no such lines. */
export function sourceLines(sourceText: string, range: Pick<LineRange, 'startLine' | 'endLine'>): SourceLines | null {
  const all = linesOf(sourceText);
  const last = sourceText.endsWith('\n') ? all.length - 1 : all.length;
  if (range.startLine < 1 || range.endLine < range.startLine || range.endLine > last) return null;
  const lines = all.slice(range.startLine - 1, range.endLine);
  // The only line of a file has no ending to learn from; any other line's neighbours show the file's habit.
  const [ended] = lines.length > 1 || range.endLine < all.length ? lines : all.slice(0, 1);
  return { lines: lines.map(withoutReturn), lineEnding: all.length > 1 && ended?.endsWith('\r') ? '\r\n' : '\n' };
}

let latest: { text: string; lines: readonly string[] } = { text: '', lines: [''] };

/** Findings of one file come one behind the other. */
function linesOf(text: string): readonly string[] {
  if (latest.text !== text) latest = { text, lines: text.split('\n') };
  return latest.lines;
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
  const all = linesOf(sourceText);
  const kept = all[range.endLine - 1]?.endsWith('\r') ? '\r' : '';
  const inserted = text.replace(/\r\n/g, '\n').replaceAll('\n', source.lineEnding) + kept;
  return [...all.slice(0, range.startLine - 1), inserted, ...all.slice(range.endLine)].join('\n');
}
