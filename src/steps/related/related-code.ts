import { compareText } from '../diff/compare-text';
import { visibleLine } from '../diff/visible';

/** Code of a file that the change leaves alone, shown since a changed file calls it, or is called by it. */
export interface RelatedCode {
  path: string;
  /** `declares total` or `calls total`, for the head of its block. */
  what: string;
  /** Changed files whose lines it explains. */
  usedBy: readonly string[];
  /** 1-based number of the first line. */
  startLine: number;
  lines: readonly string[];
}

/** As the prompt shows it: one block for each place, in the order of files and lines. */
export function relatedText(related: readonly RelatedCode[]): string {
  return [...related]
    .sort((a, b) => compareText(a.path, b.path) || a.startLine - b.startLine)
    .map(
      ({ path, what, startLine, lines }) =>
        `==== unchanged: ${visibleLine(path)} ${what}\n${numbered(startLine, lines)}`,
    )
    .join('');
}

function numbered(startLine: number, lines: readonly string[]): string {
  return lines.map((line, index) => `${startLine + index} ${visibleLine(line)}\n`).join('');
}
