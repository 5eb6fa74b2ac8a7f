/** What a pull request of ours remembers, and who really pushed to its branch. */
export interface Sessions {
  /** A text property of the pull request; undefined where it has none. */
  property(pullRequestId: number, name: string): Promise<string | undefined>;
  setProperty(pullRequestId: number, name: string, value: string): Promise<void>;
  /** The newest push to a branch: who pushed, and to which commit; null when the service knows of none. */
  lastPush(branch: string): Promise<{ by: string; to: string } | null>;
}
