import { countBelow } from '../../count-below';
import { madeOnce, madeOnceFor } from '../../made-once';
import type { LineRange } from '../../ports/code-host';
import type { ChangedFile, DiffLine } from '../diff/changed-file';
import type { Anchor, AnchorMethod, LineAnchor } from './anchor';
import { withoutReturn } from './diff-index';

/** Letters of a place of several lines; a report may name thousands of such places in one file. */
const MAX_LENGTH = 20_000;

/** The anchor of lines that are known to stand in one hunk; of more lines than a comment can speak of, it is the file. */
export function linesAnchor(file: ChangedFile, range: LineRange, how: AnchorMethod): Anchor {
  const anchor = anchorOnce(file, `${how} ${range.side} ${range.startLine} ${range.endLine}`);
  return anchor ?? { kind: 'file', path: file.path, reason: 'it speaks of very many lines' };
}

/** Many results may name the same lines. */
const anchorOnce = madeOnceFor((file: ChangedFile, place): LineAnchor | null => {
  const [how, side, startLine, endLine] = place.split(' ') as [AnchorMethod, LineRange['side'], string, string];
  const range = { side, startLine: Number(startLine), endLine: Number(endLine) };
  const texts = textsWithin(linesBySide(file)[side], range);
  if (texts === null) return null;
  return {
    ...{ kind: 'lines', path: file.path, range, how },
    ...{ endLineLength: texts.at(-1)?.length ?? 0, text: texts.join('\n') },
  };
});

interface SideLines {
  /** In order. */
  numbers: readonly number[];
  texts: readonly string[];
}

const linesBySide = madeOnce(({ hunks }: ChangedFile): Record<LineRange['side'], SideLines> => {
  const sideOf = (numberOf: (line: DiffLine) => number | null) => {
    const lines = hunks.flatMap((hunk) => hunk.lines.filter((line) => numberOf(line) !== null));
    return { numbers: lines.map((line) => numberOf(line) ?? 0), texts: lines.map(({ text }) => withoutReturn(text)) };
  };
  return { old: sideOf(({ oldLine }) => oldLine), new: sideOf(({ newLine }) => newLine) };
});

/** Null where several lines are too long together. */
function textsWithin({ numbers, texts }: SideLines, { startLine, endLine }: LineRange): readonly string[] | null {
  const [from, to] = [countBelow(numbers, startLine), countBelow(numbers, endLine + 1)];
  let length = 0;
  for (let at = from; at < to && to - from > 1; at += 1) {
    length += texts[at]?.length ?? 0;
    if (length > MAX_LENGTH) return null;
  }
  return texts.slice(from, to);
}
