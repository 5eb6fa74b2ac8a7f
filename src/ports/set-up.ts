import type { Identity, StatusPolicy } from './code-host';

export interface Gate {
  /** True where the identity of the job posts, which every step of every pipeline shares. */
  isShared: boolean;
  /** False where nothing of the memory on pull requests can be signed. */
  isSigned: boolean;
  /** The service connection that holds the key of the model; empty where an input gives it. */
  hasConnection: boolean;
}

/** How the branch is protected from which the policy is read. */
export interface BranchProtection {
  /** False where whoever may contribute can push to it. */
  needsPullRequest: boolean;
  /** Whose approval a change needs; `author` where that of its own author is enough. */
  approval: 'others' | 'author' | 'nobody';
  /** Rights of the posting identity on that repository by which it could change the branch all the same. */
  openingRights: readonly string[];
}

/** What the door knows of the set-up beyond the world of a review; nothing here writes. */
export interface SetUp {
  /** Versions, host and kind of this run, in a few words. */
  agent: string;
  /** Advice that the door itself has: a shared identity, a build of a fork. */
  advice: readonly string[];
  /** Why there is no pull request to look at; empty when there is one. */
  whyNoPullRequest: string;
  /** The policy of the service connection; `failure` where it lets nothing be sent. */
  policy: { text: string; advice: readonly string[]; failure?: unknown };
  /** Null where there is no policy, and where the service does not tell. */
  policyBranch(): Promise<BranchProtection | null>;
  self(): Promise<Identity>;
  repository(): Promise<{ name: string; defaultBranch: string }>;
  /** Null when the service does not tell. */
  mayContribute(): Promise<boolean | null>;
  /** Rights of the posting identity, on the repository or that branch, by which its holder could open the gate; null when the service does not tell. */
  openingRights(branch: string): Promise<readonly string[] | null>;
  /** Inputs whose service connection any pipeline may use as it likes: no check requires a template. Null when the service does not tell. */
  withoutTemplate(): Promise<readonly string[] | null>;
  /** Who could post or decide in its place, as far as the run itself knows. */
  gate: Gate;

  statusPolicies(branch: string): Promise<readonly StatusPolicy[]>;
  /** Fetches the newest commit of that branch; undefined when the branch has none. */
  fetchTip(branch: string): Promise<string | undefined>;
  /** What adapters said since the last call. */
  heard(): { said: readonly string[]; warned: readonly string[] };
}
