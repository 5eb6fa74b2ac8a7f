import type { ChangedFile, TreeChange } from '../diff/changed-file';

/** Why a changed file is not reviewed. Every skipped file has one. */
export interface SkippedFile {
  path: string;
  /** `default exclusion`, `exclude`, `include`, `.gitattributes`, `generated`, `minified`, `binary`, `submodule`, `LFS pointer`, ... */
  reason: string;
  /** The rule, where one decided: the pattern, attribute or header. */
  rule?: string;
  added?: number;
  removed?: number;
}

/** What the paths alone decide; content is fetched only for what is kept. */
export interface PathScope {
  kept: readonly TreeChange[];
  skipped: readonly SkippedFile[];
  /** Lines of `exclude` and `include` that matched nothing. */
  unusedPatterns: readonly string[];
  /** Files that may hold a committed secret by their name; not sent, but reported. */
  secretPaths: readonly string[];
}

/** What is reviewed after content has been looked at. */
export interface Scope {
  files: readonly ChangedFile[];
  skipped: readonly SkippedFile[];
}
