import { sumOf } from '../../sum-of';
import { harmlessJson } from '../comments/harmless';
import { compareText } from '../diff/compare-text';
import { CATEGORIES } from '../prompt/candidate';
import { SEVERITY_ORDER } from '../triage/severity-order';
import { type Aggregate, ascending, type Cell } from './aggregate';
import { FATES, type Fate, SOURCES } from './pull-request-facts';

/** A share of cases; hidden where there are too few of them to mean anything. */
export interface Share {
  value: number | null;
  cases: number;
}

export interface Median {
  median: number | null;
  cases: number;
}

export interface FindingGroup {
  name: string;
  findings: number;
  fates: Readonly<Record<Fate, number>>;
  /** Fixed, of those that somebody decided about. */
  actedOn: Share;
}

export interface PlaceGroup extends FindingGroup {
  pullRequests: number;
  reviewed: number;
  usd: number;
  coverage: Share;
}

/** Figures of many pull requests. None is of a person. */
export interface Figures {
  pullRequests: number;
  /** Those on which Second Pass has spoken. */
  reviewed: number;
  all: FindingGroup;
  /** Finding threads of a reviewed pull request. */
  noise: Median & { percentile90: number | null };
  /** Completed pull requests with an open blocker. */
  wentInWith: { count: number; completed: number };
  /** Minutes to our word that it is fixed. */
  timeToFix: Median;
  /** Minutes to the last change of what was fixed without such a word. */
  timeToFixApproximate: Median;
  cost: { usd: number; perPullRequest: Median };
  /** Pull requests whose newest iteration has our status, of those where it is known. */
  coverage: Share & { unknown: number };
  bySeverity: readonly FindingGroup[];
  byCategory: readonly FindingGroup[];
  bySource: readonly FindingGroup[];
  byRepository: readonly PlaceGroup[];
  byWeek: readonly PlaceGroup[];
}

export interface Filter {
  /** The newest weeks, counted back from the newest in the aggregate; null: all. */
  weeks: number | null;
  /** Names; empty: all. */
  repositories: readonly string[];
}

const FEWEST_CASES = 10;

const ALL: Filter = { weeks: null, repositories: [] };

export function figuresOf(aggregate: Aggregate, filter: Filter = ALL): Figures {
  const cells = filtered(aggregate.cells, filter);
  const threads = ascending(cells.flatMap((cell) => cell.threads));
  const cost = ascending(cells.flatMap((cell) => cell.cost));
  const coverage = coverageOf(cells);
  const all = sumOf(cells, (cell) => cell.all);
  return {
    pullRequests: all,
    reviewed: threads.length,
    all: groupOf('all', cells, () => true),
    noise: { ...medianOf(threads), percentile90: percentile(threads, 0.9) },
    wentInWith: { count: sumOf(cells, (cell) => cell.wentIn), completed: sumOf(cells, (cell) => cell.completed) },
    timeToFix: medianOf(ascending(cells.flatMap((cell) => cell.fixed))),
    timeToFixApproximate: medianOf(ascending(cells.flatMap((cell) => cell.changed))),
    cost: { usd: dollars(sumOf(cost, (one) => one)), perPullRequest: inDollars(medianOf(cost)) },
    coverage: { ...coverage, unknown: all - coverage.cases },
    bySeverity: SEVERITY_ORDER.map((name, at) => groupOf(name, cells, ([severity]) => severity === at)),
    byCategory: CATEGORIES.map((name, at) => groupOf(name, cells, ([, category]) => category === at)),
    bySource: SOURCES.map((name, at) => groupOf(name, cells, ([, , source]) => source === at)),
    byRepository: placesOf(cells, ({ repository }) => repository),
    byWeek: placesOf(cells, ({ week }) => week),
  };
}

/** The same text from the page and from the terminal. */
export function figuresJson(figures: Figures): string {
  return `${harmlessJson(JSON.stringify(figures, null, 2))}\n`;
}

export function repositoriesIn({ cells }: Aggregate): string[] {
  return [...new Set(cells.map(({ repository }) => repository))].sort(compareText);
}

function filtered(cells: readonly Cell[], { weeks, repositories }: Filter): readonly Cell[] {
  const known = [...new Set(cells.map(({ week }) => week))].sort(compareText);
  const newest = known.at(-1) ?? '';
  const first = weeks === null || newest === '' ? '' : weeksBefore(newest, weeks - 1);
  return cells.filter(
    ({ week, repository }) => week >= first && (repositories.length === 0 || repositories.includes(repository)),
  );
}

function weeksBefore(week: string, weeks: number): string {
  const [year = 0, month = 1, day = 1] = week.split('-').map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day - 7 * weeks);
  return date.toISOString().slice(0, 10);
}

function groupOf(
  name: string,
  cells: readonly Cell[],
  belongs: (entry: Cell['findings'][number]) => boolean,
): FindingGroup {
  const counts = FATES.map(() => 0);
  for (const { findings } of cells)
    for (const entry of findings) if (belongs(entry)) counts[entry[3]] = (counts[entry[3]] ?? 0) + entry[4];
  const fates = Object.fromEntries(FATES.map((fate, at) => [fate, counts[at] ?? 0])) as Record<Fate, number>;
  const decided = fates.fixed + fates.wontFix + fates.byDesign + fates.closed;
  return { name, findings: sumOf(counts, (count) => count), fates, actedOn: share(fates.fixed, decided) };
}

function placesOf(cells: readonly Cell[], nameOf: (cell: Cell) => string): PlaceGroup[] {
  const names = [...new Set(cells.map(nameOf))].sort(compareText);
  const byName = new Map(names.map((name) => [name, [] as Cell[]]));
  for (const cell of cells) byName.get(nameOf(cell))?.push(cell);
  return [...byName].map(([name, own]) => ({
    ...groupOf(name, own, () => true),
    pullRequests: sumOf(own, (cell) => cell.all),
    reviewed: sumOf(own, (cell) => cell.threads.length),
    usd: dollars(sumOf(own, (cell) => sumOf(cell.cost, (one) => one))),
    coverage: coverageOf(own),
  }));
}

/** Not hidden where cases are few: it counts pull requests, not opinions. */
function coverageOf(cells: readonly Cell[]): Share {
  const covered = sumOf(cells, (cell) => cell.covered);
  const known = covered + sumOf(cells, (cell) => cell.uncovered);
  return { value: known === 0 ? null : covered / known, cases: known };
}

function share(part: number, cases: number): Share {
  return { value: cases < FEWEST_CASES ? null : part / cases, cases };
}

function medianOf(ordered: readonly number[]): Median {
  return { median: percentile(ordered, 0.5), cases: ordered.length };
}

/** The smallest that at least this share does not exceed. */
function percentile(ordered: readonly number[], part: number): number | null {
  return ordered[Math.max(0, Math.ceil(ordered.length * part) - 1)] ?? null;
}

function inDollars({ median, cases }: Median): Median {
  return { median: median === null ? null : dollars(median), cases };
}

function dollars(hundredthsOfCents: number): number {
  return hundredthsOfCents / 10_000;
}
