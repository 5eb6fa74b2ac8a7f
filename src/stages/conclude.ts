import { spentByThisRun } from '../budget/spent';
import type { HostWrite } from '../ports/code-host';
import type { Conclusion, RunEnd } from '../steps/conclusion/conclusion';
import { type LastWords, planConclusion } from '../steps/conclusion/plan-conclusion';
import { type Unwritten, withUnwritten } from '../steps/conclusion/unwritten';
import type { ReviewRecord } from '../steps/record/review-record';
import { threadsLine } from '../steps/record/would-write';
import type { Settings } from '../steps/settings/settings';
import type { World } from '../world';
import { carryOut } from './carry-out';

/** The last words of a run, as planned; what cannot be written of them is told in the record, and undoes nothing. */
export async function conclude(settings: Settings, world: World, conclusion: Conclusion): Promise<ReviewRecord> {
  const notes = [...(conclusion.notes ?? []), ...(world.told?.() ?? [])];
  const { record, writes, withoutComment } = planConclusion(settings, { ...conclusion, notes }, endOf(world));
  // A change without a pull request has no threads.
  if (conclusion.failed && record.pullRequest?.webUrl !== '') world.log.info(threadsLine(record));
  const unwritten = withoutComment
    ? await carryOutFrom(writes, withoutComment, world)
    : await carryOut(writes, world.host);
  return withUnwritten(record, unwritten, writes.length);
}

/** The tracking comment first, at least in short: what follows speaks of the memory behind it. */
async function carryOutFrom(
  [comment, ...others]: readonly HostWrite[],
  { short, others: othersWithout }: NonNullable<LastWords['withoutComment']>,
  { host }: World,
): Promise<Unwritten[]> {
  const lost = comment ? await carryOut([comment], host) : [];
  const isForgotten = lost.length > 0 && (await carryOut([short], host)).length > 0;
  return [...lost, ...(await carryOut(isForgotten ? othersWithout : others, host))];
}

export function endOf(world: World): RunEnd {
  const { run, calls, sent } = world;
  const spent = spentByThisRun(world);
  const ended = { endedAt: world.clock.now(), toldAt: world.host.now() };
  return { run, ...ended, calls, sent, stages: world.stages(), spent };
}
