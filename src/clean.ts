import { conclude } from './conclude';
import type { Thread } from './ports/code-host';
import type { RunRecord } from './steps/record/record';
import type { Settings } from './steps/settings/settings';
import { PROPERTY } from './steps/threads/own-threads';
import type { World } from './world';

/** Run mode `clean`: takes back what this identity wrote under this name; what people answered to stays. */
export async function clean(settings: Settings, world: World): Promise<RunRecord> {
  const pullRequest = await world.host.pullRequest();
  const { threads } = await world.host.conversation(pullRequest.iteration.id);
  const ours = threads.filter(
    ({ comments, properties, isDeleted }) =>
      !isDeleted && comments[0]?.author.id === pullRequest.self.id && properties[PROPERTY.name] === settings.name,
  );
  const answered = ours.filter((thread) => hasReply(thread, pullRequest.self.id));
  const removed = ours.filter((thread) => !answered.includes(thread));
  for (const thread of removed) await removeThread(world, thread, pullRequest.self.id);
  for (const thread of answered)
    await world.host.apply({ kind: 'setThreadStatus', threadId: thread.id, status: 'closed' });
  if (settings.vote !== 'off') await world.host.apply({ kind: 'vote', value: 0 });
  const text = `Removed ${removed.length} threads; ${answered.length} with replies were closed and left.`;
  return conclude(settings, world, { situation: 'otherRunMode', problems: [text], pullRequest });
}

function hasReply({ comments }: Thread, selfId: string): boolean {
  return comments.some(({ author, isText, isDeleted }) => isText && !isDeleted && author.id !== selfId);
}

async function removeThread({ host, signal }: World, { id, comments }: Thread, selfId: string): Promise<void> {
  for (const comment of comments.filter(({ author, isDeleted }) => author.id === selfId && !isDeleted)) {
    signal.throwIfAborted();
    await host.apply({ kind: 'deleteComment', threadId: id, commentId: comment.id });
  }
}
