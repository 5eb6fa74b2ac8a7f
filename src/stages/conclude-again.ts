import type { PullRequest } from '../ports/code-host';
import type { ReviewRecord } from '../steps/record/review-record';
import type { Settings } from '../steps/settings/settings';
import type { Recollection } from '../steps/threads/own-threads';
import { planThreads } from '../steps/threads/plan';
import type { StoredResult } from '../steps/threads/stored-result';
import { rematch } from '../steps/triage/triage';
import type { World } from '../world';
import { conclude } from './conclude';
import { publish } from './publish';

/** This very iteration was reviewed before: its result stands, and what people decided since is counted anew. */
export async function concludeAgain(
  settings: Settings,
  world: World,
  { pullRequest, past, stored }: { pullRequest: PullRequest; past: Recollection; stored: StoredResult },
): Promise<ReviewRecord> {
  const triaged = rematch(stored.triaged, past.known);
  const threads = { ...pullRequest, ...past, triaged, change: null, gone: stored.gone, reviewed: new Set<string>() };
  const plan = planThreads(threads, settings);
  const published = await publish(world, plan);
  const again = `Iteration ${pullRequest.iteration.id} was reviewed before; the verdict follows from its threads.`;
  const notes = [again, ...published.notes];
  return conclude(settings, world, {
    situation: 'reviewed',
    pullRequest,
    past,
    ...stored,
    triaged,
    ...published,
    notes,
  });
}
