import type { PullRequest } from '../ports/code-host';
import { isToldAsSuccess } from '../steps/conclusion/conclusion';
import type { ReviewRecord } from '../steps/record/review-record';
import type { Settings } from '../steps/settings/settings';
import { recall } from '../steps/threads/own-threads';
import type { Circumstance } from '../steps/verdict/situation';
import type { World } from '../world';
import { conclude } from './conclude';
import { untilNobodyWrote } from './until-nobody-wrote';
import { withoutKilled } from './without-killed';

/** A pull request that is not reviewed, and why. Where that is told as a success, others under this name may be at work on it. */
export async function leaveOut(
  settings: Settings,
  world: World,
  pullRequest: PullRequest,
  refusal: Circumstance,
): Promise<ReviewRecord> {
  if (!isToldAsSuccess(refusal)) return conclude(settings, world, { ...refusal, pullRequest });
  return untilNobodyWrote(world, async (world) => {
    const conversation = await world.host.conversation(pullRequest.iteration.id);
    const left = recall(conversation, pullRequest, settings.name, world.signingKey);
    const beside = await withoutKilled(null, world, pullRequest, left);
    return conclude(settings, world, { ...refusal, pullRequest, beside });
  });
}
