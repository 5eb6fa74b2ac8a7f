import type { ChangedFile, TreeChange } from '../diff/changed-file';
import type { SkippedFile } from './scope';

/** Of more, the folder was filled by a tool. */
const MAX_SUSPECTS = 500;

/**
 * Left-out files that may be kept ones under a new name: both sides of a rename count, and before any content is read nobody
 * knows which were renamed. Where a kept file went away, the new ones of its kind are looked at.
 */
export function renameSuspects(
  changes: readonly TreeChange[],
  kept: readonly TreeChange[],
  skipped: readonly SkippedFile[],
): TreeChange[] {
  const isSkipped = new Set(skipped.filter(({ missed }) => !missed).map(({ path }) => path));
  const gone = new Set(kept.filter(({ change }) => change === 'deleted').map(({ path }) => endingOf(path)));
  const suspects = changes.filter(
    ({ change, path }) => change === 'added' && isSkipped.has(path) && gone.has(endingOf(path)),
  );
  return suspects.slice(0, MAX_SUSPECTS);
}

/** Files without those suspects that were no renames after all: these stay left out. */
export function withoutSuspects(files: readonly ChangedFile[], suspects: readonly TreeChange[]): ChangedFile[] {
  const paths = new Set(suspects.map(({ path }) => path));
  return files.filter(({ path, change }) => !paths.has(path) || change === 'renamed');
}

function endingOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? name : name.slice(dot).toLowerCase();
}
