import type { ScanFile } from '../../ports/scanner';
import type { ChangedFile } from '../diff/changed-file';
import type { ByNeed } from './by-need';
import { type ChangedLines, changedLinesByPath, touches } from './changed-lines';
import { lineTextsOf, type SideTexts } from './line-texts';
import { likenessOf, type PlacedResult, placeResults } from './placed-result';
import type { SarifResult } from './sarif-result';
import { isSilenced } from './suppression';

export interface Comparison {
  files: readonly ChangedFile[];
  contents: readonly ScanFile[];
  /** False when the scan of the base side is missing or cut off: then only what stands on changed lines counts as new. */
  beforeComplete: boolean;
}

/**
 * Results of the source side that the base side does not have. Both are matched by rule, path (followed through renames)
 * and lines without white space, as often as they occur; what stands on unchanged lines is matched first. A known problem
 * whose silencing the pull request adds stays in.
 */
export function newAlerts(
  after: readonly SarifResult[],
  before: readonly SarifResult[],
  comparison: Comparison,
): SarifResult[] {
  const texts = lineTextsOf(comparison.contents);
  const changes = changedLinesByPath(comparison.files);
  const known = countKnown(before, texts, comparison.files);
  const placed = placeResults(after, texts.after, changes);
  const onChanged = (one: PlacedResult) => touchesChange(one, changes);
  const oldFirst = [...placed].sort((a, b) => Number(onChanged(a)) - Number(onChanged(b)));
  const kept = new Set<PlacedResult>();
  for (const one of oldFirst) {
    const isOld =
      take(known, key(one.path, likenessOf(one, texts.after.get(one.path)))) ||
      (!comparison.beforeComplete && !onChanged(one));
    if (!isOld || isNewlySilenced(one, texts, changes)) kept.add(one);
  }
  return placed.filter((one) => kept.has(one)).map(single);
}

/** How often each problem stood at the base commit, under the file's path at the source commit. */
function countKnown(before: readonly SarifResult[], texts: SideTexts, files: readonly ChangedFile[]) {
  const successors = new Map<string, string[]>();
  for (const file of files) {
    const oldPath = file.oldPath ?? file.path;
    successors.set(oldPath, [...(successors.get(oldPath) ?? []), file.path]);
  }
  const known = new Map<string, number>();
  for (const one of placeResults(before, texts.before, new Set(successors.keys()))) {
    const likeness = likenessOf(one, texts.before.get(one.path));
    for (const path of successors.get(one.path) ?? []) {
      const name = key(path, likeness);
      known.set(name, (known.get(name) ?? 0) + 1);
    }
  }
  return known;
}

function key(path: string, likeness: string): string {
  return `${likeness} ${path}`;
}

function take(known: Map<string, number>, name: string): boolean {
  const left = known.get(name) ?? 0;
  if (left > 0) known.set(name, left - 1);
  return left > 0;
}

function touchesChange(one: PlacedResult, changes: ByNeed<ChangedLines>): boolean {
  const changed = changes.get(one.path);
  return changed !== undefined && touches(changed, one.range);
}

function isNewlySilenced(one: PlacedResult, texts: SideTexts, changes: ByNeed<ChangedLines>): boolean {
  if (one.result.suppressed !== 'inSource') return false;
  const added = changes.get(one.path)?.added;
  const hidden = { ruleId: one.result.ruleId, range: one.range };
  return added !== undefined && isSilenced(hidden, texts.after.get(one.path), added);
}

/** The result at this one place. */
function single(one: PlacedResult): SarifResult {
  const { alsoAt: _, region: __, ...result } = one.result;
  const place = placeOf(one);
  return { ...result, path: one.path, ...place };
}

function placeOf(one: PlacedResult): Pick<SarifResult, 'region'> {
  return one.range ? { region: { kind: 'lines', ...one.range } } : {};
}
