import { SecondPassError } from '../errors';
import type { FixWorld } from '../fix-world';
import { readWords } from '../steps/request/read-words';
import type { WorkOrder } from './order';

const LOOK_EVERY = 60_000;

/**
 * A world whose signal also comes when a person says stop, or what the work is for is gone. Looks once a minute; what cannot be
 * read ends nothing.
 */
export function watchRequest(world: FixWorld, order: WorkOrder): { watched: FixWorld; end(): void } {
  const stop = new AbortController();
  const ended = new AbortController();
  void look();
  return { watched: { ...world, signal: AbortSignal.any([world.signal, stop.signal]) }, end: () => ended.abort() };

  async function look(): Promise<void> {
    if (order.request.pullRequestId === null) return;
    while (!ended.signal.aborted && !stop.signal.aborted) {
      await world.clock.sleep(LOOK_EVERY, ended.signal);
      if (ended.signal.aborted) return;
      const why = await whyStop(world, order).catch(() => '');
      if (why !== '') stop.abort(stopped(why));
    }
  }
}

async function whyStop(world: FixWorld, { request, repositoryId, sourceTip }: WorkOrder): Promise<string> {
  const host = world.host(repositoryId, request.pullRequestId ?? 0);
  const { state, iteration, self } = await host.pullRequest();
  if (state !== 'active') return `the pull request is ${state}`;
  if (iteration.source !== sourceTip) return 'the branch moved on';
  const { threads } = await host.conversation(iteration.id);
  const comments = threads.find(({ id }) => id === request.threadId)?.comments ?? [];
  const asked = comments.find(({ id }) => id === request.commentId);
  if (asked === undefined || asked.isDeleted) return 'the request was deleted';
  const isStop = comments.some(
    (one) =>
      one.id > asked.id &&
      one.author.id !== self.id &&
      !one.isDeleted &&
      readWords(one.content, self.id)?.verb === 'stop',
  );
  return isStop ? 'a person said stop' : '';
}

function stopped(why: string): SecondPassError {
  return new SecondPassError({ kind: 'cancelled', code: 'cancelled', message: `The work was stopped: ${why}.` });
}
