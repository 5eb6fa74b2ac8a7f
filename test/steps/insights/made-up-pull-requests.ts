import type { ThreadStatus } from '../../../src/ports/code-host';
import type { ReadPullRequest } from '../../../src/steps/insights/pull-request-facts';
import { CATEGORIES } from '../../../src/steps/prompt/candidate';
import { SEVERITY_ORDER } from '../../../src/steps/triage/severity-order';
import { BOT, findingThread, MINUTE, trackingThread } from './made-up';

const WEEK = 7 * 1_440 * MINUTE;
const FIRST = Date.UTC(2026, 4, 4);
const STATUSES: readonly ThreadStatus[] = ['active', 'fixed', 'fixed', 'fixed', 'wontFix', 'byDesign', 'closed'];

/** Pull requests of a large organisation; the same numbers give the same ones. */
export function madeUpPullRequests(count: number, of: { repositories: number; weeks: number }): ReadPullRequest[] {
  let state = 7;
  const roll = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: count }, (_, index) => {
    const id = index + 1;
    const createdAt = FIRST + roll(of.weeks) * WEEK + roll(5) * 1_440 * MINUTE;
    const repository = `repository-${roll(of.repositories)}`;
    const place = { repositoryId: repository, pullRequestId: id, key: null };
    const isReviewed = roll(10) > 0;
    const threads = Array.from({ length: isReviewed ? roll(4) : 0 }, (_, at) => {
      const status = STATUSES[roll(STATUSES.length)] ?? 'active';
      const replies =
        status === 'fixed' && roll(3) > 0
          ? [{ by: BOT, words: 'Fixed in abc', at: createdAt + roll(5_000) * MINUTE }]
          : [];
      return findingThread(
        {
          ...{ id: at + 2, status, openedAt: createdAt, replies },
          severity: SEVERITY_ORDER[roll(3)] ?? 'warning',
          category: CATEGORIES[roll(6)] ?? 'bug',
        },
        place,
      );
    });
    return {
      ...{ id, repository, repositoryId: repository, createdAt, head: '' },
      state: (['completed', 'completed', 'active', 'abandoned'] as const)[roll(4)] ?? 'active',
      threads: isReviewed ? [trackingThread(1, { spentUsd: roll(2_000) / 10_000 }, place), ...threads] : [],
      statuses: { newest: 2, iterations: roll(5) > 0 && isReviewed ? [1, 2] : [1] },
    };
  });
}
