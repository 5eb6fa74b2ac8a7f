import type { LineRange } from '../../ports/code-host';
import type { ChangedFile } from '../diff/changed-file';
import { hunkSpan } from '../diff/hunk-span';
import { isWithin } from '../diff/line-span';
import type { Anchor } from './anchor';
import { linesAnchor } from './lines-anchor';

/** The place of a range that a tool reported for the source side: its lines when one hunk holds them all, else the file. */
export function placeRange(file: ChangedFile, range: LineRange): Anchor {
  const isShown =
    range.startLine <= range.endLine && file.hunks.some((hunk) => isWithin(range, hunkSpan(hunk, range.side)));
  if (isShown) return linesAnchor(file, range, 'stated');
  return { kind: 'file', path: file.path, reason: 'its lines are not all in one hunk' };
}
