import type { SarifFile } from '../../ports/sarif-files';
import { readResult } from './read-sarif-result';
import type { Checkout } from './sarif-path';
import {
  MOST_RESULTS,
  SARIF_LIMITS,
  type SarifLimits,
  type SarifReading,
  type SarifResult,
  type SarifTool,
  type SwitchedOff,
  type UnreadFiles,
} from './sarif-result';
import { ruleIdIn, sarifRun } from './sarif-run';
import { parseSarifText, type SarifText } from './sarif-text';
import { troublesOf } from './sarif-troubles';
import { unreadFiles } from './sarif-unread';
import { switchedOffIn } from './switched-off';
import { cleanedLine, list, member, record, string } from './untyped-json';

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

/** All files of a run: together they may not have more results than one can look at. */
export function readSarifFiles(files: readonly SarifFile[], options: Omit<SarifOptions, 'name'>): SarifReading[] {
  let left = MOST_RESULTS;
  return files.map(({ name, content }) => {
    const limits = { results: Math.min(SARIF_LIMITS.results, left), enforced: Math.min(SARIF_LIMITS.enforced, left) };
    const reading = readSarif(content, { ...options, name, limits });
    left -= reading.results.length;
    return reading;
  });
}

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
    const run = sarifRun(json);
    const { tool } = run;
    const isBeyond = index >= limits.runs;
    if (!isBeyond) {
      tools.push(tool);
      addTo(notes, troublesOf(json, `SARIF file ${name}, ${tool.name}`));
      addTo(unread, unreadFiles(json, context.checkout));
    }
    addTo(switchedOff, switchedOffIn(json));
    for (const entry of list(member(json, 'results')).map((one) => record(one) ?? {})) {
      const isOver = isBeyond || results.length >= limits.results;
      if (isOver && !isBeyond)
        notes.push(`SARIF file ${name}: results beyond the first ${limits.results} were not read.`);
      const ruleId = ruleIdIn(entry, run, context.isEnforced);
      const isEnforced = context.isEnforced(ruleId);
      // No number of other results hides one of an enforced rule, and what is beyond all limits makes the report partial.
      if (isOver && !(isEnforced && results.length < limits.enforced)) continue;
      const result = readResult(entry, run, { ...context, ruleId, isEnforced });
      if (result) results.push(result);
      else withoutProblem += 1;
    }
  }
  const partial = notes.length > 0;
  const reading = { file: name, results, withoutProblem, tools, unread, notes: [...new Set(notes)], partial };
  return switchedOff.length > 0 ? { ...reading, switchedOff } : reading;
}

/** One by one: a report may hold hundreds of thousands, and no call takes as many arguments. */
function addTo<Item>(list: Item[], items: Iterable<Item>): void {
  for (const item of items) list.push(item);
}
