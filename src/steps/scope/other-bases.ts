import { firstNamed } from '../../first-named';
import type { TreeChange } from '../diff/changed-file';
import type { Gap } from './gap';

const MAX_NAMED = 5;

/** What another common commit tells: its own difference to the source, and what was changed until there. */
export interface OtherDifference {
  changes: readonly TreeChange[];
  before: readonly TreeChange[];
}

/**
 * Files that the reviewed difference does not show as the merge changes them: they stand otherwise in another common commit, where the
 * way to it changed them, and are not the same at the source.
 */
export function hiddenFiles(reviewed: readonly TreeChange[], { changes, before }: OtherDifference): string[] {
  const shown = new Map(reviewed.map(({ path, oldBlob, oldMode }) => [path, `${oldMode} ${oldBlob}`]));
  const onTheWay = new Set(before.map(({ path }) => path));
  return changes
    .filter(({ path, oldBlob, oldMode }) => shown.get(path) !== `${oldMode} ${oldBlob}`)
    .map(({ path }) => path)
    .filter((path) => onTheWay.has(path));
}

export function severalBasesGap(hidden: readonly string[] | undefined): Gap[] {
  if (hidden?.length === 0) return [];
  const files = hidden === undefined ? 'in which files, nobody tells' : firstNamed(hidden, MAX_NAMED);
  return [
    {
      code: 'several-bases',
      message: `The branches have several common commits, and the difference from one does not show all that the merge changes: ${files}.`,
      advice: 'Rebase the source branch on the target branch.',
    },
  ];
}
