import type { Identity, StatusPolicy } from './code-host';

/** What the door knows of the set-up beyond the world of a review; nothing here writes. */
export interface SetUp {
  /** Versions, host and kind of this run, in a few words. */
  agent: string;
  /** Advice that the door itself has: a shared identity, a build of a fork. */
  advice: readonly string[];
  /** Why there is no pull request to look at; empty when there is one. */
  whyNoPullRequest: string;
  self(): Promise<Identity>;
  repository(): Promise<{ name: string; defaultBranch: string }>;
  /** Null when the service does not tell. */
  mayContribute(): Promise<boolean | null>;
  statusPolicies(branch: string): Promise<readonly StatusPolicy[]>;
  /** Fetches the newest commit of that branch; undefined when the branch has none. */
  fetchTip(branch: string): Promise<string | undefined>;
  /** What adapters said since the last call. */
  heard(): { said: readonly string[]; warned: readonly string[] };
}
