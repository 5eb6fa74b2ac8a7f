import { createHash } from 'node:crypto';
import type { ChangedFile } from '../diff/changed-file';
import type { ReviewedIteration } from './memory';

/** True for a file that stands on both sides as the last review saw it. */
export function isAsReviewed(
  { path, oldBlob, newBlob }: Pick<ChangedFile, 'path' | 'oldBlob' | 'newBlob'>,
  reviewed: ReviewedIteration | undefined,
): boolean {
  return reviewed?.files[shortHash(path)] === contentOf(oldBlob, newBlob);
}

/** Name of a path in `ReviewedIteration.files`. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}

/** Both sides of a file in `ReviewedIteration.files`. */
export function contentOf(oldBlob: string, newBlob: string): string {
  return `${oldBlob.slice(0, 8)}${newBlob.slice(0, 8)}`;
}
