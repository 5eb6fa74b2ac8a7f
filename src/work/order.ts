import type { CommitId } from '../ports/repository';
import type { Material } from '../steps/brief/material';
import type { Request } from '../steps/request/request';

/** What is to be done, and all that is known of it before the work begins. */
export interface WorkOrder {
  request: Request;
  repositoryId: string;
  /** The branch that the change is meant for, as a full name. */
  target: string;
  /** Full name of the branch that would be written. */
  branch: string;
  /** Where that branch stands when the session goes on; null when it is made anew. */
  branchTip: CommitId | null;
  /** What the copy is made of, and the parent of the change. */
  base: CommitId;
  materials: readonly Material[];
  /** Where the source of the pull request stood that was asked on; absent where there is none. */
  sourceTip?: CommitId;
  /** How many findings the request means that names several at once; absent for any other request. */
  findings?: number;
  /** Where the findings stand that are asked about; empty where none is. */
  findingPaths: readonly string[];
  /** Calls that the run made before this try. */
  callsBefore: number;
}
