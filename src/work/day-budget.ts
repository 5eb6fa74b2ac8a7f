import { inFull, isSecondPassError } from '../errors';
import type { FixWorld } from '../fix-world';
import { spentOfDay, startOfDay, usdTag } from '../steps/request/day-budget';
import type { FixSettings } from '../steps/settings/fix-settings';
import { REFUSALS } from '../steps/texts/gate-text';
import { sumOf } from '../sum-of';

/** Why the day has nothing left; null while it has. Where the service does not tell, nobody knows, so nothing is spent. */
export async function spendable(
  { budgetUsdPerDay, budgetUsd }: FixSettings,
  { pipelines, run, now, log }: FixWorld,
): Promise<{ check: string; why: string } | null> {
  if (budgetUsdPerDay === null || run.definitionId === '') return null;
  try {
    const today = () => pipelines.tagsSince(run.definitionId, startOfDay(now()));
    const asked = startOfDay(now());
    const tags = await today();
    // The first answer may have told which day it is.
    const spent = spentOfDay(asked === startOfDay(now()) ? tags : await today(), run.buildId);
    const isLeft = spent < budgetUsdPerDay && spent + (budgetUsd ?? 0) <= budgetUsdPerDay;
    return isLeft ? null : { check: 'budget', why: REFUSALS.dayBudget(spent, budgetUsdPerDay) };
  } catch (error) {
    if (!isSecondPassError(error) || error.status === undefined) throw error;
    log.warn(`What was spent today could not be looked up: ${inFull(error)}`);
    return { check: 'budget', why: 'What was spent today could not be looked up.' };
  }
}

/** What this run was charged, and what it may have been charged. */
export function spentSoFar({ calls }: Pick<FixWorld, 'calls'>): number {
  return sumOf(calls, ({ costUsd, countedUsd }) => costUsd ?? countedUsd ?? 0);
}

/** Tells the runs after this one what it may spend, and at its end what it did. */
export async function reserve({ budgetUsd }: FixSettings, world: FixWorld): Promise<void> {
  if (budgetUsd === null || world.run.buildId === '') return;
  // Untold, the runs after this one would spend the same money again: then this one does not begin.
  await world.pipelines.setTags(world.run.buildId, { add: usdTag(budgetUsd) });
}

export async function settle({ budgetUsd }: FixSettings, world: FixWorld, spent: number): Promise<void> {
  const reserved = budgetUsd === null ? undefined : usdTag(budgetUsd);
  await tag(world, usdTag(spent), reserved);
}

async function tag({ pipelines, run, log }: FixWorld, add: string, remove?: string): Promise<void> {
  if (run.buildId === '') return;
  try {
    await pipelines.setTags(run.buildId, { add, ...(remove === undefined ? {} : { remove }) });
  } catch (error) {
    if (!isSecondPassError(error)) throw error;
    log.warn(`The cost of this run could not be noted for the budget of the day: ${inFull(error)}`);
  }
}
