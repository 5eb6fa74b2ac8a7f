import type { PullRequest } from '../ports/code-host';
import type { FixRecord } from '../steps/record/fix-record';
import type { Request } from '../steps/request/request';
import type { FixSituation } from '../steps/verdict/fix-results';

export type GateChecks = NonNullable<FixRecord['gate']>;

/** What the gate made of what started the run. */
export type Heard =
  | { accepted: AcceptedRequest; gate: GateChecks }
  | { ended: FixSituation; headline: string; request?: Request; gate: GateChecks };

export interface AcceptedRequest {
  request: Request;
  repositoryId: string;
  /** Absent where nobody asked on one. */
  pullRequest?: PullRequest;
  /** The comment of ours that says that we are at it, and becomes the answer; absent where nothing was claimed. */
  claim?: { threadId: number; commentId: number };
}
