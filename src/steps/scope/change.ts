import type { BlobId } from '../../ports/repository';
import type { Scope } from './scope';

/** The reviewed difference, what of it is in scope, and the content of those files on both sides. */
export interface Change {
  scope: Scope;
  /** All changed paths, in scope or not. */
  paths: ReadonlySet<string>;
  contents: ReadonlyMap<BlobId, Uint8Array>;
  /** Files that this pull request adds and whose name says that they hold secrets; their content was not fetched. */
  addedSecretPaths: readonly string[];
  notes: readonly string[];
}
