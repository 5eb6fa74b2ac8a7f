import { inFull, isSecondPassError } from '../errors';
import type { FixWorld } from '../fix-world';
import { spentOfDay, startOfDay, usdTag } from '../steps/request/day-budget';
import { spentOfSession } from '../steps/session/session';
import type { FixSettings } from '../steps/settings/fix-settings';
import { answersIn } from '../steps/texts/answer';
import { REFUSALS } from '../steps/texts/gate-text';
import { sumOf } from '../sum-of';
import type { Ongoing } from './ongoing';

/** Why the day has nothing left; null while it has. Where the service does not tell, nobody knows, so nothing is spent. */
export async function spendable(
  { budgetUsdPerDay, budgetUsd }: FixSettings,
  { pipelines, run, clock, log }: FixWorld,
): Promise<{ check: string; why: string } | null> {
  if (budgetUsdPerDay === null || run.definitionId === '') return null;
  try {
    const spent = spentOfDay(await pipelines.tagsSince(run.definitionId, startOfDay(clock.now())), run.buildId);
    const isLeft = spent < budgetUsdPerDay && spent + (budgetUsd ?? 0) <= budgetUsdPerDay;
    return isLeft ? null : { check: 'budget', why: REFUSALS.dayBudget(spent, budgetUsdPerDay) };
  } catch (error) {
    if (!isSecondPassError(error) || error.status === undefined) throw error;
    log.warn(`What was spent today could not be looked up: ${inFull(error)}`);
    return { check: 'budget', why: 'What was spent today could not be looked up.' };
  }
}

/** Why the session of a branch of ours has nothing left; null while it has. */
export async function sessionSpent(
  { budgetUsdPerSession, budgetUsd }: FixSettings,
  { host, run }: FixWorld,
  { pullRequestId, session }: Ongoing,
): Promise<{ check: string; why: string } | null> {
  if (budgetUsdPerSession === null) return null;
  const place = host(run.repositoryId, pullRequestId);
  const { iteration, self } = await place.pullRequest();
  const { threads } = await place.conversation(iteration.id);
  const spent = spentOfSession(session, answersIn(threads, self.id));
  const isLeft = spent < budgetUsdPerSession && spent + (budgetUsd ?? 0) <= budgetUsdPerSession;
  return isLeft ? null : { check: 'budget', why: REFUSALS.sessionBudget(spent, budgetUsdPerSession) };
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
