import type { Change } from '../scope/change';
import { holdsGist } from './gist';
import { type CodeState, codeStateOf, fileOf } from './known-code';
import { editOf, movedAway } from './known-edit';
import { gravestOf, type KnownFinding, stateOf } from './known-finding';
import { isGraverThan } from './match-known';
import type { Triaged } from './placed-finding';

/** As `CodeState`, and `edited` where lines like its own took their place: whether that fixes anything has to be said. */
export type LineState = CodeState | 'edited';

interface LineFacts {
  change: Change | null;
  /** Threads whose code was gone, for runs that do not read it again. */
  gone?: readonly number[];
  /** What this run found: where code went, its finding may have got a thread of its own. */
  triaged?: readonly Triaged[];
  /** The other threads: one of them may tell it where it stands now. */
  known?: readonly KnownFinding[];
}

/**
 * White space and comments change nothing. An identity that nobody vouches for cannot say that its code is gone; that the
 * service lost its lines can.
 */
export function lineStateOf(known: KnownFinding, facts: LineFacts): LineState {
  const { change, gone = [] } = facts;
  if (change === null) return gone.includes(known.threadId) ? 'gone' : 'stands';
  const state = codeStateOf(known, change);
  if (state !== 'gone') return state;
  const edit = editOf(known, change);
  if (edit !== undefined) return edit.kind === 'same' ? 'stands' : 'edited';
  if (!isToldElsewhere(known, facts) && movedAway(known, change)) return 'stands';
  const isDoubted = known.trust !== 'signed' && known.range !== undefined && fileOf(known, change) !== undefined;
  return isDoubted ? 'edited' : 'gone';
}

/** What is lesser does not speak for it. */
function isToldElsewhere(known: KnownFinding, { triaged = [], known: others = [] }: LineFacts): boolean {
  const speaks = (one: Pick<KnownFinding, 'gist' | 'severity'>) =>
    !isGraverThan({ severity: gravestOf(known) }, { severity: one.severity }) && holdsGist(one.gist, known.gist);
  const isLater = (other: KnownFinding) => other.threadId > known.threadId && stateOf(other) !== 'resolved';
  return (
    triaged.some(({ finding, to }) => to === 'thread' && speaks(finding)) ||
    others.some((other) => isLater(other) && speaks({ ...other, severity: gravestOf(other) }))
  );
}
