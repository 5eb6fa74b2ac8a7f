import type { Effort } from '../../ports/model';
import type { Settings } from '../settings/settings';

export const FIVE_MINUTES = 5 * 60_000;
/** The five minutes count from the start of the sweep; the critique needs some of them. */
const SLOW_SWEEP = 3.5 * 60_000;

/** How long a model is likely to think and write, by effort, and what a thousand tokens of prompt add. In milliseconds. */
const THINKING: Readonly<Record<Effort, number>> = {
  low: 20_000,
  medium: 60_000,
  high: 180_000,
  xhigh: 300_000,
  max: 600_000,
};
const PER_THOUSAND_TOKENS = 1500;

export interface SweepAhead {
  effort: Effort;
  promptTokens: number;
  /** The slowest sweep of this run so far, in milliseconds; undefined before the first. */
  slowestSweep: number | undefined;
}

/** How long the provider keeps what both passes share: an hour costs 0.75 of the prompt more, a miss 1.2 of it; `none` where a miss is likely. */
export function contentTtl(
  { contentCacheTtl }: Pick<Settings, 'contentCacheTtl'>,
  { effort, promptTokens, slowestSweep }: SweepAhead,
): '5m' | '1h' | 'none' {
  const guess = THINKING[effort] + (promptTokens / 1000) * PER_THOUSAND_TOKENS;
  if (contentCacheTtl === 'auto') return Math.max(guess, slowestSweep ?? 0) > SLOW_SWEEP ? '1h' : '5m';
  return (slowestSweep ?? guess) >= FIVE_MINUTES ? 'none' : '5m';
}
