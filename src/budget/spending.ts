import { knownUsd } from '../steps/record/cost-text';
import type { Spending } from '../steps/threads/memory';
import type { World } from '../world';

/** What this run spent so far, as the pull request's ledger keeps it. */
export function spendingOf({ run, calls }: Pick<World, 'run' | 'calls'>): Spending {
  return { run: run.id, startedAt: run.startedAt, usd: knownUsd(calls) };
}
