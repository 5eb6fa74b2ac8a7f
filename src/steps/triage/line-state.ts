import type { Change } from '../scope/change';
import { holdsGist } from './gist';
import { type CodeState, codeStateOf, fileOf } from './known-code';
import { editOf, movedAway } from './known-edit';
import type { KnownFinding } from './known-finding';
import type { Triaged } from './placed-finding';

/** As `CodeState`, and `edited` where lines like its own took their place: whether that fixes anything has to be said. */
export type LineState = CodeState | 'edited';

interface LineFacts {
  change: Change | null;
  /** Threads whose code was gone, for runs that do not read it again. */
  gone?: readonly number[];
  /** What this run found: where code went, its finding may have got a thread of its own. */
  triaged?: readonly Triaged[];
}

/**
 * White space and comments change nothing. An identity that nobody vouches for cannot say that its code is gone; that the
 * service lost its lines can.
 */
export function lineStateOf(known: KnownFinding, { change, gone = [], triaged = [] }: LineFacts): LineState {
  if (change === null) return gone.includes(known.threadId) ? 'gone' : 'stands';
  const state = codeStateOf(known, change);
  if (state !== 'gone') return state;
  const edit = editOf(known, change);
  if (edit !== undefined) return edit.kind === 'same' ? 'stands' : 'edited';
  const isToldThere = triaged.some(({ finding, to }) => to === 'thread' && holdsGist(finding.gist, known.gist));
  if (!isToldThere && movedAway(known, change)) return 'stands';
  const isDoubted = known.trust !== 'signed' && known.range !== undefined && fileOf(known, change) !== undefined;
  return isDoubted ? 'edited' : 'gone';
}
