import { SecondPassError } from '../../errors';
import type { HostWrite, Written } from '../../ports/code-host';
import { checkLength } from './comment-length';
import type { HostContext } from './context';
import { newestIteration } from './newest-iteration';
import { openThread } from './open-thread';
import { wouldHide } from './posted-statuses';
import { setProperty } from './pull-request-properties';
import { reply } from './reply';
import { sendRepeatable } from './retry-write';
import { anything, comment, created, posted } from './shapes';
import { castVote } from './vote';

type Of<Kind extends HostWrite['kind']> = Extract<HostWrite, { kind: Kind }>;

/** Carries out one write; nothing is ever written twice. */
export async function apply(context: HostContext, write: HostWrite): Promise<Written> {
  switch (write.kind) {
    case 'openThread':
      return openThread(context, write);
    case 'reply':
      return reply(context, write);
    case 'editComment':
      return editComment(context, write);
    case 'setThreadStatus':
      return setThreadStatus(context, write);
    case 'deleteComment':
      return deleteComment(context, write);
    case 'status':
      return postStatus(context, write);
    case 'property':
      return setProperty(context, write);
    case 'vote':
      return castVote(context, write);
  }
}

async function editComment(
  context: HostContext,
  { threadId, commentId, content }: Of<'editComment'>,
): Promise<Written> {
  checkLength(content);
  const path = `threads/${threadId}/comments/${commentId}`;
  const route = 'threads/{id}/comments/{id}';
  const { answer } = await sendRepeatable(context, { method: 'PATCH', path, route, body: { content }, shape: comment });
  context.serviceClock.hear(answer.lastContentUpdatedDate);
  return { threadId, commentId };
}

async function setThreadStatus(context: HostContext, { threadId, status }: Of<'setThreadStatus'>): Promise<Written> {
  const path = `threads/${threadId}`;
  await sendRepeatable(context, { method: 'PATCH', path, route: 'threads/{id}', body: { status }, shape: created });
  return { threadId };
}

/** A comment that is not there (any more) is what was wanted. */
async function deleteComment(context: HostContext, { threadId, commentId }: Of<'deleteComment'>): Promise<Written> {
  const path = `threads/${threadId}/comments/${commentId}`;
  try {
    await sendRepeatable(context, { method: 'DELETE', path, route: 'threads/{id}/comments/{id}', shape: anything });
  } catch (error) {
    if (!(error instanceof SecondPassError) || error.status !== 404) throw error;
  }
  return { threadId, commentId };
}

/** Half a minute of a service that is away: everything else that a run leaves can wait for the next one. */
const STATUS_TRIES = 8;

/**
 * Always on its iteration: with "reset status on new changes" the service refuses any other. The newest one counts, so a success is not
 * posted over what nobody read.
 */
async function postStatus(context: HostContext, write: Of<'status'>): Promise<Written> {
  if (write.state === 'succeeded' && (await wouldHide(context, write.name)))
    return { overtakes: true, isWithheld: true };
  const iterationId = write.iteration ?? (await newestIteration(context));
  const body = {
    state: write.state,
    description: write.description,
    context: { genre: context.statusGenre, name: write.name },
    ...(write.targetUrl ? { targetUrl: write.targetUrl } : {}),
    ...(iterationId === undefined ? {} : { iterationId }),
  };
  const call = { path: 'statuses', route: 'statuses', body, api: 'late', shape: posted } as const;
  // Whatever wait the service asked for: without the last word a policy waits for ever, or an older pass stands.
  const isSentAnyway = write.state !== 'succeeded';
  const { answer } = await sendRepeatable(context, { ...call, method: 'POST', isSentAnyway }, STATUS_TRIES);
  context.serviceClock.hear(answer.creationDate);
  return context.statusNumbers.posted(answer.id) ? { overtakes: true } : {};
}
