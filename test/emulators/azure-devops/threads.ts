import { type Collection, now } from './collection';
import { readEnum } from './enums';
import { announceComment } from './hooks';
import { newest } from './iterations';
import type { Comment, Identity, Properties, PullRequest, Thread, ThreadContext } from './model';
import { mergeProperties, text } from './properties';
import { invalidArgument, ServiceError } from './service-error';
import { readPlace } from './thread-place';

const longestComment = 150_000;

/** A thread as a client sends it. Everything may be missing or wrong. */
export interface ThreadBody {
  comments?: CommentBody[] | null;
  status?: unknown;
  threadContext?: ThreadContext | null;
  pullRequestThreadContext?: {
    changeTrackingId?: number;
    iterationContext?: { firstComparingIteration?: number; secondComparingIteration?: number } | null;
  } | null;
  properties?: unknown;
}

export interface CommentBody {
  content?: string;
  parentCommentId?: number;
  commentType?: unknown;
}

/** Opens a thread. Stale iterations and lines outside the diff are accepted, as the service accepts them. */
export function openThread(
  collection: Collection,
  pullRequest: PullRequest,
  author: Identity,
  body: ThreadBody,
): Thread {
  if (!body.comments?.length) throw invalidArgument('A thread needs at least one comment.', 'comments');
  const status = readEnum('threadStatus', body.status) ?? 'unknown';
  const place = readPlace(pullRequest, body);
  const properties: Properties = new Map();
  mergeProperties(properties, body.properties);
  const thread = emptyThread(collection, pullRequest, { status, properties, ...place });
  for (const comment of body.comments) thread.comments.push(newComment(collection, thread, author, comment));
  pullRequest.threads.push(thread);
  for (const comment of thread.comments) announceComment(collection, { what: 'created', thread, comment });
  return thread;
}

/** Changes a thread's status or properties; the last writer wins. Place and iterations cannot be changed. */
export function updateThread(collection: Collection, thread: Thread, body: ThreadBody): void {
  const status = readEnum('threadStatus', body.status);
  if (status) thread.status = status;
  mergeProperties(thread.properties, body.properties);
  thread.lastUpdatedDate = now(collection);
}

/** Adds a comment; the thread's status stays. */
export function addComment(collection: Collection, thread: Thread, author: Identity, body: CommentBody): Comment {
  const comment = newComment(collection, thread, author, body);
  thread.comments.push(comment);
  thread.lastUpdatedDate = comment.publishedDate;
  announceComment(collection, { what: 'created', thread, comment });
  return comment;
}

export function editComment(
  collection: Collection,
  thread: Thread,
  comment: Comment,
  who: Identity,
  body: CommentBody,
): void {
  demandOwn(comment, who);
  comment.content = readContent(body);
  comment.lastUpdatedDate = now(collection);
  comment.lastContentUpdatedDate = comment.lastUpdatedDate;
  thread.lastUpdatedDate = comment.lastUpdatedDate;
  announceComment(collection, { what: 'edited', thread, comment });
}

/** Deletion is soft: the comment stays without its content. */
export function deleteComment(collection: Collection, thread: Thread, comment: Comment, who: Identity): void {
  demandOwn(comment, who);
  comment.isDeleted = true;
  comment.content = '';
  comment.lastUpdatedDate = now(collection);
  thread.lastUpdatedDate = comment.lastUpdatedDate;
  announceComment(collection, { what: 'deleted', thread, comment });
}

/** A thread the service writes itself when somebody votes, pushes or closes. It has no status. */
export function addSystemThread(
  collection: Collection,
  pullRequest: PullRequest,
  author: Identity,
  content: string,
  properties: Record<string, string>,
): void {
  const bag: Properties = new Map(Object.entries(properties).map(([key, value]) => [key, text(value)]));
  const thread = emptyThread(collection, pullRequest, { properties: bag });
  thread.comments.push(newComment(collection, thread, author, { content, commentType: 'system' }));
  pullRequest.threads.push(thread);
}

export function threadNumbered(pullRequest: PullRequest, id: number): Thread {
  const found = pullRequest.threads.find((thread) => thread.id === id);
  if (found) return found;
  throw new ServiceError(404, 'DiscussionThreadNotFoundException', `The thread ${id} does not exist.`);
}

export function commentNumbered(thread: Thread, id: number): Comment {
  const found = thread.comments.find((comment) => comment.id === id);
  if (found) return found;
  throw new ServiceError(
    404,
    'DiscussionCommentNotFoundException',
    `The comment ${id} of thread ${thread.id} does not exist.`,
  );
}

/** System threads are told apart by their comment's type. */
export function isSystem(thread: Thread): boolean {
  return thread.comments[0]?.commentType === 'system';
}

function emptyThread(collection: Collection, pullRequest: PullRequest, given: Partial<Thread>): Thread {
  const date = now(collection);
  return {
    id: collection.nextThread++,
    createdAtIteration: newest(pullRequest).id,
    comments: [],
    properties: new Map(),
    publishedDate: date,
    lastUpdatedDate: date,
    ...given,
  };
}

function newComment(collection: Collection, thread: Thread, author: Identity, body: CommentBody): Comment {
  const date = now(collection);
  return {
    id: thread.comments.length + 1,
    parentCommentId: body.parentCommentId ?? 0,
    author,
    content: readContent(body),
    commentType: readEnum('commentType', body.commentType) ?? 'unknown',
    isDeleted: false,
    publishedDate: date,
    lastUpdatedDate: date,
    lastContentUpdatedDate: date,
    likedBy: [],
  };
}

function readContent(body: CommentBody): string {
  const content = body.content ?? '';
  if (typeof content !== 'string') throw invalidArgument('The content of a comment is text.', 'comment.Content');
  if (content.length <= longestComment) return content;
  throw invalidArgument(`A discussion comment cannot be longer than ${longestComment} characters.`, 'comment.Content');
}

/** Whether the service lets others edit is not known; refusing is the careful reading. */
function demandOwn(comment: Comment, who: Identity): void {
  if (comment.author.id === who.id) return;
  throw new ServiceError(403, 'AccessCheckException', 'Access denied: a comment is changed by its author only.');
}
