import { sha256 } from '../../sha256';
import type { ChangedFile } from '../diff/changed-file';
import type { Change } from '../scope/change';
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
  return sha256(text, 10);
}

const OLD_DIGITS = 8;
/** Whoever writes the new side could try so many contents as eight digits need. */
const NEW_DIGITS = 16;

/** Both sides of a file in `ReviewedIteration.files`. */
export function contentOf(oldBlob: string, newBlob: string): string {
  return `${oldBlob.slice(0, OLD_DIGITS)}${newBlob.slice(0, NEW_DIGITS)}`;
}

/** True where the new side of what was reviewed is this one. */
export function endedWith(content: string, blob: string): boolean {
  return content.slice(OLD_DIGITS) === blob.slice(0, NEW_DIGITS);
}

/** All that the change holds and the review does not, by its content. */
export function leftOutOf({ changes, scope }: Pick<Change, 'changes' | 'scope'>): string {
  const read = new Set(scope.files.map(({ path }) => path));
  const left = changes.filter(({ path }) => !read.has(path)).map(({ path, newBlob }) => `${newBlob} ${path}`);
  return sha256(left.sort().join('\n'), NEW_DIGITS);
}
