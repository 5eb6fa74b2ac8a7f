import type { HostWrite, Iteration } from '../../ports/code-host';
import type { CodeLookup } from '../findings/dismissal';
import type { Change } from '../scope/change';
import type { CodeMark } from '../triage/code-mark';
import type { KnownFinding } from '../triage/known-finding';
import type { PlacedFinding, Triaged } from '../triage/placed-finding';
import type { AcceptedCode, AcceptedFacts } from './accepted-code';
import type { AskedFacts } from './mended';
import type { Seal } from './signature';

export interface ThreadOperation {
  /** `remove` takes back a thread that says the same as another one. */
  operation: 'open' | 'update' | 'resolve' | 'reopen' | 'remove' | 'leave';
  reason: string;
  /** Done in order; none for `leave`. */
  writes: readonly HostWrite[];
  /** The finding it is about, when it is one of this run. */
  finding?: PlacedFinding;
  /** The thread it is about, when there is one. */
  known?: KnownFinding;
  /** False when the code of the known finding is gone, so that it counts no longer. */
  stands: boolean;
  /** The added line that settled a finding whose own lines stand. */
  settledWith?: CodeMark;
  /** Set where the critique said that a problem whose lines are gone is mended. */
  isSaidMended?: true;
  /** Why it counts, where its lines do not tell. */
  whyOpen?: string;
  /** Of a known thread: what its lines say now, and of what it was accepted. */
  accepted?: AcceptedCode;
}

export interface ThreadFacts extends Omit<AcceptedFacts, 'change'>, AskedFacts {
  triaged: readonly Triaged[];
  known: readonly KnownFinding[];
  iteration: Pick<Iteration, 'id' | 'base' | 'source' | 'madeAt'>;
  webUrl: string;
  seal: Seal;
  /** Null when the run has not read the code: then nothing is known to be gone. */
  change: Change | null;
  /** Absent where no code was read: then no added line settles anything. */
  isCodeLine?: CodeLookup;
  /** Threads whose code was gone when this iteration was reviewed, for runs that do not read it again. */
  gone?: readonly number[];
}

export type Decision = Omit<ThreadOperation, 'known' | 'finding' | 'accepted'>;
