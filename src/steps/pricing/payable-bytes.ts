import type { Settings } from '../settings/settings';
import { factsOf } from './models';
import { countedFor, type Prices } from './pricing';

export type Caps = Pick<Settings, 'budgetUsd' | 'budgetUsdPerPullRequest'>;

/** What a run may spend in USD, when other runs on the pull request have spent so much; infinite without a budget. */
export function capOf({ budgetUsd, budgetUsdPerPullRequest }: Caps, spentByOthers: number): number {
  const perPullRequest = budgetUsdPerPullRequest === null ? null : budgetUsdPerPullRequest - spentByOthers;
  return Math.min(budgetUsd ?? Number.POSITIVE_INFINITY, perPullRequest ?? Number.POSITIVE_INFINITY);
}

/**
 * UTF-8 bytes of diff beyond which no budget of this run reaches, whatever happens: as if nothing but the sweep's input were
 * charged, at the price of the cheaper model, with as many bytes in a token as a count could show.
 */
export function payableBytes(
  settings: Prices & Caps & Pick<Settings, 'fallbackModel' | 'batch'>,
  spentByOthers: number,
): number {
  const models = [settings.model, settings.fallbackModel].filter((name) => name !== '');
  const prices = models.map((model) => {
    const usage = { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
    const usd = countedFor(usage, model, settings, settings.batch === 'wait');
    return usd / (2 * factsOf(model, settings).fewestBytesPerToken);
  });
  const cheapest = Math.min(...prices);
  return cheapest === 0 ? Number.POSITIVE_INFINITY : Math.max(0, capOf(settings, spentByOthers)) / cheapest;
}
