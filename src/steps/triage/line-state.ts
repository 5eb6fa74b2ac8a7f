import type { Change } from '../scope/change';
import { type CodeState, codeStateOf, fileOf } from './known-code';
import { editOf } from './known-edit';
import type { KnownFinding } from './known-finding';

/** As `CodeState`, and `edited` where lines like its own took their place: whether that fixes anything has to be said. */
export type LineState = CodeState | 'edited';

interface LineFacts {
  change: Change | null;
  /** Threads whose code was gone, for runs that do not read it again. */
  gone?: readonly number[];
}

/**
 * White space and comments change nothing. An identity that nobody vouches for cannot say that its code is gone; that the
 * service lost its lines can.
 */
export function lineStateOf(known: KnownFinding, { change, gone = [] }: LineFacts): LineState {
  if (change === null) return gone.includes(known.threadId) ? 'gone' : 'stands';
  const state = codeStateOf(known, change);
  if (state !== 'gone') return state;
  const edit = editOf(known, change);
  if (edit !== undefined) return edit.kind === 'same' ? 'stands' : 'edited';
  const isDoubted = known.trust !== 'signed' && known.range !== undefined && fileOf(known, change) !== undefined;
  return isDoubted ? 'edited' : 'gone';
}
