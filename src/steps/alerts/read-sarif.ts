import { levelOf } from './sarif-level';
import { messageOf } from './sarif-message';
import { addressOf, type Checkout } from './sarif-path';
import { regionOf } from './sarif-region';
import {
  SARIF_LIMITS,
  type SarifLimits,
  type SarifPlace,
  type SarifReading,
  type SarifResult,
  type SarifTool,
  type SwitchedOff,
  type UnreadFiles,
} from './sarif-result';
import { helpUrlOf, type RuleBook, ruleBookOf, ruleIdOf, tagsOf } from './sarif-rule';
import { parseSarifText, type SarifText } from './sarif-text';
import { notificationsOf, troublesOf } from './sarif-troubles';
import { switchedOffIn } from './switched-off';
import { at, cleanedLine, type Loose, list, member, record, string } from './untyped-json';

export interface SarifOptions {
  /** Name of the file, for notes. */
  name: string;
  /** Where the repository lies; absolute paths in the file are made relative to it. */
  checkout?: Checkout;
  limits?: Partial<SarifLimits>;
  /** Rules that no limit on counts may hide. */
  isEnforced?: (ruleId: string) => boolean;
}

const VERSION_ONE_ADVICE =
  'is SARIF version 1, and only 2.1.0 can be read. For Roslyn analyzers write <ErrorLog>x.sarif,version=2.1</ErrorLog> in the project file.';

/**
 * Reads SARIF 2.1.0 of any tool, leniently. Never throws: what cannot be read is told in `notes`, with `partial` set,
 * because the absence of an alert then proves nothing.
 */
export function readSarif(bytes: Uint8Array, options: SarifOptions): SarifReading {
  const limits = { ...SARIF_LIMITS, ...options.limits };
  const name = cleanedLine(options.name, 300);
  const text = parseSarifText(bytes, limits);
  if (!text.ok) return unreadable(name, whyNotJson(text.reason, limits));
  const version = string(member(text.value, 'version'))?.trim();
  if (isVersionOne(text.value, version)) return unreadable(name, VERSION_ONE_ADVICE);
  const runs = member(text.value, 'runs');
  if (!record(text.value) || (runs !== null && !Array.isArray(runs)))
    return unreadable(name, 'is not SARIF: it has no list of runs.');
  return readRuns(name, text, list(runs), {
    limits,
    checkout: options.checkout ?? { roots: [] },
    isEnforced: options.isEnforced ?? (() => false),
  });
}

interface Context {
  limits: SarifLimits;
  checkout: Checkout;
  isEnforced: (ruleId: string) => boolean;
}

function unreadable(name: string, why: string): SarifReading {
  return {
    file: name,
    results: [],
    withoutProblem: 0,
    tools: [],
    unread: [],
    notes: [`SARIF file ${name} ${why}`],
    partial: true,
  };
}

function whyNotJson(reason: Extract<SarifText, { ok: false }>['reason'], limits: SarifLimits): string {
  if (reason === 'empty') return 'is empty.';
  if (reason === 'tooLarge') return `is larger than ${Math.floor(limits.bytes / 1e6)} MB and was not read.`;
  if (reason === 'tooDeep') return `nests deeper than ${limits.depth} levels and was not read.`;
  return 'is not valid JSON; allowed: a SARIF 2.1.0 file.';
}

function isVersionOne(value: unknown, version: string | undefined): boolean {
  if (version !== undefined) return /^1(?:\.|$)/.test(version);
  return /sarif-1\.0|sarif\/1\.0/.test(string(member(value, '$schema')) ?? '');
}

