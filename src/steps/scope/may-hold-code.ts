import { showsNothing } from '../diff/added-whole';
import type { TreeChange } from '../diff/changed-file';
import { SUBMODULE } from '../diff/file-mode';
import { isBinaryName } from './binary-name';
import type { Change } from './change';
import { SECRET_NAME } from './scope-by-path';

/** Of more, the change was made by tools. */
const MAX_SOUGHT = { text: 20_000, binary: 300 };

export interface LeftOut {
  files: readonly TreeChange[];
  /** True where there are more than can be looked through, but for what a name calls bytes. */
  isCut: boolean;
}

/** Files that were not read because a rule leaves them out, those that the change adds first; a name makes no bytes of a text. */
export function mayHoldCode({ changes, scope, aside, heldBack }: Change): LeftOut {
  const shown = [...aside, ...heldBack].filter((file) => !showsNothing(file));
  const read = new Set([...scope.files, ...shown].map(({ path }) => path));
  const secret = new Set(scope.skipped.filter(({ reason }) => reason === SECRET_NAME).map(({ path }) => path));
  const left = changes.filter(
    ({ path, change, newMode }) =>
      change !== 'deleted' && newMode !== SUBMODULE && !read.has(path) && !secret.has(path),
  );
  const sorted = [...left].sort((a, b) => Number(b.change === 'added') - Number(a.change === 'added'));
  const text = sorted.filter(({ path }) => !isBinaryName(path));
  const binary = sorted.filter(({ path }) => isBinaryName(path));
  return {
    files: [...text.slice(0, MAX_SOUGHT.text), ...binary.slice(0, MAX_SOUGHT.binary)],
    isCut: text.length > MAX_SOUGHT.text,
  };
}
