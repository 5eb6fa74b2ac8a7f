import type { ChangedFile } from '../diff/changed-file';
import type { ReviewedIteration } from './memory';
import { contentOf, shortHash } from './next-memory';

/** True for a file that stands on both sides as the last review saw it. */
export function isAsReviewed(
  { path, oldBlob, newBlob }: Pick<ChangedFile, 'path' | 'oldBlob' | 'newBlob'>,
  reviewed: ReviewedIteration | undefined,
): boolean {
  return reviewed?.files[shortHash(path)] === contentOf(oldBlob, newBlob);
}
