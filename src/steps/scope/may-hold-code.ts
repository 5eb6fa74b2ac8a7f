import type { TreeChange } from '../diff/changed-file';
import { isBinaryName } from './binary-name';
import type { Change } from './change';
import { SECRET_NAME } from './scope-by-path';

/** Of more, the change was made by tools. */
export const MAX_SOUGHT = 300;

/** Files of text that were not read because a rule leaves them out, those that the change adds first. */
export function mayHoldCode({ changes, scope, aside, heldBack }: Change): TreeChange[] {
  const read = new Set([...scope.files, ...aside, ...heldBack].map(({ path }) => path));
  const secret = new Set(scope.skipped.filter(({ reason }) => reason === SECRET_NAME).map(({ path }) => path));
  const left = changes.filter(
    ({ path, change, newMode }) =>
      change !== 'deleted' && newMode !== '160000' && !read.has(path) && !secret.has(path) && !isBinaryName(path),
  );
  return [...left].sort((a, b) => Number(b.change === 'added') - Number(a.change === 'added'));
}
