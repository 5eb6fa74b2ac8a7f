import { levelOf } from './sarif-level';
import { messageOf } from './sarif-message';
import type { Checkout } from './sarif-path';
import { placeOf } from './sarif-place';
import type { SarifLimits, SarifResult } from './sarif-result';
import { helpUrlOf, tagsOf } from './sarif-rule';
import type { SarifRun } from './sarif-run';
import { cleanedLine, type Loose, list, member, record, string } from './untyped-json';

/** By which rule a result is, found out once for each. */
interface ResultContext {
  limits: SarifLimits;
  checkout: Checkout;
  ruleId: string;
  isEnforced: boolean;
}

/** Null for a result that reports no problem. */
export function readResult(result: Loose, run: SarifRun, context: ResultContext): SarifResult | null {
  const { json, tool, book } = run;
  const rule = book.find(result);
  const level = levelOf(result, rule, json);
  if (level === null) return null;
  const { ruleId } = context;
  const ruleName = cleanedLine(string(member(rule, 'name')) ?? '', 200);
  const helpUrl = helpUrlOf(rule);
  const suppressed = suppressionOf(result);
  const known = KNOWN.get(string(member(result, 'baselineState')) ?? '');
  return {
    tool: tool.name,
    ...(tool.version === undefined ? {} : { toolVersion: tool.version }),
    ruleId,
    ...(ruleName === '' || ruleName === ruleId ? {} : { ruleName }),
    level,
    message: messageOf(result, rule, json, context.limits.message),
    ...placesOf(result, run, context),
    ...startsOf(result, run, context),
    ...(helpUrl === undefined ? {} : { helpUrl }),
    tags: tagsOf(result, rule),
    ...(suppressed ? { suppressed } : {}),
    ...(known ? { known } : {}),
  };
}

function placesOf(
  result: Loose,
  run: SarifRun,
  context: ResultContext,
): Pick<SarifResult, 'path' | 'address' | 'unplaced' | 'region' | 'alsoAt'> {
  const all = list(member(result, 'locations'));
  const locations = context.isEnforced ? all : all.slice(0, context.limits.places);
  const read = locations.flatMap((location) =>
    placeOf(member(location, 'physicalLocation'), run.json, context.checkout),
  );
  const [first, ...others] = [...read.filter(({ path }) => path), ...read.filter(({ path }) => !path)];
  if (!first) return { unplaced: 'noLocation' };
  const place = first.path === undefined ? { ...first, unplaced: 'outside' as const } : first;
  return others.length > 0 ? { ...place, alsoAt: others } : place;
}

/** The first place of each flow. */
function startsOf(
  result: Loose,
  run: SarifRun,
  { isEnforced, limits, checkout }: ResultContext,
): Pick<SarifResult, 'starts'> {
  if (!isEnforced) return {};
  const flows = list(member(result, 'codeFlows')).flatMap((flow) => list(member(flow, 'threadFlows')));
  const starts = flows.slice(0, limits.places).flatMap((flow) => {
    const [first] = list(member(flow, 'locations'));
    return placeOf(member(member(first, 'location'), 'physicalLocation'), run.json, checkout);
  });
  return starts.length > 0 ? { starts } : {};
}

/** One suppression that stands is enough; one that is rejected or under review hides nothing. */
function suppressionOf(result: Loose): 'inSource' | 'external' | undefined {
  const standing = list(member(result, 'suppressions')).filter((suppression) => {
    const status = member(suppression, 'status') ?? member(suppression, 'state');
    return record(suppression) && status !== 'rejected' && status !== 'underReview';
  });
  if (standing.length === 0) return undefined;
  return standing.some((suppression) => member(suppression, 'kind') === 'inSource') ? 'inSource' : 'external';
}

const KNOWN: ReadonlyMap<string, 'there' | 'gone'> = new Map([
  ['unchanged', 'there'],
  ['existing', 'there'],
  ['absent', 'gone'],
]);
