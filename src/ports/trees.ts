import type { BlobId, CommitId } from './repository';

/** Id of a tree. */
export type TreeId = string;

/** A file of a tree of ours. */
export interface TreeEntry {
  /** UTF-8; where the bytes are none, `path` holds replacement characters and `bytes` tells the truth. */
  path: string;
  bytes?: Uint8Array;
  /** Six octal digits. */
  mode: string;
  id: BlobId;
  /** Bytes. */
  size: number;
}

/** Something in a workshop's folder after the work. */
export interface FoundEntry {
  path: string;
  /** Set where the name is no UTF-8. */
  isOddName?: boolean;
  /** A folder is told of only where nothing below it was known or wanted: it was not looked into. */
  kind: 'file' | 'link' | 'folder' | 'other';
  /** Six octal digits; of a file by its owner's right to run it. */
  mode: string;
  size: number;
  /** Of a known or wanted file, and of a link; absent for what was too large to be read. */
  id?: BlobId;
}

/** What lies in a workshop's folder, read when nothing can move in it any more. */
export interface FoundTree {
  entries: readonly FoundEntry[];
  /** Folders named `.git` below the top, which were not looked into. */
  nestedRepositories: readonly string[];
  /** Set where there is more than anybody reads. */
  tooMany?: string;
}

/** A change of one file against a tree. */
export interface TreeChange {
  path: string;
  mode: string;
  /** Null: the file is gone. */
  id: BlobId | null;
}

/** One path that differs between two trees, as git itself tells it. */
export interface TreeDifference {
  path: string;
  status: 'added' | 'modified' | 'deleted';
  /** Six octal digits; zeros on the side where the path is not. */
  oldMode: string;
  mode: string;
  /** Forty zeros where there is no content. */
  oldId: BlobId;
  id: BlobId;
  /** Bytes of the content afterwards. */
  size: number;
  /** Lines; both 0 for binary content. */
  added: number;
  removed: number;
  isBinary: boolean;
}

/** Trees of the scratch repository, and copies of them in folders. Nothing here runs a command of the repository. */
export interface Trees {
  /** Names of all files of a commit or tree; no content is fetched. */
  paths(commit: CommitId | TreeId): Promise<readonly string[]>;
  /** All files of a commit or tree, contents fetched. */
  list(commit: CommitId | TreeId): Promise<readonly TreeEntry[]>;
  /**
   * Lays files into an empty folder: contents as they are stored, links that leave it as files, no submodules, a fresh `.git` with
   * one commit.
   */
  lay(entries: readonly TreeEntry[], folder: string): Promise<LaidTree>;
  /** What lies there now. Contents of `known` files and of `wanted` paths go into the scratch repository. */
  find(folder: string, known: readonly TreeEntry[], wanted: readonly string[]): Promise<FoundTree>;
  /** Contents by id; without those of more than `most` bytes, where that is given, and without what is too much to be held. */
  read(ids: readonly BlobId[], most?: number): Promise<ReadonlyMap<BlobId, Uint8Array>>;
  /** The tree with those changes, by an index of our own. */
  write(base: CommitId | TreeId, changes: readonly TreeChange[]): Promise<TreeId>;
  /** Every path that differs. */
  compare(base: CommitId | TreeId, tree: TreeId): Promise<readonly TreeDifference[]>;
  /** The same with its lines, in the form of `Repository.patch`. */
  difference(base: CommitId | TreeId, tree: TreeId): Promise<Uint8Array>;
  /** A patch in git's form, binary files and full ids included. */
  patch(base: CommitId | TreeId, tree: TreeId): Promise<Uint8Array>;
}

export interface LaidTree {
  /** As they lie there: a link that leaves the tree has the mode of a file. */
  entries: readonly TreeEntry[];
  /** Links that led out of the tree and lie there as files with their target as text. */
  linksAsFiles: readonly string[];
  /** Submodules, and names that no folder can hold. */
  leftOut: readonly string[];
}
