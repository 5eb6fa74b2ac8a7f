import { sha256 } from '../../sha256';
import type { ByNeed } from './by-need';
import { type ChangedLines, touches } from './changed-lines';
import { type LineTexts, linesOfRegion, linesOtherwise } from './line-texts';
import { plainText } from './plain-text';
import type { SarifPlace, SarifResult } from './sarif-result';

/** One result at one place of one side. */
export interface PlacedResult {
  result: SarifResult;
  path: string;
  /** Absent: the whole file. */
  range?: { startLine: number; endLine: number };
  /** The lines that are meant where the tool ends lines at more signs; absent where that makes no difference. */
  otherwise?: { startLine: number; endLine: number };
  /** Nobody can tell which lines are meant. */
  isAnywhere: boolean;
}

/** Every place of every result that names a file of `texts` or `paths`. */
export function placeResults(
  results: readonly SarifResult[],
  texts: ByNeed<LineTexts>,
  paths: Pick<ReadonlySet<string>, 'has'>,
): PlacedResult[] {
  return results.flatMap((result) =>
    placesOf(result)
      .filter((place) => paths.has(place.path))
      .map((place) => placed(result, place, texts.get(place.path))),
  );
}

/** Rule and normalised lines, without path and occurrence: equal for the same problem wherever it stands. */
export function likenessOf({ result, range }: PlacedResult, texts: LineTexts | undefined): string {
  const code = range && texts ? plainText(texts, range) : '';
  // Without code the message is all that tells two alerts of a rule apart.
  return sha256(JSON.stringify([result.ruleId, code === '' ? result.message : code]));
}

/** Our own identity of an alert: rule, path, normalised lines, and the how-manieth of these in the file it is. */
export function fingerprintOf(path: string, likeness: string, occurrence: number): string {
  return sha256(JSON.stringify(['alert', path, likeness, String(occurrence)]));
}

/**
 * Where nobody can tell the lines, a rule that is enforced may be broken by any line that changed; and by one that went away from
 * above its lines, or that the tool counts otherwise.
 */
export function standsOnChange(one: PlacedResult, changed: ChangedLines, isEnforced: boolean): boolean {
  if (touches(changed, one.range)) return true;
  if (isEnforced && one.otherwise !== undefined && touches(changed, one.otherwise)) return true;
  if (isEnforced && one.range !== undefined && changed.removedBefore.has(one.range.startLine)) return true;
  return isEnforced && one.isAnywhere && changed.added.size + changed.removedBefore.size > 0;
}

type KnownPlace = SarifPlace & { path: string };

function placesOf(result: SarifResult): KnownPlace[] {
  const { path, region, alsoAt = [] } = result;
  const places = [{ path, ...(region ? { region } : {}) }, ...alsoAt];
  return places.filter((place): place is KnownPlace => place.path !== undefined);
}

function placed(result: SarifResult, place: KnownPlace, texts: LineTexts | undefined): PlacedResult {
  const range = linesOfRegion(place.region, texts);
  const isAnywhere = range === undefined && (place.region === undefined || texts === undefined);
  const otherwise = linesOtherwise(place.region, texts);
  return {
    ...{ result, path: place.path, isAnywhere },
    ...(range ? { range } : {}),
    ...(otherwise ? { otherwise } : {}),
  };
}
