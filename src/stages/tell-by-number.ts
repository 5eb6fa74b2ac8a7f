import { isSecondPassError } from '../errors';
import type { FailureEnding } from '../steps/conclusion/failure-ending';
import { planConclusion } from '../steps/conclusion/plan-conclusion';
import type { ReviewRecord } from '../steps/record/review-record';
import type { Settings } from '../steps/settings/settings';
import type { World } from '../world';
import { carryOut } from './carry-out';
import { endOf } from './conclude';

/** A pull request of which nothing but the number is known is told by its status alone; undefined when it could not be. */
export async function tellByNumber(
  settings: Settings,
  world: World,
  ending: FailureEnding,
  whyUnread: unknown,
): Promise<ReviewRecord | undefined> {
  const kind = isSecondPassError(whyUnread) ? whyUnread.kind : undefined;
  if (kind === 'notAPullRequest' || kind === 'notFound') return undefined;
  const notes = world.told?.() ?? [];
  const { record, writes } = planConclusion(settings, { ...ending, isUnread: true, notes }, endOf(world));
  if (writes.length === 0) return undefined;
  const isWritten = await carryOut(writes, world.host).then((unwritten) => unwritten.length === 0, isOutOfTime);
  return isWritten ? record : undefined;
}

/** Even the time for last words is over: the run still ends by itself and says what it knows. */
function isOutOfTime(error: unknown): false {
  if (!isSecondPassError(error)) throw error;
  return false;
}
