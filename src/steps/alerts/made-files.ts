import type { Gap } from '../scope/gap';
import { namedAddresses } from './alert-gaps';
import { isEnforced } from './enforced-rules';
import { endsOf } from './locate-results';
import type { SarifPlace, SarifResult } from './sarif-result';

/** Folders that a build fills from the repository's own code. */
const OUTPUT = new Set(['obj', 'bin', 'dist', 'out', 'build', 'target']);
/** And those that a package manager fills with that of others. */
const OTHERS = new Set(['node_modules', 'bower_components', 'vendor']);

/** Of what a build made nothing is in the change, so an enforced rule that is broken there alone counts for nothing, which is told. */
export function madeNotes(results: readonly SarifResult[], enforcedRules: readonly string[]): string[] {
  const made = madePlaces(results, enforcedRules).map(({ path }) => path);
  if (made.length === 0) return [];
  const are =
    made.length === 1 ? '1 result of an enforced rule stands' : `${made.length} results of enforced rules stand`;
  return [
    `${are} in files that the repository does not have, as a build makes them, and count for nothing: ${namedAddresses(made)}.`,
  ];
}

/** A copy of a changed file that a build made: what a rule finds there, and not in the file itself, was hidden from it there. */
export function madeCopies(
  results: readonly SarifResult[],
  enforcedRules: readonly string[],
  changed: ReadonlySet<string>,
): Gap[] {
  // Most builds leave out the first folder.
  const copies = new Map([...changed].flatMap((path) => [belowFirst(path), path].map((end) => [end, path])));
  const found = new Set(results.flatMap((one) => placesOf(one).map(({ path }) => `${one.ruleId} ${path}`)));
  const lost = madePlaces(results, enforcedRules).filter(({ ruleId, path }) => {
    const original = originalOf(path, copies);
    return original !== undefined && !found.has(`${ruleId} ${original}`);
  });
  if (lost.length === 0) return [];
  const are =
    lost.length === 1 ? '1 result of an enforced rule stands' : `${lost.length} results of enforced rules stand`;
  return [
    {
      code: 'analysis-incomplete',
      message: `${are} in what a build made of changed files, and not in these themselves: ${namedAddresses(lost.map(({ path }) => path))}.`,
      advice: 'Let the tool read the code, not what a build made of it.',
    },
  ];
}

function madePlaces(results: readonly SarifResult[], enforcedRules: readonly string[]) {
  return results.flatMap((result) => {
    const made = placesOf(result).filter(({ isMade }) => isMade);
    if (made.length === 0 || !isEnforced(result.ruleId, enforcedRules)) return [];
    return made.map(({ path = '' }) => ({ ruleId: result.ruleId, path }));
  });
}

function placesOf(result: SarifResult): SarifPlace[] {
  return [result, ...(result.alsoAt ?? [])];
}

function originalOf(path: string, copies: ReadonlyMap<string, string>): string | undefined {
  const folders = path.toLowerCase().split('/').slice(0, -1);
  const output = folders.findLastIndex((folder) => OUTPUT.has(folder));
  if (output < 0 || folders.some((folder) => OTHERS.has(folder))) return undefined;
  const tail = path
    .split('/')
    .slice(output + 1)
    .join('/');
  const ends = endsOf(tail).filter((end) => end === tail || end.includes('/'));
  return ends.flatMap((end) => copies.get(end) ?? [])[0];
}

/** `a.js` of `src/a.js`. */
function belowFirst(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}
