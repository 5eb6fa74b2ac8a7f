import type { LineRange } from '../../ports/code-host';
import type { ChangedFile } from '../diff/changed-file';
import type { AnchorMethod, LineAnchor } from './anchor';
import { type Side, withoutReturn } from './diff-index';

/** The anchor of lines that are known to stand in one hunk. */
export function linesAnchor(file: ChangedFile, range: LineRange, how: AnchorMethod): LineAnchor {
  const texts = linesOf(file, range.side)
    .filter(({ line }) => line >= range.startLine && line <= range.endLine)
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

function linesOf(file: ChangedFile, side: Side): { line: number; text: string }[] {
  return file.hunks
    .flatMap((hunk) => hunk.lines)
    .flatMap(({ oldLine, newLine, text }) => {
      const line = side === 'new' ? newLine : oldLine;
      return line === null ? [] : [{ line, text }];
    });
}
