import type { PullRequest } from '../ports/code-host';
import type { CommitId } from '../ports/repository';
import type { Material } from '../steps/brief/material';
import type { FixRecord } from '../steps/record/fix-record';
import type { Request } from '../steps/request/request';
import type { FixSituation } from '../steps/verdict/fix-results';
import type { Ongoing } from './ongoing';

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
  /** The branch of ours that it goes on with; absent where a new one is begun. */
  ongoing?: Ongoing;
  /** The comment of ours that says that we are at it, and becomes the answer; absent where nothing was claimed. */
  claim?: Claim;
  /** What an earlier try of this very run has written, and what was found out about it. */
  earlier?: EarlierTry;
}

export interface Claim {
  threadId: number;
  commentId: number;
}

export interface EarlierTry {
  /** Of the branch, as that try pushed it. */
  tip: CommitId;
  /** What the validation pipeline says. */
  materials: readonly Material[];
  /** Calls that the run made before. */
  calls: number;
}
