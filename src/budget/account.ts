import { SecondPassError } from '../errors';
import { amount } from '../steps/pricing/amount';
import type { Prices } from '../steps/pricing/pricing';
import type { CallLog } from './call-log';
import type { Cap } from './cap';

/** What every payment needs: prices, the cap, the log of calls. */
export interface Account {
  settings: Prices;
  cap: Cap;
  log: CallLog;
  /** Chunks of the review, as planned. */
  parts: number;
}

export function overBudget(label: string, usd: number, left: number): SecondPassError {
  return new SecondPassError({
    kind: 'budget',
    code: 'budget',
    message: `${label} was not asked: it may cost ${amount(usd)}, and ${amount(left)} of the budget is left.`,
    advice: 'Raise `budgetUsd` or `budgetUsdPerPullRequest`, exclude files, or choose a cheaper model.',
  });
}
