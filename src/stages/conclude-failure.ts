import { type FailureEnding, failureEnding, isToBeTold, withUntold } from '../steps/conclusion/failure-ending';
import type { ReviewRecord } from '../steps/record/review-record';
import type { Settings } from '../steps/settings/settings';
import { claimOf, isLeftToOthers } from '../steps/threads/claim';
import { listedAsBefore } from '../steps/threads/listed-blockers';
import { recall } from '../steps/threads/own-threads';
import { planThreads } from '../steps/threads/plan';
import type { World } from '../world';
import { conclude } from './conclude';
import { tellByNumber } from './tell-by-number';
import { untilNobodyWrote } from './until-nobody-wrote';

/**
 * A run that ended by a failure: the pull request is told as far as it can be reached, and the record says why. What fails once the
 * run was to end failed for that.
 */
export async function concludeFailure(settings: Settings, world: World, failure: unknown): Promise<ReviewRecord> {
  const error = world.signal.aborted ? world.signal.reason : failure;
  const ending = failureEnding(error);
  if (!isToBeTold(ending)) return conclude(settings, world, ending);
  try {
    return await untilNobodyWrote(world, (world) => tellFailure(settings, world, ending));
  } catch (second) {
    const told = await tellByNumber(settings, world, ending, second);
    return told ?? conclude(settings, world, withUntold(ending, error, second));
  }
}

async function tellFailure(settings: Settings, world: World, ending: FailureEnding): Promise<ReviewRecord> {
  const pullRequest = await world.host.pullRequest();
  const conversation = await world.host.conversation(pullRequest.iteration.id);
  const past = recall(conversation, pullRequest, settings.name, world.signingKey);
  if (pullRequest.state !== 'active') return conclude(settings, world, { ...ending, leftTo: past });
  const isLeft = isLeftToOthers(claimOf(world.run, pullRequest.iteration, settings), past.memories);
  if (isLeft) return conclude(settings, world, { ...ending, situation: 'superseded', isUndecided: true, leftTo: past });
  const triaged = listedAsBefore(past.memory);
  const facts = { ...pullRequest, ...past, triaged, change: null, reviewed: new Set<string>() };
  const operations = planThreads(facts, settings);
  return conclude(settings, world, { ...ending, pullRequest, past, triaged, operations });
}
