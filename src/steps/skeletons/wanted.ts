import type { LineChange } from '../../ports/outliner';
import type { BlobId } from '../../ports/repository';
import type { ChangedFile } from '../diff/changed-file';
import { lineChanges } from './line-changes';

/** A file whose outlines are wanted. */
export interface WantedOutline {
  path: string;
  blob: BlobId;
  /** Where lines were removed: without, no declaration can be gone or signed otherwise. */
  base?: { path: string; blob: BlobId; changes: readonly LineChange[] };
}

/** Every file that gets a skeleton, and which of its sides are to be outlined. */
export function wantedOutlines(files: readonly ChangedFile[]): WantedOutline[] {
  return files.filter((file) => withoutSkeleton(file) === null).map(wantedOutline);
}

function wantedOutline({ path, oldPath, oldBlob, newBlob, removed, hunks }: ChangedFile): WantedOutline {
  if (removed === 0) return { path, blob: newBlob };
  return { path, blob: newBlob, base: { path: oldPath ?? path, blob: oldBlob, changes: lineChanges(hunks) } };
}

/** Why a file gets no skeleton whatever its outline, or null. */
export function withoutSkeleton(file: ChangedFile): string | null {
  if (file.unreadable !== undefined) return 'its diff could not be read';
  if (file.content !== 'text') return file.content;
  if (file.change === 'added' || file.isMoved) return `${file.change}: the diff holds all of it`;
  if (file.change === 'deleted') return 'deleted';
  return file.hunks.length === 0 ? 'no changed lines' : null;
}
