import type { Thread } from '../../ports/code-host';
import { PROPERTY } from '../threads/properties';

/** What became of a finding's thread. */
export const FATES = ['open', 'fixed', 'wontFix', 'byDesign', 'closed', 'deleted'] as const;
export type ThreadFate = (typeof FATES)[number];

export interface Group {
  name: string;
  findings: number;
  fates: Readonly<Record<ThreadFate, number>>;
  /** Share of the findings people decided on that they fixed; null before the first decision. */
  precision: number | null;
}

/** Figures of many pull requests. None is of a person. */
export interface Statistics {
  pullRequests: number;
  /** Those on which Second Pass has spoken. */
  reviewed: number;
  findingsPerPullRequest: number;
  all: Group;
  bySeverity: readonly Group[];
  byCategory: readonly Group[];
}

interface Fact {
  severity: string;
  category: string;
  fate: ThreadFate;
}

export function statisticsOf(pullRequests: readonly { threads: readonly Thread[] }[]): Statistics {
  const own = pullRequests.map(({ threads }) => threads.filter(({ properties }) => PROPERTY.kind in properties));
  const facts = own.flat().flatMap(factOf);
  const reviewed = own.filter((threads) => threads.length > 0).length;
  return {
    pullRequests: pullRequests.length,
    reviewed,
    findingsPerPullRequest: reviewed === 0 ? 0 : facts.length / reviewed,
    all: groupOf('all', facts),
    bySeverity: grouped(facts, ({ severity }) => severity),
    byCategory: grouped(facts, ({ category }) => category),
  };
}

function factOf({ properties, status, isDeleted, comments }: Thread): Fact[] {
  const { [PROPERTY.severity]: severity, [PROPERTY.category]: category } = properties;
  if (severity === undefined || category === undefined) return [];
  const isGone = isDeleted || comments.every((comment) => comment.isDeleted);
  if (isGone) return [{ severity, category, fate: 'deleted' }];
  const decided = FATES.find((fate) => fate === status);
  return [{ severity, category, fate: decided ?? 'open' }];
}

function grouped(facts: readonly Fact[], nameOf: (fact: Fact) => string): Group[] {
  const names = [...new Set(facts.map(nameOf))].sort();
  return names.map((name) =>
    groupOf(
      name,
      facts.filter((fact) => nameOf(fact) === name),
    ),
  );
}

/** A thread that was merely closed says nothing of the finding, so it counts neither way. */
function groupOf(name: string, facts: readonly Fact[]): Group {
  const count = (fate: ThreadFate) => facts.filter((fact) => fact.fate === fate).length;
  const fates = {
    ...{ open: count('open'), fixed: count('fixed'), wontFix: count('wontFix') },
    ...{ byDesign: count('byDesign'), closed: count('closed'), deleted: count('deleted') },
  };
  const decided = fates.fixed + fates.wontFix + fates.byDesign + fates.deleted;
  return { name, findings: facts.length, fates, precision: decided === 0 ? null : fates.fixed / decided };
}

/** The figures as a table that lines up. */
export function statisticsText({ pullRequests, reviewed, findingsPerPullRequest, ...groups }: Statistics): string {
  const heads = ['', 'findings', ...FATES, 'precision'];
  const rows = [groups.all, ...groups.bySeverity, ...groups.byCategory].map((group) => [
    ...[group.name, String(group.findings), ...FATES.map((fate) => String(group.fates[fate]))],
    group.precision === null ? '-' : `${Math.round(100 * group.precision)} %`,
  ]);
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ');
  const scope = `${reviewed} of ${pullRequests} pull requests reviewed, ${findingsPerPullRequest.toFixed(1)} findings each`;
  return `${[scope, '', line(heads), ...rows.map(line)].join('\n')}\n`;
}
