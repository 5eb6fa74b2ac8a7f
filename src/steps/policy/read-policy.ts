import type * as z from 'zod/mini';
import { quoted } from '../settings/kinds';
import { issueWords } from './issue-words';
import { JsonFault, type LocatedJson, placeKey, readLocatedJson } from './located-json';
import {
  INPUT_TABLES,
  type InputTable,
  POLICY_VERSION,
  type PolicyScope,
  type PolicyShape,
  policyShape,
  textOf,
} from './policy-shape';

/** A policy as it was read, with the lines of its members. */
export interface Policy extends PolicyShape {
  /** By `placeKey`. */
  lines: ReadonlyMap<string, number>;
}

export interface PolicyProblem {
  /** 1-based. */
  line: number;
  /** The member at fault, like `scopes › Payments › limits › budgetUsd`; empty for the file as a whole. */
  member: string;
  what: string;
}

export type PolicyReading = { ok: true; policy: Policy } | { ok: false; problems: readonly PolicyProblem[] };

/** Larger than any that a person keeps by hand. */
const LARGEST = 1_000_000;

/** Reads the file of a policy; one fault in it makes the whole of it unusable, since nobody knows what it was to limit. */
export function readPolicy(text: string, tables: readonly InputTable[] = INPUT_TABLES): PolicyReading {
  if (text.length > LARGEST)
    return unusable([{ line: 1, member: '', what: `it is longer than ${LARGEST} characters` }]);
  const located = locatedIn(text);
  if ('problem' in located) return unusable([located.problem]);
  const newer = newerProblem(located);
  if (newer) return unusable([newer]);
  const repeated = located.repeated.map(({ name, line }) => ({ line, member: name, what: 'stands there twice' }));
  const { success, data, error } = policyShape(INPUT_TABLES).safeParse(located.value);
  const shape = success ? valueProblems(data, located, tables) : shapeProblems(error, located);
  const problems = [...repeated, ...shape].sort((a, b) => a.line - b.line);
  return success && problems.length === 0
    ? { ok: true, policy: { ...data, lines: located.lines } }
    : unusable(problems);
}

function locatedIn(text: string): LocatedJson | { problem: PolicyProblem } {
  try {
    return readLocatedJson(text);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    return { problem: { line: error.line, member: '', what: `it is not JSON: ${error.message}` } };
  }
}

/** A newer version may limit what this one has never heard of. */
function newerProblem({ value, lines }: LocatedJson): PolicyProblem | undefined {
  const version = typeof value === 'object' && value !== null && 'policyVersion' in value ? value.policyVersion : 0;
  if (typeof version !== 'number' || version <= POLICY_VERSION) return undefined;
  const what = `was ${version}; this version of Second Pass reads policies of version ${POLICY_VERSION}: update the extension`;
  return { line: lines.get(placeKey(['policyVersion'])) ?? 1, member: 'policyVersion', what };
}

function shapeProblems({ issues }: z.core.$ZodError, located: LocatedJson): PolicyProblem[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys')
      return [problemAt(issue.path, located, issueWords(issue, located.lines.has(placeKey(issue.path))))];
    return issue.keys.map((name) => problemAt([...issue.path, name], located, 'is not known here'));
  });
}

/** Values of inputs, each as the input itself reads it. */
function valueProblems(policy: PolicyShape, located: LocatedJson, tables: readonly InputTable[]): PolicyProblem[] {
  const scopes: (readonly [path: readonly string[], scope: PolicyScope])[] = [
    [[], policy],
    ...Object.entries(policy.scopes ?? {}).map(([name, scope]) => [['scopes', name], scope] as const),
  ];
  const names = scopes.map(([path]) => path[1]?.toLowerCase());
  return scopes.flatMap(([path, { enforced = {} }], at) => [
    ...(names.indexOf(names[at]) < at ? [problemAt(path, located, 'is another spelling of a scope above')] : []),
    ...Object.entries(enforced).flatMap(([name, value]) => {
      const allowed = whyUnreadable(name, value, tables);
      return allowed === ''
        ? []
        : [problemAt([...path, 'enforced', name], located, `${shown(value)}; allowed: ${allowed}`)];
    }),
  ]);
}

/** Empty when one of the tables can read it. */
function whyUnreadable(name: string, value: unknown, tables: readonly InputTable[]): string {
  const inputs = tables.flatMap((table) => table[name] ?? []);
  const readings = inputs.map((input) => ({ input, reading: input.read(textOf(value)) }));
  if (readings.some(({ reading }) => reading.ok)) return '';
  const closer = readings.map(({ input, reading }) => ('allowed' in reading && reading.allowed) || input.allowed);
  return [...new Set(closer)].join('; or ');
}

function shown(value: unknown): string {
  return `was ${typeof value === 'string' ? quoted(value) : quoted(JSON.stringify(value))}`;
}

function problemAt(path: readonly PropertyKey[], { lines }: LocatedJson, what: string): PolicyProblem {
  return { line: lineOf(path, lines), member: path.map(String).join(' › '), what };
}

/** Of the member itself, or of what should have held it. */
function lineOf(path: readonly PropertyKey[], lines: ReadonlyMap<string, number>): number {
  const own = lines.get(placeKey(path));
  return own ?? (path.length === 0 ? 1 : lineOf(path.slice(0, -1), lines));
}

function unusable(problems: readonly PolicyProblem[]): PolicyReading {
  return { ok: false, problems };
}

/** The problems of a file, one a line. */
export function problemLines(problems: readonly PolicyProblem[]): string[] {
  return problems.map(({ line, member, what }) => `Line ${line}: ${[member, what].filter(Boolean).join(' ')}.`);
}
