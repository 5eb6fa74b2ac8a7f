import type { PullRequest } from '../ports/code-host';
import type { ReviewRecord } from '../steps/record/review-record';
import type { Settings } from '../steps/settings/settings';
import type { Recollection } from '../steps/threads/own-threads';
import { planThreads } from '../steps/threads/plan';
import { recallAgain } from '../steps/threads/recall-again';
import type { StoredResult } from '../steps/threads/stored-result';
import { rematch } from '../steps/triage/triage';
import { situationOf } from '../steps/verdict/situation';
import type { World } from '../world';
import { conclude } from './conclude';
import { publish } from './publish';
import { readMergeSince } from './read-merge';
import { untilNobodyWrote } from './until-nobody-wrote';
import { withoutKilled } from './without-killed';

/** This very iteration was reviewed before: its result stands, and what people decided since is counted anew. */
export async function concludeAgain(
  settings: Settings,
  world: World,
  { pullRequest, past, stored }: { pullRequest: PullRequest; past: Recollection; stored: StoredResult },
): Promise<ReviewRecord> {
  const { iteration } = pullRequest;
  const gaps = await readMergeSince(settings, world, stored, pullRequest);
  const went = gaps.length === 0 ? ({ situation: 'reviewed' } as const) : situationOf([], undefined, gaps);
  return untilNobodyWrote(world, async (world, round) => {
    const read = round === 1 ? past : recallAgain(await world.host.conversation(iteration.id), pullRequest, past);
    const now = await withoutKilled(settings, world, pullRequest, read);
    const triaged = rematch(stored.triaged, now.known);
    const threads = { ...pullRequest, ...now, triaged, change: null, gone: stored.gone, reviewed: new Set<string>() };
    const published = await publish(world, planThreads(threads, settings));
    const again = `Iteration ${iteration.id} was reviewed before; the verdict follows from its threads.`;
    const notes = [again, ...published.notes];
    return conclude(settings, world, {
      ...{ ...went, pullRequest, past: now },
      ...stored,
      triaged,
      ...published,
      notes,
    });
  });
}
