import type { HostWrite, Written } from '../../ports/code-host';
import { checkLength } from './comment-length';
import type { HostContext } from './context';
import { commentOf } from './conversation';
import { rememberComment } from './known';
import { sendSurely } from './retry-write';
import { comments, created } from './shapes';

type Reply = Extract<HostWrite, { kind: 'reply' }>;

/** Adds a comment to a thread; found again by its text when the answer was lost. */
export async function reply(context: HostContext, write: Reply): Promise<Written> {
  checkLength(write.content);
  const { threadId } = write;
  const call = {
    method: 'POST',
    path: context.place.pullRequest(`threads/${threadId}/comments`),
    route: 'pullRequests/{id}/threads/{id}/comments',
    body: { content: write.content, parentCommentId: 1, commentType: 'text' },
    shape: created,
  } as const;
  const written = await sendSurely(context, {
    send: async () => ({ threadId, commentId: (await context.rest.json(call)).id }),
    findAgain: () => findReply(context, write),
  });
  rememberComment(context.known, threadId, written.commentId);
  return written;
}

async function findReply(
  context: HostContext,
  { threadId, content }: Reply,
): Promise<{ threadId: number; commentId: number } | null> {
  const path = context.place.pullRequest(`threads/${threadId}/comments`);
  const route = 'pullRequests/{id}/threads/{id}/comments';
  const [all, self] = await Promise.all([
    context.rest.json({ method: 'GET', path, route, shape: comments }),
    context.self(),
  ]);
  const before = context.known.threads.get(threadId) ?? 0;
  const isNew = ({ id, author, isDeleted }: ReturnType<typeof commentOf>) =>
    id > before && author.id === self.id && !isDeleted;
  const found = all.map(commentOf).find((comment) => isNew(comment) && comment.content === content);
  return found ? { threadId, commentId: found.id } : null;
}
