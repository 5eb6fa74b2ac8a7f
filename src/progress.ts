import type { Conversation, PullRequest } from './ports/code-host';
import type { ChangedFile } from './steps/diff/changed-file';
import { progressComment } from './steps/record/tracking-comment';
import type { Settings } from './steps/settings/settings';
import { ownThreads, type TrackingComment } from './steps/threads/own-threads';
import { trackingWrite } from './steps/threads/tracking';
import type { World } from './world';

/** Says first that the iteration is under review: a run that dies from here on leaves no older verdict standing. */
export async function announce(settings: Settings, world: World, { iteration }: PullRequest): Promise<Conversation> {
  const targetUrl = world.run.url === '' ? {} : { targetUrl: world.run.url };
  const [conversation] = await Promise.all([
    world.host.conversation(iteration.id),
    world.host.apply({
      kind: 'status',
      iteration: iteration.id,
      name: settings.name,
      state: 'pending',
      description: 'Second Pass is reviewing',
      ...targetUrl,
    }),
  ]);
  return conversation;
}

/** Shows in the tracking comment what is being looked at, and gives the comment that the result will replace. */
export async function showProgress(
  settings: Settings,
  world: World,
  pullRequest: PullRequest,
  conversation: Conversation,
  files: readonly ChangedFile[],
): Promise<TrackingComment | undefined> {
  const sum = (of: (file: ChangedFile) => number) => files.reduce((total, file) => total + of(file), 0);
  const content = progressComment(
    files.length,
    sum(({ added }) => added),
    sum(({ removed }) => removed),
  );
  const [existing] = ownThreads(conversation, pullRequest.self.id, settings.name).tracking;
  const written = await world.host.apply(trackingWrite(content, existing, pullRequest.iteration.id, settings.name));
  if (existing) return { ...existing, content };
  return written.threadId === undefined
    ? undefined
    : { threadId: written.threadId, commentId: written.commentId ?? 1, content };
}
