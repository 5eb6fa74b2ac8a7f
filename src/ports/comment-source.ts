import type { Comment, Identity } from './code-host';

/** Where a comment stands, as its link says: numbers and ids alone. */
export interface CommentPlace {
  /** Id or name of the repository. */
  repository: string;
  /** Id or name; empty where the repository is given by its id. */
  project: string;
  pullRequestId: number;
  threadId: number;
  commentId: number;
}

/** A comment as the service holds it now. */
export interface AskedComment {
  author: Identity;
  content: string;
  /** False for what the service itself wrote. */
  isText: boolean;
  isDeleted: boolean;
  /** Milliseconds since 1970; 0 when the service did not say. */
  publishedAt: number;
  contentUpdatedAt: number;
}

export interface CommentSource {
  /** Our own identity; asked of the service once. */
  self(): Promise<Identity>;
  /** Null when there is none. */
  comment(place: CommentPlace): Promise<AskedComment | null>;
  /** Numbers of the open pull requests of a repository. */
  activePullRequests(repositoryId: string): Promise<readonly number[]>;
  /** All comments of that thread, as they are now. */
  thread(place: Omit<CommentPlace, 'commentId'>): Promise<readonly Comment[]>;
}
