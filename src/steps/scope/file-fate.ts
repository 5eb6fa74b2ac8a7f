/** What became of a changed file; every changed file ends here exactly once. */
export interface FileFate {
  path: string;
  state: 'reviewed' | 'clipped' | 'skipped' | 'notReviewed';
  added: number;
  removed: number;
  /** Why it was clipped, skipped or not reviewed. */
  reason?: string;
  /** The rule that skipped it. */
  rule?: string;
}
