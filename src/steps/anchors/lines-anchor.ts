import type { LineRange } from '../../ports/code-host';
import type { ChangedFile, DiffLine } from '../diff/changed-file';
import type { AnchorMethod, LineAnchor } from './anchor';
import { withoutReturn } from './diff-index';

/** The anchor of lines that are known to stand in one hunk. */
export function linesAnchor(file: ChangedFile, range: LineRange, how: AnchorMethod): LineAnchor {
  const texts = file.hunks
    .flatMap(({ lines }) => lines.filter((line) => isWithin(line, range)))
    .map(({ text }) => withoutReturn(text));
  return {
    kind: 'lines',
    path: file.path,
    range,
    endLineLength: texts.at(-1)?.length ?? 0,
    text: texts.join('\n'),
    how,
  };
}

function isWithin({ oldLine, newLine }: DiffLine, { side, startLine, endLine }: LineRange): boolean {
  const line = side === 'new' ? newLine : oldLine;
  return line !== null && line >= startLine && line <= endLine;
}
