import type { ChangedFile } from '../diff/changed-file';
import type { Gap } from '../scope/gap';
import type { ByNeed } from './by-need';
import { changedLinesByPath } from './changed-lines';
import { isEnforced } from './enforced-rules';
import { fileName, type LineDirective } from './line-directives';
import type { LineTexts } from './line-texts';
import { placeResults, standsOnChange } from './placed-result';
import type { SarifResult } from './sarif-result';

export interface Leading {
  directives: readonly LineDirective[];
  /** Whose lines were read. */
  files: readonly ChangedFile[];
  texts: ByNeed<LineTexts>;
  enforcedRules: readonly string[];
}

export interface LedElsewhere {
  /** What enforced rules find where a directive leads, at the directive that may have led it there. */
  results: readonly SarifResult[];
  gaps: readonly Gap[];
}

/**
 * Compilers, and all that is built on them, report what stands behind a line directive at the place that it names. A result of an
 * enforced rule at such a place, where nothing was changed, may be one of the changed file, so it counts there too.
 */
export function ledElsewhere(results: readonly SarifResult[], leading: Leading): LedElsewhere {
  const { directives, enforcedRules } = leading;
  if (directives.length === 0) return { results: [], gaps: [] };
  const enforced = results.filter(({ ruleId, known }) => known !== 'gone' && isEnforced(ruleId, enforcedRules));
  const astray = besideChange(enforced, leading);
  const byName = new Map<string, LineDirective>();
  for (const one of directives) {
    if (one.leadsTo !== 'any' && !byName.has(one.leadsTo.file)) byName.set(one.leadsTo.file, one);
  }
  const found = astray.flatMap((result) => {
    const directive = namesOf(result).flatMap((name) => byName.get(name) ?? [])[0];
    return directive === undefined ? [] : [{ result, directive }];
  });
  const explained = new Set(found.map(({ result }) => result));
  const anywhere = directives.filter(({ leadsTo }) => leadsTo === 'any');
  const lost = astray.filter((result) => !explained.has(result));
  return { results: found.map(atDirective), gaps: unknownPlaces(lost, anywhere) };
}

/** Of these none of the places is on the change. */
function besideChange(results: readonly SarifResult[], { files, texts }: Leading): SarifResult[] {
  const linesOf = changedLinesByPath(files);
  const placed = placeResults(results, texts, linesOf);
  const onChange = placed.filter((one) => {
    const lines = linesOf.get(one.path);
    return lines !== undefined && standsOnChange(one, lines, true);
  });
  const isOn = new Set(onChange.map(({ result }) => result));
  return results.filter((result) => result.unplaced !== 'noLocation' && !isOn.has(result));
}

function namesOf({ path, address, alsoAt = [] }: SarifResult): string[] {
  const places = [{ path, address }, ...alsoAt];
  return places.flatMap((place) => [place.path, place.address?.text].flatMap((one) => (one ? [fileName(one)] : [])));
}

function atDirective({ result, directive }: { result: SarifResult; directive: LineDirective }): SarifResult {
  const { alsoAt: _, address, unplaced: __, path = address?.text ?? '', region, ...rest } = result;
  const { line } = directive;
  const where = region?.kind === 'lines' ? `${path}:${region.startLine}` : path;
  const message = `${result.message} (Reported at ${where}, a place that this line directive names, so it may be about the lines below it.)`;
  return { ...rest, message, path: directive.path, region: { kind: 'lines', startLine: line, endLine: line } };
}

/** Where results stand at places that nothing changed, and files were too many or too large to be looked through for such directives. */
export function unseenDirectives(): Gap {
  return {
    code: 'analysis-incomplete',
    message:
      'Results of enforced rules stand where nothing was changed, and more files are left out than can be looked through for line directives, which may have sent them there.',
    advice: 'Take the files that nobody reviews into a pull request of their own.',
  };
}

function unknownPlaces(lost: readonly SarifResult[], [first, ...more]: readonly LineDirective[]): Gap[] {
  if (lost.length === 0 || first === undefined) return [];
  const others = more.length === 0 ? '' : `, and ${more.length} more`;
  const are =
    lost.length === 1 ? '1 result of an enforced rule stands' : `${lost.length} results of enforced rules stand`;
  return [
    {
      code: 'analysis-incomplete',
      message: `${are} where nothing was changed, while this change tells tools that its own lines stand elsewhere: ${first.path} (line ${first.line}${others}).`,
      advice: 'Take the line directive out, or name the file in exclude if no person writes it.',
    },
  ];
}
