import { extname } from 'node:path/posix';
import type { TreeChange } from '../diff/changed-file';
import { compareText } from '../diff/compare-text';
import { type PathSettings, scopeByPath } from '../scope/scope-by-path';

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
  const { kept, suspected } = scopeByPath(wanted.map(unchanged), settings);
  return kept
    .filter(({ path }) => !suspected.has(path))
    .map(({ path }) => ({ path, distance: distanceToAny(places, foldersOf(path)) }))
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

const FILE = '100644';
const NO_BLOB = '0'.repeat(40);

/** The rules of a scope speak of changes; this one stands for a file as it is. */
function unchanged(path: string): TreeChange {
  const sides = { oldMode: FILE, newMode: FILE, oldBlob: NO_BLOB, newBlob: NO_BLOB };
  return { path, pathBytes: Buffer.from(path), change: 'modified', ...sides };
}
