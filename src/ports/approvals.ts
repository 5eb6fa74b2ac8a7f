/** One person's yes to a stage. */
export interface ApprovalStep {
  by: { id: string; name: string };
  /** Milliseconds since 1970. */
  at: number;
  comment: string;
}

/** An approval that stands before a stage, as the service tells it. */
export interface StageApproval {
  /** `approved`, `pending`, `rejected`, `timedOut`, `skipped`, ... */
  status: string;
  /** How many have to say yes. */
  required: number;
  /** Who did. */
  granted: readonly ApprovalStep[];
}

export interface Approvals {
  /** Of the newest attempt of that stage of a run; empty when nothing stands before it. */
  ofStage(buildId: string, stage: string): Promise<readonly StageApproval[]>;
}
