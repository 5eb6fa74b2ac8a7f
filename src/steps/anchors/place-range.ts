import type { LineRange } from '../../ports/code-host';
import type { ChangedFile } from '../diff/changed-file';
import { rangeInDiff } from '../scope/range-in-diff';
import type { Anchor } from './anchor';
import { linesAnchor } from './lines-anchor';

/** The place of a range that a tool reported for the source side: its lines when one hunk holds them all, else the file. */
export function placeRange(file: ChangedFile, range: LineRange): Anchor {
  if (rangeInDiff(file, range).inside) return linesAnchor(file, range, 'stated');
  return { kind: 'file', path: file.path, reason: 'its lines are not all in one hunk' };
}
