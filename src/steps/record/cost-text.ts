import { percentText } from '../../percent-text';
import { sumOf } from '../../sum-of';
import type { ReviewRecord } from './review-record';
import { plural } from './status-text';

/** What the run cost and what the cache saved, as Markdown; then what all runs cost, if this is not the first. */
export function costMarkdown({ calls, cost }: Pick<ReviewRecord, 'calls' | 'cost'>): string {
  const asked = calls.length === 0 ? 'the model was not asked' : `${usdMarkdown(cost)}${cacheShare(cost)}`;
  const all = cost.pullRequestUsd;
  return all === undefined ? asked : `${asked}; ≈ \\$${all.toFixed(4)} in all runs on this pull request`;
}

/** The same for the log, in one sentence. */
export function costLine({ calls, cost }: Pick<ReviewRecord, 'calls' | 'cost'>): string {
  const { usd, pullRequestUsd } = cost;
  const run = usd === null ? 'an amount unknown for this model' : `about $${usd.toFixed(4)}`;
  const all =
    pullRequestUsd === undefined ? '' : `; about $${pullRequestUsd.toFixed(4)} in all runs on this pull request`;
  return `Cost: ${run} for ${plural(calls.length, 'call')}${all}.`;
}

/** USD of calls as the budget counts them: what the sum over all runs can grow by. */
export function knownUsd(calls: ReviewRecord['calls']): number {
  return sumOf(calls, ({ costUsd, countedUsd }) => costUsd ?? countedUsd ?? 0);
}

function usdMarkdown({ usd, uncachedUsd, pricesAsOf }: ReviewRecord['cost']): string {
  if (usd === null || uncachedUsd === null) return 'cost unknown for this model';
  const saved = uncachedUsd.toFixed(4) === usd.toFixed(4) ? '' : ` (\\$${uncachedUsd.toFixed(4)} without the cache)`;
  return `≈ \\$${usd.toFixed(4)} by list prices of ${pricesAsOf}${saved}`;
}

function cacheShare({ cacheShare: share }: ReviewRecord['cost']): string {
  return share === 0 ? '' : `; ${percentText(share)} of input read from the cache`;
}
