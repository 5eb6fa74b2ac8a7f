import { cutText } from '../../cut-text';
import type { ScanFile } from '../../ports/scanner';
import type { ChangedFile } from '../diff/changed-file';
import { compareText } from '../diff/compare-text';
import type { Alert } from './alert';
import { type ChangedLines, changedLinesByPath, touches } from './changed-lines';
import { isEnforced } from './enforced-rules';
import { type LineTexts, lineTextsOf } from './line-texts';
import { fingerprintOf, likenessOf, type PlacedResult, placeResults, standsOnChange } from './placed-result';
import type { SarifResult } from './sarif-result';
import { isSilenced, suppressionFile } from './suppression';

const RANK = { error: 0, warning: 1, note: 2 } as const;

const EXCERPT_LINES = 20;

/**
 * Alerts on the changed files, sorted by path, line and rule, each once whatever number of runs reported it. Results on
 * other files are left out, and those that the tool itself calls known, unless their rule is enforced. `contents` are the files at both commits;
 * `enforcedRules` are rule ids or globs of them.
 */
export function alertsOnChanges(
  results: readonly SarifResult[],
  files: readonly ChangedFile[],
  contents: readonly ScanFile[],
  enforcedRules: readonly string[],
): Alert[] {
  const changed = files.filter((file) => file.change !== 'deleted');
  const changes = changedLinesByPath(changed);
  const { after } = lineTextsOf(contents);
  const hidesByFile = changed.some((file) => suppressionFile(file.path) !== undefined);
  const fresh = results.filter(({ known, ruleId }) => {
    return known === undefined || (known === 'there' && isEnforced(ruleId, enforcedRules));
  });
  const placed = once(placeResults(fresh, after, changes).sort(byPlace));
  const occurrences = new Map<string, number>();
  return placed.map((one) => {
    const likeness = likenessOf(one, after.get(one.path));
    const name = `${likeness} ${one.path}`;
    const occurrence = occurrences.get(name) ?? 0;
    occurrences.set(name, occurrence + 1);
    const changedLines = changes.get(one.path);
    const enforced = isEnforced(one.result.ruleId, enforcedRules);
    // Who wrote the report, or a comment, does not decide about a rule that is enforced.
    const suppressed = enforced ? undefined : suppressionOf(one, after.get(one.path), changedLines, hidesByFile);
    return {
      ...alertOf(one, after.get(one.path)),
      fingerprint: fingerprintOf(one.path, likeness, occurrence),
      onChangedLine: changedLines !== undefined && standsOnChange(one, changedLines, enforced),
      enforced,
      ...(suppressed ? { suppressed } : {}),
    };
  });
}

function byPlace(a: PlacedResult, b: PlacedResult): number {
  return (
    compareText(a.path, b.path) ||
    (a.range?.startLine ?? 0) - (b.range?.startLine ?? 0) ||
    (a.range?.endLine ?? 0) - (b.range?.endLine ?? 0) ||
    compareText(a.result.ruleId, b.result.ruleId) ||
    compareText(a.result.message, b.result.message) ||
    RANK[a.result.level] - RANK[b.result.level] ||
    compareText(a.result.tool, b.result.tool)
  );
}

/** The first of several equal ones, which is the most severe; it is suppressed only if all are. */
function once(sorted: readonly PlacedResult[]): PlacedResult[] {
  const found = new Map<string, PlacedResult>();
  for (const one of sorted) {
    const { ruleId, message } = one.result;
    const name = JSON.stringify([one.path, one.range?.startLine, one.range?.endLine, ruleId, message]);
    const earlier = found.get(name);
    if (!earlier) found.set(name, one);
    else if (earlier.result.suppressed && !one.result.suppressed)
      found.set(name, { ...earlier, result: open(earlier) });
  }
  return [...found.values()];
}

function open(one: PlacedResult): SarifResult {
  const { suppressed: _, ...result } = one.result;
  return result;
}

function alertOf(
  one: PlacedResult,
  texts: LineTexts | undefined,
): Omit<Alert, 'fingerprint' | 'onChangedLine' | 'enforced'> {
  const { tool, ruleId, ruleName, level, message, helpUrl, tags } = one.result;
  const { range } = one;
  return {
    tool,
    ruleId,
    ...(ruleName === undefined ? {} : { ruleName }),
    level,
    message,
    path: one.path,
    ...(range ? { range: { side: 'new', ...range } } : {}),
    ...(range && texts ? { excerpt: excerptOf(texts, range) } : {}),
    ...(helpUrl === undefined ? {} : { helpUrl }),
    tags,
  };
}

export function excerptOf(texts: Pick<LineTexts, 'lines'>, range: { startLine: number; endLine: number }): string {
  const last = Math.min(range.endLine, range.startLine + EXCERPT_LINES - 1);
  const lines = texts.lines.slice(range.startLine - 1, last).map((line) => cutText(line, 500));
  return lines.join('\n');
}

/**
 * Who asked to hide a suppressed result. It is the pull request when it adds the request, when it changes a file that
 * exists to hide alerts, or when a changed line is hidden and no request can be found: only what surely was there before is
 * called so.
 */
function suppressionOf(
  one: PlacedResult,
  texts: LineTexts | undefined,
  changed: ChangedLines | undefined,
  hidesByFile: boolean,
): Alert['suppressed'] {
  const { suppressed, ruleId } = one.result;
  if (suppressed === undefined || !changed) return undefined;
  if (suppressed === 'external') return hidesByFile ? 'byThisPullRequest' : 'before';
  const hidden = { ruleId, range: one.range };
  const isOurs = isSilenced(hidden, texts) ? isSilenced(hidden, texts, changed.added) : touches(changed, one.range);
  return isOurs ? 'byThisPullRequest' : 'before';
}
