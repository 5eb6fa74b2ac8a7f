import { sumOf } from '../../sum-of';
import type { ChangedFile } from '../diff/changed-file';
import type { ByNeed } from './by-need';
import { changedLinesByPath } from './changed-lines';
import { isEnforced } from './enforced-rules';
import type { LineTexts } from './line-texts';
import type { LocatedReading } from './locate-results';
import { type PlacedResult, placeResults, standsOnChange } from './placed-result';

/** Where the places of static-analysis results stand; each is counted once. */
export interface AlertFates {
  onChangedLine: number;
  inChangedFile: number;
  inUnchangedFile: number;
  inExcludedFile: number;
  notUnderstood: number;
  withoutFile: number;
}

export interface FateQuestion {
  sarif: readonly LocatedReading[];
  /** In scope. */
  files: readonly ChangedFile[];
  /** Changed files that are not reviewed, as far as their lines were read for an enforced rule's sake. */
  aside: readonly ChangedFile[];
  /** Every changed path. */
  changed: ReadonlySet<string>;
  texts: ByNeed<LineTexts>;
  enforcedRules: readonly string[];
}

/** Counts what earlier steps reported, so that no alert is missing without a word. */
export function alertFates({ sarif, files, aside, changed, texts, enforcedRules }: FateQuestion): AlertFates {
  const results = sarif.flatMap((one) => one.results);
  const linesOf = changedLinesByPath([...files, ...aside]);
  const reviewed = new Set(files.map(({ path }) => path));
  const placed = placeResults(results, texts, changed);
  const isOnChange = (one: PlacedResult) => {
    const lines = linesOf.get(one.path);
    const enforced = isEnforced(one.result.ruleId, enforcedRules);
    return (reviewed.has(one.path) || enforced) && lines !== undefined && standsOnChange(one, lines, enforced);
  };
  const [on, beside] = [placed.filter(isOnChange), placed.filter((one) => !isOnChange(one))];
  const inReviewed = beside.filter(({ path }) => reviewed.has(path)).length;
  const places = results.reduce((sum, { alsoAt = [] }) => sum + 1 + alsoAt.length, 0);
  const notUnderstood = sumOf(sarif, ({ lost }) => lost.length);
  const withoutFile = results.filter(({ unplaced }) => unplaced === 'noLocation').length;
  return {
    onChangedLine: on.length,
    inChangedFile: inReviewed,
    inExcludedFile: beside.length - inReviewed,
    inUnchangedFile: places - placed.length - notUnderstood - withoutFile,
    notUnderstood,
    withoutFile,
  };
}

/** One sentence; empty where earlier steps reported nothing. */
export function fatesNote(fates: AlertFates): string[] {
  const words: [keyof AlertFates, string][] = [
    ['onChangedLine', 'on changed lines'],
    ['inChangedFile', 'elsewhere in changed files'],
    ['inUnchangedFile', 'in files that were not changed'],
    ['inExcludedFile', 'in changed files that were left out of the review'],
    ['notUnderstood', 'at paths that were not understood'],
    ['withoutFile', 'that name no file'],
  ];
  const told = words.filter(([fate]) => fates[fate] > 0).map(([fate, where]) => `${fates[fate]} ${where}`);
  return told.length === 0 ? [] : [`Results of earlier static analysis: ${told.join(', ')}.`];
}
