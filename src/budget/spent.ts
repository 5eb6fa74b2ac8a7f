import { knownUsd } from '../steps/record/cost-text';
import type { Spent } from '../steps/threads/memory';
import type { Recollection } from '../steps/threads/own-threads';
import { spentByOthers } from '../steps/threads/spent-by-others';
import { sumOf } from '../sum-of';
import type { World } from '../world';

/** What this run spent so far, as the pull request keeps it. */
export function spentByThisRun({ run, calls }: Pick<World, 'run' | 'calls'>): Spent {
  return { run: run.id, startedAt: run.startedAt, usd: knownUsd(calls) };
}

/** USD that counts on the pull request before this run: a cap of the policy cannot be had once more under another name. */
export function spentBefore(world: Pick<World, 'run' | 'calls' | 'host'>, { elsewhere, ...own }: Recollection): number {
  const ledgers = [own, ...(world.run.policy === undefined ? [] : elsewhere)];
  return sumOf(ledgers, (ledger) => spentByOthers(ledger, spentByThisRun(world), world.host.now()));
}
