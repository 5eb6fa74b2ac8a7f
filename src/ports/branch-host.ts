/** A repository as the service knows it. */
export interface RepositoryPlace {
  id: string;
  name: string;
  projectId: string;
  /** Full name; empty for a repository without commits. */
  defaultBranch: string;
  /** Where git clones it from, below the collection's own url. */
  cloneUrl: string;
}

/** What the identity that writes may do, as the service answers for itself. */
export interface WriterRights {
  /** Rights that it must not have, by the service's own names. */
  tooMuch: readonly string[];
  /** Rights that it lacks on the folder of our branches. */
  lacking: readonly string[];
  /** Whether it may push to branches outside of that folder. */
  reachesFurther: boolean;
  /** How the service spells the folder where rights are set. */
  folderToken: string;
}

export interface OpenedPullRequest {
  id: number;
  webUrl: string;
  targetBranch: string;
  isDraft: boolean;
}

export interface PullRequestOrder {
  /** Full names. */
  branch: string;
  target: string;
  title: string;
  description: string;
  isDraft: boolean;
  labels: readonly string[];
  /** Ids of identities. */
  reviewers: readonly string[];
  workItems: readonly number[];
}

/** A repository's branches and pull requests, as the identity that writes sees them. */
export interface BranchHost {
  repository(): Promise<RepositoryPlace>;
  /** Null when the service does not tell. `folder`: full name of the branches' folder, without the last slash. */
  rights(folder: string): Promise<WriterRights | null>;
  /** The open pull request of that branch; null when there is none. */
  pullRequestOf(branch: string): Promise<OpenedPullRequest | null>;
  /** An open pull request that leads into that branch; null when there is none. */
  pullRequestInto(branch: string): Promise<OpenedPullRequest | null>;
  /** A pull request whose creation was answered by nobody is looked up before it is asked for again. */
  open(order: PullRequestOrder): Promise<OpenedPullRequest & { isNew: boolean }>;
}
