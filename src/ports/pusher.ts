import type { BlobId, CommitId } from './repository';

/** A commit to be made. The same order always gives the same id, whoever carries it out and when. */
export interface CommitOrder {
  parent: CommitId;
  /** Id of a tree that `rebuild` made. */
  tree: string;
  message: string;
  author: { name: string; email: string };
  /** Milliseconds since 1970. */
  at: number;
}

/** Where one branch goes; nothing else moves. */
export interface PushOrder {
  /** Full name. */
  branch: string;
  /** Where it has to stand now; null: it must not exist. */
  from: CommitId | null;
  to: CommitId;
}

export interface Pushed {
  /** True when it turned out to stand there already. */
  foundAgain: boolean;
}

/** The only way to the server's branches: commits are made in a scratch repository, and pushed one branch at a time. */
export interface Pusher {
  /** Where a branch stands on the server now; null when there is none. */
  tip(branch: string): Promise<CommitId | null>;
  /** The tree that a patch makes of a commit; null where it does not apply. `contents` are what the patch builds on. */
  rebuild(base: CommitId, patch: Uint8Array, contents: readonly BlobId[]): Promise<string | null>;
  /** Writes nothing to the server. */
  commit(order: CommitOrder): Promise<CommitId>;
  /**
   * A push whose answer was lost is looked up before it is sent again.
   * @throws SecondPassError `branch-moved`, `push-refused`, `push-forbidden`, `push-failed`
   */
  push(order: PushOrder): Promise<Pushed>;
}
