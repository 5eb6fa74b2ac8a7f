import type { PullRequest } from '../ports/code-host';
import type { CommitId } from '../ports/repository';
import type { Change } from '../steps/scope/change';
import type { Gap } from '../steps/scope/gap';
import type { Settings } from '../steps/settings/settings';
import { nameOfRun } from '../steps/threads/begun';
import { claimOf, rivalOf } from '../steps/threads/claim';
import type { Recollection } from '../steps/threads/own-threads';
import { recallAgain } from '../steps/threads/recall-again';
import type { Since } from '../steps/triage/changed-since';
import { type Circumstance, whySuperseded, whyYields } from '../steps/verdict/situation';
import type { World } from '../world';
import { changedSince } from './changed-since';
import { pullRequestWithMerge, readMerge } from './read-merge';
import { withoutKilled } from './without-killed';

/**
 * What is new since the last review, and what became of the pull request during this one, its merge included; `stop`: nothing may be
 * written.
 */
export async function lookAgain(
  settings: Settings,
  world: World,
  before: PullRequest,
  claimed: Recollection,
  change: Change,
): Promise<{
  past: Recollection;
  since: Since;
  heardAt: number;
  gaps: readonly Gap[];
  merge?: CommitId | undefined;
  stop?: Circumstance;
}> {
  const since = await changedSince(settings, world, claimed.memory.reviewed, before.iteration, change);
  const [pullRequest, conversation] = await Promise.all([
    pullRequestWithMerge(world),
    world.host.conversation(before.iteration.id),
  ]);
  const past = await withoutKilled(settings, world, pullRequest, recallAgain(conversation, pullRequest, claimed));
  const stop = whySuperseded(before, pullRequest) ?? whyYielded(settings, world, pullRequest, past);
  if (stop) return { past, since, heardAt: world.host.now(), gaps: [], stop };
  const leftOut = change.scope.skipped.filter(({ missed }) => !missed);
  const gaps = await readMerge(settings, world, pullRequest.iteration, { leftOut, named: change.hideInPath });
  return { past, since, heardAt: world.host.now(), gaps, merge: pullRequest.iteration.merge?.commit };
}

/** Set when another run has claimed the pull request since; runs that write nothing claim nothing, and what has ended yields no more. */
function whyYielded(
  settings: Settings,
  { run }: Pick<World, 'run'>,
  { iteration }: PullRequest,
  { memories, begun }: Recollection,
): Circumstance | undefined {
  if (begun.some(({ by, isOver }) => isOver && by === nameOfRun(run))) return undefined;
  const rival = settings.runMode === 'publish' ? rivalOf(claimOf(run, iteration, settings), memories) : undefined;
  return rival && whyYields(rival, iteration.id);
}
