import { MOST_FILES } from './rename-limit';

const SETTINGS = [
  ['-c', 'core.quotePath=false'],
  ['-c', 'diff.suppressBlankEmpty=false'],
  ['-c', 'core.bigFileThreshold=512m'],
].flat();

const FORM = [
  '-U3',
  '--no-abbrev',
  '--full-index',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--no-relative',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--submodule=short',
  '--ignore-submodules=none',
];

/**
 * Arguments of git that print the patch of two trees in the one form that `readPatch` reads.
 * Every switch is said, so that no configuration, attribute or environment can change a byte of it.
 */
export function patchArguments(base: string, source: string, renameLimit: number = MOST_FILES): string[] {
  const renames = ['-M50%', `-l${renameLimit}`];
  return [...SETTINGS, 'diff-tree', '-r', '-z', '--raw', '--numstat', '-p', ...FORM, ...renames, base, source];
}

/**
 * Milliseconds for a walk through folders alone, which takes seconds in the largest repositories: twelve folders that each hold the
 * next at twenty names are as many as no machine ever walks through.
 */
export const WALK_TIME = 30_000;

/** Arguments of git that list what differs between two trees without looking at any content. */
export function changesArguments(base: string, source: string): string[] {
  return ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-abbrev', base, source];
}
