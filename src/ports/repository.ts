/** 40 hexadecimal digits. */
export type CommitId = string;
export type BlobId = string;

/** The reviewed range: what the Files tab shows is the difference from `base` to `source`. */
export interface CommitRange {
  /** Common commit of the newest iteration (`commonRefCommit`). */
  base: CommitId;
  /** Source commit of the newest iteration (`sourceRefCommit`). */
  source: CommitId;
  /** Where the branches have several common commits, the others; empty where nobody tells them. Absent where there is one. */
  otherBases?: readonly OtherBase[];
  /** What the service makes of the source and its target; absent where nobody merges, and where there is no merge of this source. */
  merge?: Merge;
}

export interface Merge {
  commit: CommitId;
  /** The commit of the target branch that it was made with. */
  target: CommitId;
}

export interface OtherBase {
  commit: CommitId;
  /** Where it and `base` went apart; absent where that is not one commit, or nobody tells. */
  since?: CommitId;
}

/** One change whose content is wanted; ids are all zeros where a side does not exist. */
export interface WantedChange {
  /** The path's own bytes, as git gave them. */
  pathBytes: Uint8Array;
  oldBlob: BlobId;
  newBlob: BlobId;
  /** Six octal digits; a regular file where absent. */
  oldMode?: string;
  newMode?: string;
}

/** What `.gitattributes` at the base commit says of a path: `set`, `unset`, `unspecified` or a value. */
export type Attributes = Readonly<Record<string, string>>;

/**
 * The commits of one pull request, read without ever touching the checkout.
 * Content of a file reaches this process only through `patch` and `read`, so what is not asked for is never downloaded.
 */
export interface Repository {
  /** Gets ready while others are waited for; what fails is told to whoever asks for something. Nothing is fetched. */
  begin?(): void;
  /** Raw output of `diff-tree -r -z --raw --no-renames --no-abbrev base source`: trees only, no file content. */
  changes(range: CommitRange): Promise<Uint8Array>;
  /**
   * Raw output of `diff-tree -r -z --raw --numstat -p ... base source` (renames on), limited to the wanted changes
   * without those that are too large to be compared. What is asked for `soon` is fetched in the same request.
   */
  patch(range: CommitRange, wanted: readonly WantedChange[], soon?: readonly WantedChange[]): Promise<Uint8Array>;
  /**
   * Contents by object name: a blob id, or `<commit id>:<path>`. What does not exist is absent from the answer.
   * All names are fetched together in one batch.
   */
  read(names: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  /**
   * Passes the content of a blob on piece by piece, so that it is never held as a whole; false, and nothing of it, where it is larger
   * than that or nobody looks into it.
   */
  pour(id: BlobId, take: (piece: Uint8Array) => void, most: number): Promise<boolean>;
  /** Those of the paths at which that commit has a file. Nothing is fetched for it but trees; absent where nobody can tell. */
  filesAt?(commit: CommitId, paths: readonly string[]): Promise<ReadonlySet<string>>;
  /** Paths of the regular files of that commit, 200,000 at most; null where they cannot be listed. */
  paths?(commit: CommitId): Promise<readonly string[] | null>;
  /** Where the links of that commit lead, by their paths; empty where nobody can tell. */
  links?(commit: CommitId): Promise<ReadonlyMap<string, string>>;
  /** Attributes of `paths` as `.gitattributes` files of that commit define them. */
  attributes(
    commit: CommitId,
    paths: readonly string[],
    names: readonly string[],
  ): Promise<ReadonlyMap<string, Attributes>>;
  /**
   * Raw output as of `changes`, from the target to the merge, of those files that git would not make by itself of the two and their
   * common commit; null where nobody can tell. Absent where nothing is ever merged.
   */
  mergedOtherwise?(base: CommitId, source: CommitId, merge: Merge): Promise<Uint8Array | null>;
  /** What could not be looked at so far, in sentences for the record; absent or empty where everything was. */
  notes?(): Promise<readonly string[]>;
}
