import type { CommitId } from './repository';

export interface OwnBranch {
  /** Full name. */
  name: string;
  tip: CommitId;
  /** Id of the identity that made it; empty when the service does not tell. */
  creatorId: string;
  /** When its newest commit was made; milliseconds since 1970. */
  madeAt: number;
}

/** Branches below our prefix, to be tidied up. */
export interface OwnBranches {
  /** `prefix` is a full name that ends with a slash. */
  below(prefix: string): Promise<readonly OwnBranch[]>;
  /** Only where it still stands at that commit. */
  remove(name: string, tip: CommitId): Promise<void>;
}