function readRuns(
  name: string,
  text: SarifText & { ok: true },
  runs: readonly unknown[],
  context: Context,
): SarifReading {
  const { limits } = context;
  const notes: string[] = [];
  if (text.cutOff) notes.push(`SARIF file ${name} ends too early; only its whole results were read.`);
  if (runs.length === 0)
    notes.push(`SARIF file ${name} holds no runs: the tool reported nothing, not even that all is well.`);
  if (list(member(text.value, 'inlineExternalProperties')).some((one) => list(member(one, 'results')).length > 0))
    notes.push(`SARIF file ${name} holds results beside its runs, which were not read.`);
  if (runs.length > limits.runs)
    notes.push(`SARIF file ${name}: only the first ${limits.runs} of ${runs.length} runs were read.`);
  const results: SarifResult[] = [];
  const tools: SarifTool[] = [];
  const unread: UnreadFiles[] = [];
  const switchedOff: SwitchedOff[] = [];
  let withoutProblem = 0;
  for (const [index, json] of runs.map((entry) => record(entry) ?? {}).entries()) {
    const run = { json, tool: toolOf(json), book: ruleBookOf(json) };
    const { tool } = run;
    const isBeyond = index >= limits.runs;
    if (!isBeyond) tools.push(tool);
    if (!isBeyond) notes.push(...troublesOf(json, `SARIF file ${name}, ${tool.name}`));
    if (!isBeyond) unread.push(...unreadFiles(json, context.checkout));
    switchedOff.push(...switchedOffIn(json));
    for (const entry of list(member(json, 'results')).map((one) => record(one) ?? {})) {
      const isOver = isBeyond || results.length >= limits.results;
      if (isOver && !isBeyond)
        notes.push(`SARIF file ${name}: results beyond the first ${limits.results} were not read.`);
      const ruleId = ruleIdIn(entry, run, context);
      const isEnforced = context.isEnforced(ruleId);
      // No number of other results hides one of an enforced rule.
      if (isOver && !isEnforced) continue;
      const result = readResult(entry, run, { ...context, ruleId, isEnforced });
      if (result) results.push(result);
      else withoutProblem += 1;
    }
  }
  const partial = notes.length > 0;
  const reading = { file: name, results, withoutProblem, tools, unread, notes: [...new Set(notes)], partial };
  return switchedOff.length > 0 ? { ...reading, switchedOff } : reading;
}

/** One run of a tool, with its rules by name and by index. */
interface Run {
  json: Loose;
  tool: SarifTool;
  book: RuleBook;
}

const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

/** Its id; where that is not of an enforced rule, the name or the old id by which its rule is one. */
function ruleIdIn(result: Loose, { book }: Run, { isEnforced }: Context): string {
  const rule = book.find(result);
  const named = ruleIdOf(result) || string(member(rule, 'id')) || 'unnamed-rule';
  const [id = named, ...others] = [named, member(rule, 'name'), ...list(member(rule, 'deprecatedIds'))].flatMap(
    (one) => {
      const text = string(one)?.replace(UNSEEN, '');
      return text === undefined ? [] : [cleanedLine(text, 300)];
    },
  );
  return isEnforced(id) ? id : (others.find(isEnforced) ?? id);
}

function toolOf(run: Loose): SarifTool {
  const driver = at(run, 'tool', 'driver');
  const name = cleanedLine(string(member(driver, 'name')) ?? '', 100) || 'unnamed tool';
  const version = string(member(driver, 'semanticVersion')) ?? string(member(driver, 'version'));
  return version === undefined ? { name } : { name, version: cleanedLine(version, 100) };
}

/** How a warning says that something was left unread. */
const UNREAD =
  /pars(?:e|ing)|syntax|time[ds]?[ -]?out|skip|fail|could not|couldn't|cannot|unable|extract|out of memory|too (?:large|big|long|many)|incomplete|partial|ignored|crash/i;

/** Which is what a notification without a level is. */
function isWarning(notification: unknown): boolean {
  return (string(member(notification, 'level')) ?? 'warning') === 'warning';
}

function said(notification: unknown): string {
  return `${string(at(notification, 'descriptor', 'id')) ?? ''} ${string(at(notification, 'message', 'text')) ?? ''}`;
}

function placesIn(notification: unknown): unknown[] {
  return list(member(notification, 'locations')).map((location) => member(location, 'physicalLocation'));
}

/** What the tool says of files whose reading went wrong; a warning without a file counts only in words that say so. */
function unreadFiles(run: Loose, checkout: Checkout): UnreadFiles[] {
  const told = notificationsOf(run).filter((one) => isWarning(one) || member(one, 'level') === 'error');
  return told.flatMap((one) => {
    const places = placesIn(one).flatMap((place) => placeOf(place, run, checkout));
    const words = cleanedLine(said(one), 2_000);
    return places.length > 0 || UNREAD.test(words) ? [{ places, words }] : [];
  });
}

/** By which rule a result is, found out once for each. */
interface ResultContext extends Pick<Context, 'limits' | 'checkout'> {
  ruleId: string;
  isEnforced: boolean;
}

/** Null for a result that reports no problem. */
function readResult(result: Loose, run: Run, context: ResultContext): SarifResult | null {
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
    ...(helpUrl === undefined ? {} : { helpUrl }),
    tags: tagsOf(result, rule),
    ...(suppressed ? { suppressed } : {}),
    ...(known ? { known } : {}),
  };
}

function placesOf(
  result: Loose,
  run: Run,
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

function placeOf(place: unknown, run: Loose, checkout: Checkout): SarifPlace[] {
  const address = addressOf(member(place, 'artifactLocation'), run, checkout);
  if (address === undefined) return [];
  const region = regionOf(member(place, 'region'), run);
  const [path] = address.paths;
  return [{ ...(path === undefined ? {} : { path }), address, ...(region ? { region } : {}) }];
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
