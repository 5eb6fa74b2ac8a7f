import { visibleLine } from '../diff/visible';
import type { DiffIndex, IndexedFile } from './diff-index';

/** In order of trust; the first that finds any file decides, and two files are none. */
const WAYS: readonly Means[] = [
  (known, wanted) => known === wanted,
  (known, wanted) => known.toLowerCase() === wanted.toLowerCase(),
  (known, wanted) => endsAtFolder(known.toLowerCase(), wanted.toLowerCase()),
  (known, wanted) => endsAtFolder(wanted.toLowerCase(), known.toLowerCase()),
];

/** The file that a model's path means: exact, as the prompt shows it, else the only one that differs in spelling or is meant by its ending. */
export function findFile(index: DiffIndex, path: string): IndexedFile | null {
  const exact =
    index.byPath.get(path) ??
    only(index.files.filter(({ file }) => visibleLine(file.path) === path)) ??
    only(index.files.filter(({ file }) => file.oldPath === path));
  if (exact) return exact;
  for (const wanted of spellings(path)) {
    for (const means of WAYS) {
      const found = index.files.filter(({ file }) =>
        pathsOf(file).some((known) => means(known.normalize('NFC'), wanted)),
      );
      if (found.length > 0) return only(found);
    }
  }
  return null;
}

type Means = (known: string, wanted: string) => boolean;

function endsAtFolder(long: string, short: string): boolean {
  return short !== '' && long.endsWith(`/${short}`);
}

/** The path with what diffs and hosts put around it taken off, step by step. */
function spellings(path: string): string[] {
  const quoted = path.trim().replace(/^(["'`])(.*)\1$/, '$2');
  const slashed = quoted.replace(/\\/g, '/').normalize('NFC');
  const bare = slashed.replace(/^(?:\.?\/)+/, '');
  return [...new Set([quoted.normalize('NFC'), bare, bare.replace(/^[ab]\//, '')])].filter((part) => part !== '');
}

function pathsOf(file: { path: string; oldPath?: string }): string[] {
  return file.oldPath === undefined ? [file.path] : [file.path, file.oldPath];
}

function only<Item>(items: readonly Item[]): Item | null {
  return items.length === 1 ? (items[0] ?? null) : null;
}
