import { grouped } from '../../grouped';
import { compareText } from '../diff/compare-text';
import { CATEGORIES } from '../prompt/candidate';
import { SEVERITY_ORDER } from '../triage/severity-order';
import { FATES, type PullRequestFacts, SOURCES } from './pull-request-facts';

/** What one repository adds in one week. */
export interface Cell {
  repository: string;
  week: string;
  all: number;
  completed: number;
  /** Completed with an open blocker. */
  wentIn: number;
  covered: number;
  uncovered: number;
  /** Finding threads of each reviewed pull request. */
  threads: readonly number[];
  /** Hundredths of a cent that each pull request with a tracking comment has cost. */
  cost: readonly number[];
  /** Index of severity, category, source and fate; then how many. */
  findings: readonly (readonly [severity: number, category: number, source: number, fate: number, count: number])[];
  /** Minutes to our word that it is fixed, and to the last change where there is none. */
  fixed: readonly number[];
  changed: readonly number[];
}

/** Figures of many pull requests: small enough for a page, and whole enough to be filtered there. */
export interface Aggregate {
  /** ISO 8601. */
  madeAt: string;
  cells: readonly Cell[];
  /** Accounts whose threads were counted. */
  identities: readonly { id: string; name: string }[];
  leftOut: {
    /** Pull requests that there are besides, as far as it is known. */
    pullRequests: number;
    /** Threads with our marks that do not count. */
    threads: number;
    /** Repositories that could not be read. */
    repositories: readonly string[];
  };
}

export interface Missing {
  pullRequests: number;
  repositories: readonly string[];
}

export function aggregateOf(facts: readonly PullRequestFacts[], madeAt: string, missing: Missing): Aggregate {
  const groups = grouped(facts, ({ week, repository }) => `${week} ${repository}`);
  const identities = new Map(facts.flatMap(({ writers }) => writers.map(({ id, name }) => [id, name])));
  return {
    madeAt,
    cells: [...groups].sort(([a], [b]) => compareText(a, b)).map(([, group]) => cellOf(group)),
    identities: [...identities].sort(([a], [b]) => compareText(a, b)).map(([id, name]) => ({ id, name })),
    leftOut: {
      pullRequests: missing.pullRequests,
      threads: facts.reduce((sum, { leftOut }) => sum + leftOut, 0),
      repositories: [...missing.repositories].sort(compareText),
    },
  };
}

function cellOf(group: readonly PullRequestFacts[]): Cell {
  const [{ repository = '', week = '' } = {}] = group;
  const completed = group.filter(({ state }) => state === 'completed');
  const findings = group.flatMap((one) => one.findings);
  const minutes = (isApproximate: boolean) =>
    ascending(findings.flatMap((one) => (one.isApproximate === isApproximate ? (one.minutes ?? []) : [])));
  return {
    repository,
    week,
    all: group.length,
    completed: completed.length,
    wentIn: completed.filter(hasOpenBlocker).length,
    covered: group.filter(({ isCovered }) => isCovered === true).length,
    uncovered: group.filter(({ isCovered }) => isCovered === false).length,
    threads: ascending(group.filter(({ isReviewed }) => isReviewed).map((one) => one.findings.length)),
    cost: ascending(group.filter(({ spentUsd }) => spentUsd > 0).map(({ spentUsd }) => Math.round(spentUsd * 10_000))),
    findings: countedFindings(group),
    fixed: minutes(false),
    changed: minutes(true),
  };
}

function hasOpenBlocker({ findings }: PullRequestFacts): boolean {
  return findings.some(({ severity, fate }) => severity === 'blocker' && fate === 'open');
}

function countedFindings(group: readonly PullRequestFacts[]): Cell['findings'] {
  const counts = new Map<string, number>();
  for (const { severity, category, source, fate } of group.flatMap(({ findings }) => findings)) {
    const key = [
      SEVERITY_ORDER.indexOf(severity),
      CATEGORIES.indexOf(category),
      SOURCES.indexOf(source),
      FATES.indexOf(fate),
    ];
    counts.set(key.join(), (counts.get(key.join()) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, number]) => {
      const [severity = 0, category = 0, source = 0, fate = 0] = key.split(',').map(Number);
      return [severity, category, source, fate, number];
    });
}

export function ascending(numbers: readonly number[]): number[] {
  return [...numbers].sort((a, b) => a - b);
}
