/** A SARIF file that an earlier step wrote. */
export interface SarifFile {
  /** Relative to the working directory, with slashes; absolute for a glob that was absolute. */
  name: string;
  content: Uint8Array;
}

export interface FoundSarif {
  files: readonly SarifFile[];
  /** Globs that matched nothing and files that were not read, with the reason. */
  notes: readonly string[];
  /** True when a file that was asked for is missing from `files`. */
  partial: boolean;
}

/** Where the output of other analysis tools lies on the agent. */
export interface SarifFiles {
  /**
   * Reads what the globs name. `ownPaths` are the repository paths that the pull request changes: a file at one of them is
   * the pull request's own and is not read.
   */
  read(globs: readonly string[], ownPaths: readonly string[]): Promise<FoundSarif>;
  /** Of files that were read before anybody knew what the pull request changes, the names of its own. */
  ownAmong(names: readonly string[], ownPaths: readonly string[]): Promise<ReadonlySet<string>>;
}
