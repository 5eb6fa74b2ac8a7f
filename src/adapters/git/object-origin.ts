import { createHash } from 'node:crypto';
import type { BlobId, CommitId, CommitRange } from '../../ports/repository';
import type { ObjectLimits } from './object-heads';

/** Where objects come from: git's own protocol, or the service's REST interface. All end up in the scratch repository. */
export interface ObjectOrigin {
  /** Makes both trees of the range present, and answers with names that git resolves to them. */
  trees(range: CommitRange): Promise<CommitRange>;
  /**
   * Makes the contents present, in one go. Those that do not exist stay missing, and so may those beyond the limits, which are the
   * answer.
   */
  blobs(ids: readonly BlobId[], most?: ObjectLimits): Promise<ReadonlySet<BlobId>>;
  /** Ids of the files at those paths of a commit; what is not there is absent from the answer. */
  find(commit: CommitId, paths: readonly string[]): Promise<ReadonlyMap<string, BlobId>>;
  /** Paths of the regular files of a commit; absent or null where they cannot be listed. */
  list?(commit: CommitId): Promise<readonly string[] | null>;
  /** Ids of what the links of a commit hold, by their paths; absent or null where they cannot be listed. */
  links?(commit: CommitId): Promise<ReadonlyMap<string, BlobId> | null>;
  /** What a merge holds otherwise than one of its sides says; null where nobody can tell. */
  merged(sides: MergeSides): Promise<readonly MergedEntry[] | null>;
  /** Makes two commits and all before them present, without their files; for a repository that is asked for nothing else. */
  history?(commits: readonly CommitId[]): Promise<void>;
  /** True when `find` asks nobody once the trees are there. */
  findsLocally: boolean;
  /** What was not looked at, in sentences for the record; absent where nothing ever is left out. */
  notes?(): readonly string[];
}

export type MergeSides = Record<'base' | 'source' | 'target' | 'merge', CommitId>;

export interface MergedFile {
  mode: string;
  id: string;
}

/** A side that has nothing there is absent. */
export interface Sides<One> {
  base?: One | undefined;
  source?: One | undefined;
  target?: One | undefined;
  merge?: One | undefined;
}

/** One place of a merge at which it holds something else than a side that alone changed it. */
export interface MergedEntry extends Sides<MergedFile> {
  /** Its bytes, one for each letter. */
  path: string;
}

/** The id of what does not exist. */
export const NO_OBJECT = '0'.repeat(40);

export function isObjectId(name: string): boolean {
  return /^[0-9a-f]{40}$/.test(name);
}

/** The id that git gives to an object of that content. */
export function objectId(type: 'blob' | 'tree', content: Uint8Array): string {
  return createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex');
}
