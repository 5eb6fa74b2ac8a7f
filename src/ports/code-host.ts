import type { CommitId, CommitRange } from './repository';

export interface Identity {
  /** Storage key of the identity: a GUID in lower case. */
  id: string;
  name: string;
  /** Set where it is no person who may answer for something: a service, a group, or an account that is gone or was switched off. */
  nature?: 'service' | 'group' | 'gone';
}

/** One state of the pull request's branches; a push makes a new one. */
export interface Iteration extends CommitRange {
  /** 1, 2, 3, ... */
  id: number;
  /** Tip of the target branch when the iteration was made. */
  target: CommitId;
  /** Why there is no merge of this source to look at; absent where there is one, and where the host merges nothing. */
  unmerged?: 'conflicts' | 'unknown';
  /** `push`, `create`, `forcePush`, `rebase`, `retarget`, `unknown`, ... as the service names it. */
  reason: string;
  /** Milliseconds since 1970; absent when the service did not say. */
  madeAt?: number;
}

export interface PullRequest {
  id: number;
  /** Address of its page, for links; built from the collection's own url. */
  webUrl: string;
  state: 'active' | 'completed' | 'abandoned';
  isDraft: boolean;
  /** True when the source branch lives in another repository. */
  isFork: boolean;
  author: Identity;
  /** Who pushed to the source branch, as far as the service tells; they are authors as well. */
  pushers?: readonly Identity[];
  /** Set where somebody else may have pushed to it of whom nothing is known here. */
  hasUnknownPushers?: true;
  /** What the author signs in with; empty when it is not told. For rules of `skipWhen` alone, like title and labels: never sent. */
  authorAccount: string;
  title: string;
  labels: readonly string[];
  /** Full name, `refs/heads/main`; used to read guidelines, never sent to the model. */
  targetBranch: string;
  /** Full name of the branch that it brings in, where it lives in the same repository; for changes on request alone. */
  sourceBranch?: string;
  repositoryId: string;
  /** The newest one. */
  iteration: Iteration;
  /** Our own identity: what it did not write does not count as ours. */
  self: Identity;
}

export type ThreadStatus = 'active' | 'pending' | 'fixed' | 'wontFix' | 'closed' | 'byDesign' | 'unknown';

/** Lines are 1-based and inclusive on both ends. */
export interface LineRange {
  side: 'new' | 'old';
  startLine: number;
  endLine: number;
}

export interface Comment {
  id: number;
  author: Identity;
  content: string;
  isDeleted: boolean;
  /** False for what the service itself wrote (votes, pushes, merges). */
  isText: boolean;
  /** Milliseconds since 1970; 0 when the service did not say. */
  publishedAt: number;
  /** When its text was last written, by the service's clock; absent when the service did not say. */
  contentUpdatedAt?: number;
}

export interface Thread {
  id: number;
  status: ThreadStatus;
  isDeleted: boolean;
  /** Repository path without the leading slash; absent for a thread on the whole pull request. */
  path?: string;
  /** Where it stands in the newest iteration; absent for file-level threads or when its lines are gone. */
  range?: LineRange;
  /** Text properties of the thread (`SecondPass.*` are ours if we wrote the thread). */
  properties: Readonly<Record<string, string>>;
  comments: readonly Comment[];
}

/** A status of the kind that we post, as somebody posted it. */
export interface PostedStatus {
  name: string;
  state: string;
  by: Identity;
  iteration: number;
  /** Where it leads; absent where it leads nowhere. */
  targetUrl?: string;
  description?: string;
}

export interface Conversation {
  threads: readonly Thread[];
  /** Under our genre, oldest first; absent where the service does not tell. */
  statuses?: readonly PostedStatus[];
  /** Text properties of the pull request that are ours by name; anybody who may contribute can change them. */
  properties?: Readonly<Record<string, string>>;
  /** The file's own id within the pull request's iterations, by path without leading slash. */
  changeTrackingIds: ReadonlyMap<string, number>;
}

/** Where a new thread stands: lines, a file, or the whole pull request. */
export interface ThreadPlace {
  path: string;
  /** Absent: file-level. */
  range?: LineRange;
  /** Length of the last line in UTF-16 units; the thread ends one behind it. */
  endLineLength?: number;
}

export type StatusState = 'pending' | 'succeeded' | 'failed' | 'error';

export type HostWrite =
  | {
      kind: 'openThread';
      iteration: number;
      place?: ThreadPlace;
      status: ThreadStatus;
      content: string;
      properties: Readonly<Record<string, string>>;
    }
  | { kind: 'reply'; threadId: number; content: string }
  | { kind: 'editComment'; threadId: number; commentId: number; content: string }
  | { kind: 'setThreadStatus'; threadId: number; status: ThreadStatus }
  | { kind: 'deleteComment'; threadId: number; commentId: number }
  | {
      kind: 'status';
      iteration: number | null;
      name: string;
      state: StatusState;
      description: string;
      targetUrl?: string;
    }
  /** Of the pull request, where nobody looks; null takes it away. */
  | { kind: 'property'; name: string; value: string | null }
  | { kind: 'vote'; value: -5 | 0 };

/** What a write left behind: ids of what it created or changed. */
export interface Written {
  threadId?: number;
  commentId?: number;
  /** True when a lost answer was read back and the write turned out to be there already. */
  foundAgain?: boolean;
  /** For a status: true when others posted some since the conversation was last read, and this one stands over them. */
  overtakes?: true;
  /** For a status that succeeds: true when it was not posted, since it would have stood over one of others that was not read. */
  isWithheld?: true;
  /** For a vote: what it reads back as. Drafts keep 0 whatever was sent. */
  vote?: number;
}

export interface Pushers {
  known: readonly Identity[];
  /** False for a fork, and where the service did not tell all of them. */
  areAll: boolean;
}

/** The service that holds the pull request. */
export interface CodeHost {
  /** The pull request with its newest iteration, read afresh at each call. */
  pullRequest(): Promise<PullRequest>;
  /** Who pushed to the source branch, before the pull request was opened as well. */
  pushers(pullRequest: PullRequest): Promise<Pushers>;
  /** All threads with positions in the given iteration, and the tracking ids of its files. */
  conversation(iteration: number): Promise<Conversation>;
  /**
   * Carries out one write. A POST whose answer was lost is looked up by its content and properties before it is sent again,
   * so that nothing is ever written twice.
   */
  apply(write: HostWrite): Promise<Written>;
  /** Where the service says that two commits went apart; absent where nobody tells. */
  commonCommits?(one: CommitId, other: CommitId): Promise<readonly CommitId[]>;
  /** True where the service says that the run behind that page is over; absent where runs have no pages. */
  hasEnded?(page: string): Promise<boolean>;
  /** Milliseconds since 1970 by the service's clock, as its answers told it; by our own before the first. */
  now(): number;
}

/** A branch policy that waits for a status. */
export interface StatusPolicy {
  genre: string;
  name: string;
  isBlocking: boolean;
  /** The only account whose status counts, by its id; null when anybody's does. */
  authorId: string | null;
  /** True when a push takes the status away. */
  isResetByPush: boolean;
  /** True when it waits for nothing until somebody has posted such a status. */
  isConditional: boolean;
  /** Only changes of these paths have to wait; empty for all. */
  paths: readonly string[];
}
