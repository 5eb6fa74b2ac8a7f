import type { BlobId } from '../../ports/repository';
import type { ChangedFile, TreeChange } from '../diff/changed-file';
import type { Scope } from './scope';

/** The reviewed difference, what of it is in scope, and the content of those files on both sides. */
export interface Change {
  scope: Scope;
  /** Everything that the pull request changes, in scope or not. */
  changes: readonly TreeChange[];
  /** All changed paths, in scope or not. */
  paths: ReadonlySet<string>;
  /** Files that are not reviewed but whose lines were read: those whose content decided so. */
  aside: readonly ChangedFile[];
  contents: ReadonlyMap<BlobId, Uint8Array>;
  /** Files that this pull request adds and whose name says that they hold secrets; their content was not fetched. */
  addedSecretPaths: readonly string[];
  notes: readonly string[];
}
