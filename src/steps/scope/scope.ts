import type { ChangedFile, TreeChange } from '../diff/changed-file';

/** Stands in the rule of a file that is left out before what its lines hide. */
export const HIDDEN = 'with characters that hide:';

/** Why a file is left out that nothing but moved. */
export const MOVED_ALONE = 'renamed without change';

/** Why a changed file is not reviewed. Every skipped file has one. */
export interface SkippedFile {
  path: string;
  /** `default exclusion`, `exclude`, `include`, `.gitattributes`, `generated`, `minified`, `binary`, `submodule`, `LFS pointer`, ... */
  reason: string;
  /** The rule, where one decided: the pattern, attribute or header. */
  rule?: string;
  added?: number;
  removed?: number;
  /** True when neither a rule of the customer's nor a listed kind leaves it out: the review is not whole without it. */
  missed?: true;
}

/** What the paths alone decide; content is fetched only for what is kept. */
export interface PathScope {
  kept: readonly TreeChange[];
  skipped: readonly SkippedFile[];
  /** Lines of `exclude` and `include` that matched nothing. */
  unusedPatterns: readonly string[];
  /** The same of lines that look like several globs, one sentence each. */
  warnings: readonly string[];
  /** Files that may hold a committed secret by their name, also those that go away; not sent, but reported as long as they stay. */
  secretPaths: readonly string[];
  /** Kept files that a default exclusion leaves out if there is a second sign, with the exclusion. */
  suspected: ReadonlyMap<string, string>;
  /** Files that a `!` line of `exclude` brought back: neither attributes nor generated headers skip them. */
  reincluded: ReadonlySet<string>;
  /** How lines of `include` and `exclude` were read where that may surprise. */
  notes: readonly string[];
}

/** What attributes and content may decide. */
export interface ContentRules {
  /** False leaves generated, vendored and minified files in; true when absent. */
  useDefaultExclusions?: boolean;
  /** Paths of which a default exclusion holds that needs a second sign. */
  suspected?: ReadonlyMap<string, string>;
  /** Paths that are reviewed whatever their attributes and headers say. */
  reincluded?: ReadonlySet<string>;
  /** New files whose names alone say that a tool wrote them, with the rule that leaves them out. */
  claimed?: ReadonlyMap<string, string | undefined>;
  /** What files that were left out for a sign of theirs hold at the tip of the target. */
  atTarget?: ReadonlyMap<string, Uint8Array>;
}

/** What is reviewed after content has been looked at. */
export interface Scope {
  files: readonly ChangedFile[];
  skipped: readonly SkippedFile[];
}
