import { extname } from 'node:path/posix';
import { compareText } from '../diff/compare-text';
import { type PathSettings, unchangedInScope } from '../scope/scope-by-path';

/** So many files are read at most; in larger repositories those nearest to the change. */
const MAX_NEARBY = 300;

/** Folders of changed files that nearness is measured from. */
const MAX_FOLDERS = 40;

const FAMILIES: readonly (readonly string[])[] = [
  ['.ts', '.tsx', '.js', '.jsx', '.mjs', '.cjs', '.mts', '.cts', '.vue'],
  ['.c', '.h', '.cc', '.cpp', '.cxx', '.hpp', '.hh'],
  ['.kt', '.kts', '.java', '.scala'],
  ['.cs', '.razor', '.cshtml'],
];

/**
 * Unchanged files of the changed files' languages, nearest first. What the customer's rules or our own leave out of a review is
 * left out here too.
 */
export function nearbyPaths(
  all: readonly string[],
  changed: ReadonlySet<string>,
  inScope: readonly string[],
  settings: PathSettings,
): string[] {
  const endings = new Set(inScope.flatMap(relatedEndings));
  const folders = [...new Set(inScope.map(foldersOf).map((names) => names.join('/')))].slice(0, MAX_FOLDERS);
  const places = folders.map((folder) => (folder === '' ? [] : folder.split('/')));
  const wanted = all.filter((path) => !changed.has(path) && endings.has(extname(path).toLowerCase()));
  return unchangedInScope(wanted, settings)
    .map((path) => ({ path, distance: distanceToAny(places, foldersOf(path)) }))
    .sort((a, b) => a.distance - b.distance || compareText(a.path, b.path))
    .slice(0, MAX_NEARBY)
    .map(({ path }) => path);
}

function relatedEndings(path: string): readonly string[] {
  const ending = extname(path).toLowerCase();
  return FAMILIES.find((family) => family.includes(ending)) ?? (ending === '' ? [] : [ending]);
}

function distanceToAny(places: readonly (readonly string[])[], to: readonly string[]): number {
  return Math.min(...places.map((place) => distance(place, to)));
}

/** Steps up and down from one folder to the other. */
function distance(from: readonly string[], to: readonly string[]): number {
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared++;
  return from.length + to.length - 2 * shared;
}

function foldersOf(path: string): string[] {
  return path.split('/').slice(0, -1);
}
