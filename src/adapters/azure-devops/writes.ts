import { SecondPassError } from '../../errors';
import type { HostWrite, Thread, ThreadPlace, Written } from '../../ports/code-host';
import type { HostContext } from './context';
import { commentOf, readThreads, trackingIds } from './conversation';
import { rememberComment } from './known';
import type { Call } from './rest';
import { anything, comments, created, reviewer, thread } from './shapes';
import { sendSurely } from './surely';

type Of<Kind extends HostWrite['kind']> = Extract<HostWrite, { kind: Kind }>;

/** The service's limit; beyond it the comment is refused. */
export const longestComment = 150_000;

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
    case 'vote':
      return vote(context, write);
  }
}

async function openThread(context: HostContext, write: Of<'openThread'>): Promise<Written> {
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

async function threadBody(context: HostContext, write: Of<'openThread'>): Promise<object> {
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
  write: Of<'openThread'>,
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

async function reply(context: HostContext, write: Of<'reply'>): Promise<Written> {
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
  { threadId, content }: Of<'reply'>,
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

async function editComment(
  context: HostContext,
  { threadId, commentId, content }: Of<'editComment'>,
): Promise<Written> {
  checkLength(content);
  const path = `threads/${threadId}/comments/${commentId}`;
  const route = 'threads/{id}/comments/{id}';
  await repeatable(context, { method: 'PATCH', path, route, body: { content }, shape: created });
  return { threadId, commentId };
}

async function setThreadStatus(context: HostContext, { threadId, status }: Of<'setThreadStatus'>): Promise<Written> {
  const path = `threads/${threadId}`;
  await repeatable(context, { method: 'PATCH', path, route: 'threads/{id}', body: { status }, shape: created });
  return { threadId };
}

/** A comment that is not there (any more) is what was wanted. */
async function deleteComment(context: HostContext, { threadId, commentId }: Of<'deleteComment'>): Promise<Written> {
  const path = `threads/${threadId}/comments/${commentId}`;
  try {
    await repeatable(context, { method: 'DELETE', path, route: 'threads/{id}/comments/{id}', shape: anything });
  } catch (error) {
    if (!(error instanceof SecondPassError) || error.status !== 404) throw error;
  }
  return { threadId, commentId };
}

/** Always on its iteration: with "reset status on new changes" the service refuses any other. The newest one counts. */
async function postStatus(context: HostContext, write: Of<'status'>): Promise<Written> {
  const body = {
    state: write.state,
    description: write.description,
    context: { genre: context.statusGenre, name: write.name },
    ...(write.targetUrl ? { targetUrl: write.targetUrl } : {}),
    iterationId: write.iteration,
  };
  await repeatable(context, { method: 'POST', path: 'statuses', route: 'statuses', body, api: 'late', shape: created });
  return {};
}

/** Sets our own vote and reads it back, since on a draft the service says 200 and keeps 0. */
async function vote(context: HostContext, { value }: Of<'vote'>): Promise<Written> {
  const { id } = await context.self();
  const path = `reviewers/${id}`;
  if ((await readVote(context, path)) === value) return { vote: value };
  await repeatable(context, { method: 'PUT', path, route: 'reviewers/{id}', body: { vote: value }, shape: reviewer });
  const vote = await readVote(context, path);
  if (vote !== value) {
    context.log.warn(`The vote ${value} was taken without an error, but reads back as ${vote}; drafts keep no votes.`);
  }
  return { vote };
}

/** Somebody who is not among the reviewers has voted 0. */
async function readVote({ rest, place }: HostContext, path: string): Promise<number> {
  try {
    const route = 'pullRequests/{id}/reviewers/{id}';
    return (await rest.json({ method: 'GET', path: place.pullRequest(path), route, shape: reviewer })).vote;
  } catch (error) {
    if (error instanceof SecondPassError && error.status === 404) return 0;
    throw error;
  }
}

/** A write that does no harm when it is done twice. */
function repeatable<Shape>(context: HostContext, call: Call<Shape>): Promise<{ answer: Shape }> {
  const path = context.place.pullRequest(call.path);
  const whole = { ...call, path, route: `pullRequests/{id}/${call.route}` };
  return sendSurely(context, { send: async () => ({ answer: await context.rest.json(whole) }) });
}

function checkLength(content: string): void {
  if (content.length <= longestComment) return;
  throw new SecondPassError({
    kind: 'platform',
    code: 'comment-too-long',
    message: `A comment has ${content.length} characters; Azure DevOps takes at most ${longestComment}.`,
  });
}
