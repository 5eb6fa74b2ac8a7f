import { spentByThisRun } from '../budget/spent';
import type { Conclusion, RunEnd } from '../steps/conclusion/conclusion';
import { planConclusion } from '../steps/conclusion/plan-conclusion';
import { withUnwritten } from '../steps/conclusion/unwritten';
import type { ReviewRecord } from '../steps/record/review-record';
import { threadsLine } from '../steps/record/would-write';
import type { Settings } from '../steps/settings/settings';
import type { World } from '../world';
import { carryOut } from './carry-out';

/** The last words of a run, as planned; what cannot be written of them is told in the record, and undoes nothing. */
export async function conclude(settings: Settings, world: World, conclusion: Conclusion): Promise<ReviewRecord> {
  const notes = [...(conclusion.notes ?? []), ...(world.told?.() ?? [])];
  const { record, writes, shortComment } = planConclusion(settings, { ...conclusion, notes }, endOf(world));
  if (conclusion.failed) world.log.info(threadsLine(record));
  const unwritten = await carryOut(writes, world.host);
  const isCommentLost = unwritten.some(({ write }) => write === writes[0]);
  if (isCommentLost && shortComment) await carryOut([shortComment], world.host);
  return withUnwritten(record, unwritten, writes.length);
}

export function endOf(world: World): RunEnd {
  const { run, calls, sent } = world;
  const spent = spentByThisRun(world);
  const ended = { endedAt: world.clock.now(), toldAt: world.host.now() };
  return { run, ...ended, calls, sent, stages: world.stages(), spent };
}
