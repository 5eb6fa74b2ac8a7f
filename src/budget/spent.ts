import { knownUsd } from '../steps/record/cost-text';
import type { Spent } from '../steps/threads/memory';
import type { World } from '../world';

/** What this run spent so far, as the pull request keeps it. */
export function spentByThisRun({ run, calls }: Pick<World, 'run' | 'calls'>): Spent {
  return { run: run.id, startedAt: run.startedAt, usd: knownUsd(calls) };
}
