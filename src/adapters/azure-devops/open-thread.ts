import type { HostWrite, Thread, ThreadPlace, Written } from '../../ports/code-host';
import { checkLength } from './comment-length';
import type { HostContext } from './context';
import { readThreads, trackingIds } from './conversation';
import { rememberComment } from './known';
import { sendSurely } from './retry-write';
import { thread } from './shapes';

type OpenThread = Extract<HostWrite, { kind: 'openThread' }>;

/** Opens a thread; found again, and not opened twice, when the answer was lost. */
export async function openThread(context: HostContext, write: OpenThread): Promise<Written> {
  checkLength(write.content);
  const body = await threadBody(context, write);
  const path = context.place.pullRequest('threads');
  const call = { method: 'POST', path, route: 'pullRequests/{id}/threads', body, shape: thread } as const;
  const written = await sendSurely(context, {
    send: async () => {
      const answer = await context.rest.json(call);
      return { threadId: answer.id, commentId: answer.comments?.[0]?.id ?? 1 };
    },
    findAgain: () => findThread(context, write),
  });
  rememberComment(context.known, written.threadId, written.commentId);
  return written;
}

async function threadBody(context: HostContext, write: OpenThread): Promise<object> {
  const comment = { parentCommentId: 0, content: write.content, commentType: 'text' };
  const body = { comments: [comment], status: write.status, properties: write.properties };
  if (!write.place) return body;
  const id = trackingIds(await context.changes.of(write.iteration)).get(write.place.path);
  return {
    ...body,
    threadContext: threadContext(write.place),
    pullRequestThreadContext: {
      // Without the file's own id the service would track another file; without any it has to guess.
      ...(id === undefined ? {} : { changeTrackingId: id }),
      iterationContext: { firstComparingIteration: write.iteration, secondComparingIteration: write.iteration },
    },
  };
}

/** Offsets are 1-based UTF-16 columns with an exclusive end, so a whole line ends one behind its length. */
function threadContext({ path, range, endLineLength }: ThreadPlace): object {
  const filePath = `/${path}`;
  if (!range) return { filePath };
  const start = { line: range.startLine, offset: 1 };
  const end = { line: range.endLine, offset: (endLineLength ?? 0) + 1 };
  if (range.side === 'old') return { filePath, leftFileStart: start, leftFileEnd: end };
  return { filePath, rightFileStart: start, rightFileEnd: end };
}

/** Ours is what we wrote, was not there before, and has the same properties; without any, the same text. */
async function findThread(
  context: HostContext,
  write: OpenThread,
): Promise<{ threadId: number; commentId: number } | null> {
  const [all, self] = await Promise.all([readThreads(context), context.self()]);
  const wanted = Object.entries(write.properties);
  const isSame = (found: Thread) =>
    wanted.length > 0
      ? wanted.every(([key, value]) => found.properties[key] === value)
      : found.comments[0]?.content === write.content;
  const isOurs = (found: Thread) => found.comments[0]?.author.id === self.id && !found.isDeleted;
  const found = all.find((each) => !context.known.threads.has(each.id) && isOurs(each) && isSame(each));
  return found ? { threadId: found.id, commentId: found.comments[0]?.id ?? 1 } : null;
}
