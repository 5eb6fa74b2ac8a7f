import type { BlobId } from '../../ports/repository';
import type { ChangedFile } from '../diff/changed-file';

/** One side of a file whose outline is wanted. */
export interface WantedOutline {
  /** Path of the file at its new side, by which outlines are looked up. */
  path: string;
  side: 'after' | 'before';
  /** Path on that side: it tells the language. */
  sidePath: string;
  blob: BlobId;
}

/**
 * The new side of every file that gets a skeleton, and its base side where lines were removed: without, no declaration
 * can be gone or signed otherwise. The blobs are to be read in one batch.
 */
export function wantedOutlines(files: readonly ChangedFile[]): WantedOutline[] {
  return files
    .filter((file) => withoutSkeleton(file) === null)
    .flatMap(({ path, oldPath, oldBlob, newBlob, removed }) => [
      { path, side: 'after' as const, sidePath: path, blob: newBlob },
      ...(removed === 0 ? [] : [{ path, side: 'before' as const, sidePath: oldPath ?? path, blob: oldBlob }]),
    ]);
}

/** Why a file gets no skeleton whatever its outline, or null. */
export function withoutSkeleton(file: ChangedFile): string | null {
  if (file.unreadable !== undefined) return 'its diff could not be read';
  if (file.content !== 'text') return file.content;
  if (file.change === 'added') return 'added: the diff holds all of it';
  if (file.change === 'deleted') return 'deleted';
  return file.hunks.length === 0 ? 'no changed lines' : null;
}
