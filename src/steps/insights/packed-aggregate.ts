import * as z from 'zod/mini';
import { CATEGORIES } from '../prompt/candidate';
import { SEVERITY_ORDER } from '../triage/severity-order';
import type { Aggregate, Cell } from './aggregate';
import { FATES, SOURCES } from './pull-request-facts';

const AGGREGATE_VERSION = 1;

const MOST_COUNTS = 100_000;
const WEEK = /^\d{4}-\d{2}-\d{2}$/;

const count = z.custom<number>(isCount);
const words = z.string().check(z.maxLength(400));

type Counts = readonly number[];

/** Index of the repository, week, five counts, then lists; without names, for there are many of them. */
type PackedCell = readonly [
  ...[at: number, week: string],
  ...[all: number, completed: number, wentIn: number, covered: number, uncovered: number],
  ...[threads: Counts, cost: Counts, findings: Counts, fixed: Counts, changed: Counts],
];

/** By hand, not by a tuple of the library, whose code every page would load. */
const packedCell = z.custom<PackedCell>(isPackedCell);

const packed = z.object({
  aggregateVersion: z.literal(AGGREGATE_VERSION),
  madeAt: words,
  repositories: z.array(words).check(z.maxLength(10_000)),
  cells: z.array(packedCell).check(z.maxLength(100_000)),
  identities: z.array(z.object({ id: words, name: words })).check(z.maxLength(1000)),
  leftOut: z.object({
    pullRequests: count,
    threads: count,
    repositories: z.array(words).check(z.maxLength(10_000)),
  }),
});

/** The aggregate as one JSON, as it is attached to a run. */
export function packAggregate({ madeAt, cells, identities, leftOut }: Aggregate): string {
  const repositories = [...new Set(cells.map(({ repository }) => repository))];
  const indexes = new Map(repositories.map((name, at) => [name, at]));
  const rows = cells.map((cell) => [
    ...[indexes.get(cell.repository), cell.week],
    ...[cell.all, cell.completed, cell.wentIn, cell.covered, cell.uncovered],
    ...[cell.threads, cell.cost, cell.findings.flatMap(packFinding), cell.fixed, cell.changed],
  ]);
  const version = AGGREGATE_VERSION;
  return `${JSON.stringify({ aggregateVersion: version, madeAt, repositories, cells: rows, identities, leftOut })}\n`;
}

/** An aggregate of a version that is known; undefined for anything else. */
export function readAggregate(value: unknown): Aggregate | undefined {
  const { data } = packed.safeParse(value);
  if (data === undefined) return undefined;
  const { madeAt, repositories, identities, leftOut } = data;
  return { madeAt, identities, leftOut, cells: data.cells.map((row) => unpackCell(row, repositories)) };
}

function unpackCell(row: PackedCell, repositories: readonly string[]): Cell {
  const [at, week, all, completed, wentIn, covered, uncovered, threads, cost, findings, fixed, changed] = row;
  const repository = repositories[at] ?? '';
  return {
    ...{ repository, week, all, completed, wentIn, covered, uncovered },
    ...{ threads, cost, findings: unpackFindings(findings), fixed, changed },
  };
}

function isPackedCell(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 12) return false;
  const [at, week, ...others] = value;
  const isWeek = typeof week === 'string' && WEEK.test(week);
  return isWeek && [at, ...others.slice(0, 5)].every(isCount) && others.slice(5).every(isCounts);
}

function isCounts(value: unknown): boolean {
  return Array.isArray(value) && value.length <= MOST_COUNTS && value.every(isCount);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function packFinding([severity, category, source, fate, number]: Cell['findings'][number]): number[] {
  return [((severity * CATEGORIES.length + category) * SOURCES.length + source) * FATES.length + fate, number];
}

function unpackFindings(flat: readonly number[]): Cell['findings'] {
  return flat.flatMap((code, at) => (at % 2 === 0 ? [unpackFinding(code, flat[at + 1] ?? 0)] : []));
}

function unpackFinding(code: number, number: number): Cell['findings'][number] {
  const fate = code % FATES.length;
  const kind = Math.floor(code / FATES.length);
  const source = kind % SOURCES.length;
  const category = Math.floor(kind / SOURCES.length) % CATEGORIES.length;
  const severity = Math.floor(kind / SOURCES.length / CATEGORIES.length) % SEVERITY_ORDER.length;
  return [severity, category, source, fate, number];
}
