import { spentByThisRun } from '../budget/spent';
import type { Conclusion, RunEnd } from '../steps/conclusion/conclusion';
import { planConclusion } from '../steps/conclusion/plan-conclusion';
import type { ReviewRecord } from '../steps/record/review-record';
import type { Settings } from '../steps/settings/settings';
import type { World } from '../world';

/** The last words of a run, as planned. */
export async function conclude(settings: Settings, world: World, conclusion: Conclusion): Promise<ReviewRecord> {
  const { record, writes } = planConclusion(settings, conclusion, endOf(world));
  for (const write of writes) await world.host.apply(write);
  return record;
}

function endOf(world: World): RunEnd {
  const { run, calls, signingKey } = world;
  return { run, endedAt: world.clock.now(), calls, stages: world.stages(), spent: spentByThisRun(world), signingKey };
}
