import type { Properties, PullRequest, Thread } from './model';
import { isSystem } from './threads';

/** What people can see of a pull request, without dates and urls: fit for golden files. */
export interface PullRequestSnapshot {
  id: number;
  status: string;
  isDraft: boolean;
  iterations: { id: number; reason: string }[];
  statuses: { context: string; state: string; description?: string; iterationId?: number; targetUrl?: string }[];
  votes: { name: string; vote: number }[];
  properties: Record<string, string | number>;
  threads: ThreadSnapshot[];
}

export interface ThreadSnapshot {
  id: number;
  status?: string;
  file?: string;
  /** `12` or `12-14`, with `left` before it on the old side. */
  lines?: string;
  iteration?: number;
  changeTrackingId?: number;
  comments: { id: number; author: string; type: string; content: string; isDeleted?: true }[];
  properties: Record<string, string | number>;
}

export function snapshotOf(pullRequest: PullRequest): PullRequestSnapshot {
  return {
    id: pullRequest.id,
    status: pullRequest.status,
    isDraft: pullRequest.isDraft,
    iterations: pullRequest.iterations.map(({ id, reason }) => ({ id, reason })),
    statuses: pullRequest.statuses.map((status) => ({
      context: `${status.genre ?? ''}/${status.name}`,
      state: status.state,
      ...(status.description === undefined ? {} : { description: status.description }),
      ...(status.iterationId === undefined ? {} : { iterationId: status.iterationId }),
      ...(status.targetUrl === undefined ? {} : { targetUrl: status.targetUrl }),
    })),
    votes: pullRequest.reviewers.map(({ identity, vote }) => ({ name: identity.displayName, vote })),
    properties: plain(pullRequest.properties),
    threads: pullRequest.threads.filter((thread) => !isSystem(thread)).map(threadSnapshot),
  };
}

function threadSnapshot(thread: Thread): ThreadSnapshot {
  const lines = linesOf(thread);
  return {
    id: thread.id,
    ...(thread.status ? { status: thread.status } : {}),
    ...(thread.context ? { file: thread.context.filePath } : {}),
    ...(lines ? { lines } : {}),
    ...(thread.secondIteration === undefined ? {} : { iteration: thread.secondIteration }),
    ...(thread.changeTrackingId === undefined ? {} : { changeTrackingId: thread.changeTrackingId }),
    comments: thread.comments.map((comment) => ({
      id: comment.id,
      author: comment.author.displayName,
      type: comment.commentType,
      content: comment.content,
      ...(comment.isDeleted ? { isDeleted: true as const } : {}),
    })),
    properties: plain(thread.properties),
  };
}

function linesOf(thread: Thread): string | undefined {
  const right = thread.context?.rightFileStart;
  const start = right ?? thread.context?.leftFileStart;
  const end = right ? thread.context?.rightFileEnd : thread.context?.leftFileEnd;
  if (!start) return undefined;
  const span = end && end.line !== start.line ? `${start.line}-${end.line}` : `${start.line}`;
  return right ? span : `left ${span}`;
}

function plain(properties: Properties): Record<string, string | number> {
  return Object.fromEntries([...properties].map(([key, value]) => [key, value.$value]));
}
