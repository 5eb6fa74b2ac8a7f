/** What became of a changed file; every changed file ends here exactly once. */
export interface FileFate {
  path: string;
  state: 'reviewed' | 'clipped' | 'skipped' | 'notReviewed';
  added: number;
  removed: number;
  /** Added and removed lines that were read, where these are not all or none. */
  linesRead?: number;
  /** Why it was clipped, skipped or not reviewed. */
  reason?: string;
  /** The rule that skipped it. */
  rule?: string;
}
