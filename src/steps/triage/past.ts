import type { Change } from '../scope/change';
import type { Since } from './changed-since';
import type { KnownFinding } from './known-finding';

/** What the pull request already holds, and what is new in it. */
export interface Past {
  known: readonly KnownFinding[];
  /** Null when the run has not read the code; then only identities count. */
  change: Change | null;
  since: Since;
}

export const NO_PAST: Past = { known: [], change: null, since: { kind: 'all', reason: 'nothing is known' } };
