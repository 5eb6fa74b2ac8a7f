/** What the emulated collection remembers. Plain data: the rooms beside this file change it, `wire.ts` shows it. */

export interface Identity {
  id: string;
  displayName: string;
  uniqueName: string;
  /** How permission errors name the identity: `Build\<guid>` for build services. */
  securityName: string;
  isService: boolean;
  /** Set when the account was removed from the organisation. */
  isInactive?: boolean;
}

export interface Project {
  id: string;
  name: string;
}

export interface Repository {
  id: string;
  name: string;
  project: Project;
  /** The bare repository on disk. */
  directory: string;
  defaultBranch: string;
  forkOf?: Repository;
}

export type IterationReason = 'create' | 'push' | 'forcePush' | 'rebase' | 'retarget' | 'resolveConflicts';

/** One changed file; paths begin with a slash. `flags` are Azure's change types, as `edit, rename`. */
export interface FileChange {
  trackingId: number;
  path: string;
  originalPath?: string;
  flags: string;
  objectId?: string;
  originalObjectId?: string;
  isSubmodule: boolean;
}

export interface Iteration {
  id: number;
  reason: IterationReason;
  source: string;
  target: string;
  common: string;
  author: Identity;
  createdDate: string;
  changes: FileChange[];
  oldTargetRef?: string;
  newTargetRef?: string;
}

export interface Position {
  line: number;
  offset: number;
}

/** A span in a file. A side that is absent has neither start nor end. */
export interface ThreadContext {
  filePath: string;
  leftFileStart?: Position | null;
  leftFileEnd?: Position | null;
  rightFileStart?: Position | null;
  rightFileEnd?: Position | null;
}

export interface Comment {
  id: number;
  parentCommentId: number;
  author: Identity;
  content: string;
  commentType: string;
  isDeleted: boolean;
  publishedDate: string;
  lastUpdatedDate: string;
  lastContentUpdatedDate: string;
  likedBy: Identity[];
}

export interface PropertyValue {
  $type: string;
  $value: string | number;
}
export type Properties = Map<string, PropertyValue>;

export interface Thread {
  id: number;
  /** Absent on threads the service writes itself. */
  status?: string;
  context?: ThreadContext;
  changeTrackingId?: number;
  firstIteration?: number;
  secondIteration?: number;
  /** The newest iteration when the thread was written: what tracking starts from without an iteration context. */
  createdAtIteration: number;
  comments: Comment[];
  properties: Properties;
  publishedDate: string;
  lastUpdatedDate: string;
}

export interface Status {
  id: number;
  iterationId?: number;
  state: string;
  description?: string;
  genre?: string;
  name: string;
  targetUrl?: string;
  properties: Properties;
  createdBy: Identity;
  creationDate: string;
  updatedDate: string;
}

export interface Reviewer {
  identity: Identity;
  vote: number;
  isRequired: boolean;
}

export type ConflictType = 'addAdd' | 'deleteEdit' | 'editDelete' | 'editEdit';

/** A file that does not merge by itself; blobs are absent on a side that has none. */
export interface Conflict {
  id: number;
  type: ConflictType;
  path: string;
  base?: string;
  source?: string;
  target?: string;
  mergeBase: string;
  mergeSource: string;
  mergeTarget: string;
  /** What was decided in the pull request: null takes the file away. */
  resolution?: { how: Readonly<Record<string, string>>; blob: string | null; by: Identity; date: string };
}

export interface PullRequest {
  id: number;
  repository: Repository;
  sourceRepository: Repository;
  sourceRef: string;
  targetRef: string;
  title: string;
  description: string;
  createdBy: Identity;
  creationDate: string;
  closedDate?: string;
  closedBy?: Identity;
  status: 'active' | 'abandoned' | 'completed';
  isDraft: boolean;
  mergeStatus: 'succeeded' | 'conflicts' | 'queued';
  mergeCommit?: string;
  mergeSource: string;
  mergeTarget: string;
  hasMultipleMergeBases: boolean;
  conflicts: Conflict[];
  iterations: Iteration[];
  threads: Thread[];
  statuses: Status[];
  reviewers: Reviewer[];
  labels: { id: string; name: string }[];
  workItems: number[];
  properties: Properties;
  attachments: { id: number; name: string; content: Buffer; author: Identity; createdDate: string }[];
  /** Every path that was ever part of the pull request, and the id it is tracked by. */
  trackingIds: Map<string, number>;
}

/** The branch policy "Status check" on a target branch. */
/** Any other policy of a branch. */
export interface BranchPolicy {
  id: number;
  repository: Repository;
  /** Null for a rule of pushes to the whole repository. */
  refName: string | null;
  type: { id: string; displayName: string };
  isBlocking: boolean;
  settings: Record<string, unknown>;
}

export interface StatusPolicy {
  id: number;
  repository: Repository;
  refName: string;
  genre: string;
  name: string;
  invalidateOnSourceUpdate: boolean;
  isBlocking: boolean;
  /** The only account whose status counts; absent: anybody's does. */
  authorId?: string;
  /** It waits for nothing until such a status was posted. */
  isConditional?: boolean;
  paths?: readonly string[];
}
