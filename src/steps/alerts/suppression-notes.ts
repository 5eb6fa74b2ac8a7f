import type { AddedSuppression } from './suppression';

const MAX_FILES = 10;
const MAX_LINES = 10;

/** One note for all requests to hide alerts that the pull request adds; none where there is none. */
export function suppressionNotes(suppressions: readonly AddedSuppression[]): string[] {
  if (suppressions.length === 0) return [];
  const lines = new Map<string, number[]>();
  for (const { path, line } of suppressions) {
    const known = lines.get(path) ?? [];
    lines.set(path, line === undefined ? known : [...known, line]);
  }
  const places = [...lines].slice(0, MAX_FILES).map(([path, numbers]) => placeOf(path, numbers));
  const rest = lines.size > MAX_FILES ? `; and ${lines.size - MAX_FILES} more files` : '';
  const count = suppressions.length === 1 ? '1 request' : `${suppressions.length} requests`;
  return [`The pull request adds ${count} to hide alerts, which are shown all the same: ${places.join('; ')}${rest}.`];
}

/** A file without lines is such a request as a whole. */
function placeOf(path: string, lines: readonly number[]): string {
  if (lines.length === 0) return path;
  const shown = lines.slice(0, MAX_LINES).join(', ');
  return `${path} line ${shown}${lines.length > MAX_LINES ? ', …' : ''}`;
}
