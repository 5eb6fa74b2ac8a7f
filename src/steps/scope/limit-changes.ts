import type { TreeChange } from '../diff/changed-file';
import type { Gap } from './gap';
import type { SkippedFile } from './scope';

/** Nobody reviews more files in one change, and each costs time and memory from here on. */
export const MAX_CHANGED_FILES = 5_000;

export interface LimitedChanges {
  within: readonly TreeChange[];
  skipped: readonly SkippedFile[];
  /** What is beyond is not reviewed, so such a review never looks like a pass. */
  gaps: readonly Gap[];
}

/** The first files that are kept by their paths; the rest is named and told. */
export function limitChanges(kept: readonly TreeChange[], maxFiles: number = MAX_CHANGED_FILES): LimitedChanges {
  if (kept.length <= maxFiles) return { within: kept, skipped: [], gaps: [] };
  const beyond = kept.slice(maxFiles);
  const reason = 'beyond the most files of one review';
  return {
    within: kept.slice(0, maxFiles),
    skipped: beyond.map(({ path }) => ({ path, reason })),
    gaps: [
      {
        code: 'too-many-files',
        message: `${beyond.length} changed files were not looked at: a review takes ${maxFiles} at most.`,
        advice: 'Split the change, or exclude what nobody reviews (`exclude`).',
      },
    ],
  };
}
