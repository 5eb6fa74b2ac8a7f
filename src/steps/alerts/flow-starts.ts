import type { ChangedFile } from '../diff/changed-file';
import type { ByNeed } from './by-need';
import { type ChangedLines, changedLinesByPath, touches } from './changed-lines';
import { isEnforced } from './enforced-rules';
import type { LineTexts } from './line-texts';
import { placeResults } from './placed-result';
import type { SarifResult } from './sarif-result';

interface FlowFacts {
  files: readonly ChangedFile[];
  texts: ByNeed<LineTexts>;
  enforcedRules: readonly string[];
}

/**
 * Results of enforced rules that stand where nothing changed, and whose flow begins on changed lines: what the change hands to code
 * that was there is its own. What merely passes through changed lines may have done so before.
 */
export function flowStarts(results: readonly SarifResult[], facts: FlowFacts): SarifResult[] {
  const wanted = results.filter(
    ({ starts, known, ruleId }) => starts && known !== 'gone' && isEnforced(ruleId, facts.enforcedRules),
  );
  if (wanted.length === 0) return [];
  const changes = changedLinesByPath(facts.files.filter(({ change }) => change !== 'deleted'));
  return wanted.flatMap((result) => {
    if (touching([result], facts.texts, changes).length > 0) return [];
    return touching(
      (result.starts ?? []).map((start) => startingAt(result, start)),
      facts.texts,
      changes,
    ).slice(0, 1);
  });
}

function touching(
  results: readonly SarifResult[],
  texts: ByNeed<LineTexts>,
  changes: ByNeed<ChangedLines>,
): SarifResult[] {
  const placed = placeResults(results, texts, changes);
  const on = placed.filter(({ path, range }) => {
    const lines = changes.get(path);
    return lines !== undefined && range !== undefined && touches(lines, range);
  });
  return on.map(({ result }) => result);
}

function startingAt(result: SarifResult, start: NonNullable<SarifResult['starts']>[number]): SarifResult {
  const {
    alsoAt: _,
    region: __,
    unplaced: ___,
    address: ____,
    isAbsent: _____,
    isMade: ______,
    starts: _______,
    ...rest
  } = result;
  return { ...rest, ...start };
}
