import type { Comment, Conversation, LineRange, Thread, ThreadStatus } from '../../ports/code-host';
import type { HostContext } from './context';
import { identityOf } from './identity';
import { OWN_PROPERTIES, textsOf } from './own-properties';
import { readStatuses } from './posted-statuses';
import { readOwnProperties } from './pull-request-properties';
import { unexpected } from './refusals';
import { type ChangeShape, type CommentShape, type ThreadShape, threads } from './shapes';

type Context = NonNullable<ThreadShape['threadContext']>;
type Tracking = NonNullable<NonNullable<ThreadShape['pullRequestThreadContext']>['trackingCriteria']>;
type Position = { line: number; offset: number } | null | undefined;

const STATUSES: readonly ThreadStatus[] = ['active', 'pending', 'fixed', 'wontFix', 'closed', 'byDesign'];

/**
 * All threads as they stand in this iteration, and the tracking ids of its files. Each run writes its memory before its status, so that
 * of statuses read before the threads none is newer than the memory that comes with them.
 */
export async function readConversation(context: HostContext, iteration: number): Promise<Conversation> {
  const inOrder = async () => {
    const posted = await readStatuses(context);
    return { posted, read: await readThreads(context, iteration) };
  };
  const [{ posted, read }, entries, properties] = await Promise.all([
    inOrder(),
    context.changes.of(iteration),
    readOwnProperties(context),
  ]);
  return {
    threads: read,
    changeTrackingIds: trackingIds(entries),
    properties,
    ...(posted ? { statuses: posted } : {}),
  };
}

/**
 * The threads of the pull request, system threads included.
 * Positions are those of the given iteration; against base 0, since other bases move threads to the left side.
 */
export async function readThreads({ rest, place }: HostContext, iteration?: number): Promise<Thread[]> {
  const call = {
    method: 'GET' as const,
    path: place.pullRequest('threads'),
    route: 'pullRequests/{id}/threads',
    ...(iteration === undefined ? {} : { query: { $iteration: iteration, $baseIteration: 0 } }),
    shape: threads,
  };
  const all = await rest.json(call);
  const unsigned = all.find(isUnsigned);
  if (unsigned)
    throw unexpected(call, `does not tell who wrote thread ${unsigned.id}, which bears marks of Second Pass`);
  return all.map(threadOf);
}

/** What stands in a thread of ours is believed by its author: without one it would be forgotten as if it had never been raised. */
function isUnsigned({ isDeleted, properties, comments }: ThreadShape): boolean {
  const isMarked = Object.keys(properties ?? {}).some((key) => key.startsWith(OWN_PROPERTIES));
  return isMarked && !isDeleted && !comments?.[0]?.author;
}

/** Tracking ids by path without leading slash. */
export function trackingIds(entries: readonly ChangeShape[]): ReadonlyMap<string, number> {
  const ids = new Map<string, number>();
  for (const { item, originalPath, changeTrackingId } of entries) {
    const path = item.path ?? originalPath;
    if (path) ids.set(withoutSlash(path), changeTrackingId);
  }
  return ids;
}

export function commentOf(shape: CommentShape): Comment {
  return {
    id: shape.id,
    author: identityOf(shape.author),
    content: shape.content ?? '',
    isDeleted: shape.isDeleted ?? false,
    isText: shape.commentType !== 'system' && shape.commentType !== 'codeChange',
    publishedAt: Date.parse(shape.publishedDate ?? '') || 0,
    ...updatedAt(shape),
  };
}

function updatedAt({ lastContentUpdatedDate }: CommentShape): Pick<Comment, 'contentUpdatedAt'> {
  const at = Date.parse(lastContentUpdatedDate ?? '');
  return Number.isNaN(at) ? {} : { contentUpdatedAt: at };
}

export function withoutSlash(path: string): string {
  return path.replace(/^\//, '');
}

export function threadOf(shape: ThreadShape): Thread {
  const path = shape.threadContext?.filePath;
  const range = shape.threadContext && rangeOf(shape.threadContext, shape.pullRequestThreadContext?.trackingCriteria);
  return {
    id: shape.id,
    status: statusOf(shape.status),
    isDeleted: shape.isDeleted ?? false,
    ...(path ? { path: withoutSlash(path) } : {}),
    ...(path && range ? { range } : {}),
    properties: textsOf(shape.properties ?? {}),
    comments: (shape.comments ?? []).map(commentOf),
  };
}

/** Threads of the service itself have no status. */
function statusOf(text: string | null | undefined): ThreadStatus {
  return STATUSES.find((status) => status === text) ?? 'unknown';
}

function rangeOf(context: Context, tracking: Tracking | null | undefined): LineRange | undefined {
  const { rightFileStart, rightFileEnd, leftFileStart, leftFileEnd } = context;
  const right = linesOf('new', rightFileStart, rightFileEnd);
  const range = right ?? linesOf('old', leftFileStart, leftFileEnd);
  const isRight = right !== undefined;
  const isGone =
    tracking && isEmpty(isRight ? [rightFileStart, rightFileEnd] : [leftFileStart, leftFileEnd]) && !wasEmpty(tracking);
  return isGone ? undefined : range;
}

function linesOf(side: LineRange['side'], start: Position, end: Position): LineRange | undefined {
  if (!start) return undefined;
  return { side, startLine: start.line, endLine: Math.max(start.line, end?.line ?? start.line) };
}

/** A moved thread whose lines were deleted comes back with nothing between its ends; one on an empty line always was so. */
function isEmpty([start, end]: readonly Position[]): boolean {
  return !end || (start?.line === end.line && start.offset === end.offset);
}

function wasEmpty({ origRightFileStart, origRightFileEnd, origLeftFileStart, origLeftFileEnd }: Tracking): boolean {
  return isEmpty(origRightFileStart ? [origRightFileStart, origRightFileEnd] : [origLeftFileStart, origLeftFileEnd]);
}
