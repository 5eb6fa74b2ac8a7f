import { madeOnce } from '../../made-once';
import type { LineRange } from '../../ports/code-host';
import { withoutReturn } from './diff-index';

/** Whole lines of a text, without their endings, and how lines end there. */
export interface SourceLines {
  lines: readonly string[];
  lineEnding: '\n' | '\r\n';
}

export interface Source {
  text: string;
}

/** Null when the text has no such lines. */
export function sourceLines(sourceFile: Source, range: Pick<LineRange, 'startLine' | 'endLine'>): SourceLines | null {
  const all = linesOf(sourceFile);
  const last = sourceFile.text.endsWith('\n') ? all.length - 1 : all.length;
  if (range.startLine < 1 || range.endLine < range.startLine || range.endLine > last) return null;
  const lines = all.slice(range.startLine - 1, range.endLine);
  // The only line of a file has no ending to learn from; any other line's neighbours show the file's habit.
  const [ended] = lines.length > 1 || range.endLine < all.length ? lines : all.slice(0, 1);
  return { lines: lines.map(withoutReturn), lineEnding: all.length > 1 && ended?.endsWith('\r') ? '\r\n' : '\n' };
}

/** A file may have a suggestion on each of its lines. */
const linesOf = madeOnce(({ text }: Source) => text.split('\n'));

/**
 * The file as "Apply change" writes it: the range's lines replaced, their last line ending kept.
 * Throws a RangeError when the text has no such lines.
 */
export function applySuggestion(
  sourceText: string,
  range: Pick<LineRange, 'startLine' | 'endLine'>,
  text: string,
): string {
  const sourceFile = { text: sourceText };
  const source = sourceLines(sourceFile, range);
  if (!source) throw new RangeError(`no lines ${range.startLine}-${range.endLine}`);
  const all = linesOf(sourceFile);
  const kept = all[range.endLine - 1]?.endsWith('\r') ? '\r' : '';
  const inserted = text.replace(/\r\n/g, '\n').replaceAll('\n', source.lineEnding) + kept;
  return [...all.slice(0, range.startLine - 1), inserted, ...all.slice(range.endLine)].join('\n');
}
