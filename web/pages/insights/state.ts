import type { Aggregate } from '../../../src/steps/insights/aggregate';
import type { RepositoryUse } from '../../../src/steps/insights/repository-use';

/** What the reader chose to see; it stands in the host's hash. */
export interface InsightsView {
  part: 'figures' | 'coverage';
  weeks: (typeof WINDOWS)[number];
  /** Names; empty: all. */
  repositories: readonly string[];
}

export const WINDOWS = [4, 12, 26] as const;

export interface InsightsState {
  content: InsightsContent;
  /** Read when the reader first looks at it. */
  use: UseContent;
  view: InsightsView;
  /** Seconds for which the service asked us to wait; 0 for none. */
  patience: number;
  /** Ends with a slash. */
  projectUrl: string;
}

export type InsightsContent =
  | { kind: 'loading'; waitingFor: string }
  | { kind: 'trouble'; trouble: string; what: string }
  | { kind: 'figures'; aggregate: Aggregate; from: FiguresFrom };

export type FiguresFrom =
  | { kind: 'nightly'; runId: number }
  | { kind: 'live'; read: number; of: number; isReading: boolean };

export type UseContent =
  | { kind: 'unread' }
  | { kind: 'loading' }
  | { kind: 'trouble'; trouble: string }
  | { kind: 'use'; repositories: readonly RepositoryUse[] };

export interface InsightsActs {
  look(change: Partial<InsightsView>): void;
  stop(): void;
  again(): void;
}

export const USUAL_VIEW: InsightsView = { part: 'figures', weeks: 12, repositories: [] };

export function viewOfHash(hash: string): InsightsView {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  return {
    part: given.get('part') === 'coverage' ? 'coverage' : 'figures',
    weeks: WINDOWS.find((weeks) => String(weeks) === given.get('weeks')) ?? USUAL_VIEW.weeks,
    repositories: given
      .getAll('repository')
      .map((name) => name.slice(0, 300))
      .slice(0, 100),
  };
}

export function hashOfView({ part, weeks, repositories }: InsightsView): string {
  const pairs: [string, string][] = [
    ...(part === 'coverage' ? [['part', part] as [string, string]] : []),
    ...(weeks === USUAL_VIEW.weeks ? [] : [['weeks', String(weeks)] as [string, string]]),
    ...repositories.map((name): [string, string] => ['repository', name]),
  ];
  return new URLSearchParams(pairs).toString();
}
