import type { PullRequest } from '../ports/code-host';
import type { Settings } from '../steps/settings/settings';
import { othersAtWork } from '../steps/threads/others-at-work';
import type { Recollection } from '../steps/threads/own-threads';
import { recallAgain } from '../steps/threads/recall-again';
import type { World } from '../world';

/**
 * A run that was killed never says that it is over: of those that would be waited for, the service is asked whether they still work.
 * Whatever such a run wrote last, it wrote before the service said so, and it is read after that.
 */
export async function withoutKilled(
  settings: Settings | null,
  { host, run }: Pick<World, 'host' | 'run'>,
  pullRequest: PullRequest,
  past: Recollection,
): Promise<Recollection> {
  const others = othersAtWork(past.begun, run, pullRequest, settings, host.now());
  const ended = await Promise.all(others.map(async (one) => ((await host.hasEnded?.(one.page)) ? [one.by] : [])));
  const killed = new Set(ended.flat());
  if (killed.size === 0) return past;
  const now = recallAgain(await host.conversation(pullRequest.iteration.id), pullRequest, past);
  return { ...now, begun: now.begun.map((one) => (killed.has(one.by) ? { ...one, isOver: true } : one)) };
}
