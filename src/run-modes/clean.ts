import { isSecondPassError } from '../errors';
import type { HostWrite, PullRequest, Thread } from '../ports/code-host';
import { conclude, concludeFailure } from '../stages/conclude';
import type { RunRecord } from '../steps/record/record';
import { plural } from '../steps/record/status-text';
import type { Settings } from '../steps/settings/settings';
import { PROPERTY } from '../steps/threads/own-threads';
import type { World } from '../world';

/**
 * Run mode `clean`: takes back what this identity wrote under this name; a thread that people answered in is closed and
 * left. A second run finds nothing to do, and one that was broken off is finished by the next.
 */
export async function clean(settings: Settings, world: World): Promise<RunRecord> {
  try {
    const pullRequest = await world.host.pullRequest();
    const { threads } = await world.host.conversation(pullRequest.iteration.id);
    const plan = threads.flatMap((thread) => planThread(thread, pullRequest.self.id, settings.name));
    const writes = [...takeBackVerdict(pullRequest, settings, world, plan.length > 0), ...plan.flatMap(writesOf)];
    const notes = await carryOut(writes, world);
    const problems = [headline(plan, notes.length), ...notes];
    return await conclude(settings, world, {
      situation: notes.length === 0 ? 'otherRunMode' : 'setUpAtFault',
      problems,
      pullRequest,
    });
  } catch (error) {
    // Nothing new is written in a mode that takes away.
    return concludeFailure(settings, { ...world, host: { ...world.host, apply: async () => ({}) } }, error);
  }
}

interface ThreadPlan {
  fate: 'removed' | 'closed';
  writes: readonly HostWrite[];
}

const writesOf = ({ writes }: ThreadPlan) => writes;

/** The tracking comment goes even if people answered below it: it is the memory of earlier runs. */
function planThread(thread: Thread, selfId: string, name: string): ThreadPlan[] {
  const { id, comments, properties, status } = thread;
  const isOurs = comments[0]?.author.id === selfId && properties[PROPERTY.name] === name;
  const own = comments.filter(({ author, isDeleted }) => author.id === selfId && !isDeleted);
  if (!isOurs || thread.isDeleted || own.length === 0) return [];
  const isAnswered = comments.some(({ author, isText, isDeleted }) => isText && !isDeleted && author.id !== selfId);
  if (isAnswered && properties[PROPERTY.kind] !== 'tracking') {
    if (status === 'closed') return [];
    return [{ fate: 'closed', writes: [{ kind: 'setThreadStatus', threadId: id, status: 'closed' }] }];
  }
  const writes = own.map((comment): HostWrite => ({ kind: 'deleteComment', threadId: id, commentId: comment.id }));
  return [{ fate: 'removed', writes }];
}

/** First, so that a run that is broken off leaves no verdict without its reasons. A status cannot be taken away, only replaced. */
function takeBackVerdict(
  { state, iteration }: PullRequest,
  { name }: Settings,
  { run }: World,
  isAnythingLeft: boolean,
): HostWrite[] {
  if (state !== 'active') return [];
  const targetUrl = run.url === '' ? {} : { targetUrl: run.url };
  const description = 'No verdict: the review was taken back (runMode clean)';
  const status = {
    kind: 'status',
    iteration: iteration.id,
    name,
    state: 'pending',
    description,
    ...targetUrl,
  } as const;
  return [...(isAnythingLeft ? [status] : []), { kind: 'vote', value: 0 }];
}

/** One after the other; what cannot be written is told and does not stop the others. */
async function carryOut(writes: readonly HostWrite[], { host, signal }: World): Promise<string[]> {
  const failed: string[] = [];
  for (const write of writes) {
    signal.throwIfAborted();
    try {
      await host.apply(write);
    } catch (error) {
      if (!isSecondPassError(error) || error.code === 'unauthorized') throw error;
      failed.push(`Could not write (${write.kind}): ${error.message} ${error.advice}`.trim());
    }
  }
  return [...new Set(failed)];
}

function headline(plan: readonly ThreadPlan[], failures: number): string {
  const count = (fate: ThreadPlan['fate']) => plan.filter((one) => one.fate === fate).length;
  if (failures > 0) return `Not everything could be taken back: ${plural(failures, 'write')} failed.`;
  if (plan.length === 0) return 'There is nothing to take back.';
  return `Taken back: ${plural(count('removed'), 'thread')} removed, ${count('closed')} with answers of people closed and left.`;
}
