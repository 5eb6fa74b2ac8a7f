import { sumOf } from '../../sum-of';
import type { TreeChange } from '../diff/changed-file';
import type { Gap } from './gap';
import type { SkippedFile } from './scope';

/** Nobody reviews more files in one change, and each costs time and memory from here on. */
export const MAX_CHANGED_FILES = 5_000;

/** Folders above files, each counted for each of its files: a push of a few hundred folders can show them at thousands of places. */
export const MAX_FOLDERS = 200_000;

export interface LimitedChanges {
  within: readonly TreeChange[];
  skipped: readonly SkippedFile[];
  /** What is beyond is not reviewed, so such a review never looks like a pass. */
  gaps: readonly Gap[];
}

/** The first files that are kept by their paths; the rest is named and told. */
export function limitChanges(kept: readonly TreeChange[]): LimitedChanges {
  const within = firstOf(kept);
  const beyond = kept.slice(within.length);
  if (beyond.length === 0) return { within, skipped: [], gaps: [] };
  const reason = 'beyond the most files of one review';
  return {
    within,
    skipped: beyond.map(({ path }) => ({ path, reason })),
    gaps: [
      {
        code: 'too-many-files',
        message: `${beyond.length} changed files were not looked at: a review takes ${MAX_CHANGED_FILES} at most, in ${MAX_FOLDERS} folders.`,
        advice: 'Split the change, or exclude what nobody reviews (`exclude`).',
      },
    ],
  };
}

/** As many as a review takes, less those that it has already. */
export function firstOf<Item extends { path: string }>(
  files: readonly Item[],
  taken: readonly { path: string }[] = [],
): readonly Item[] {
  let folders = sumOf(taken, foldersAbove);
  const most = Math.max(0, MAX_CHANGED_FILES - taken.length);
  const beyond = files.findIndex((file, at) => {
    folders += foldersAbove(file);
    return at >= most || folders > MAX_FOLDERS;
  });
  return beyond < 0 ? files : files.slice(0, beyond);
}

function foldersAbove({ path }: { path: string }): number {
  return path.split('/').length - 1;
}
