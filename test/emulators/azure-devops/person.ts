import type { Collection } from './collection';
import { newest } from './iterations';
import type { Identity, PullRequest, Thread, ThreadContext } from './model';
import { putReviewer } from './reviewers';
import {
  addComment,
  commentNumbered,
  deleteComment,
  editComment,
  openThread,
  threadNumbered,
  updateThread,
} from './threads';

/** Where a person puts a thread; nothing for the pull request as a whole, no lines for the file. */
export interface ThreadSpot {
  file?: string;
  line?: number;
  endLine?: number;
  side?: 'left' | 'right';
}

/** What a person does on a pull request. Threads and comments are named by their numbers. */
export interface PersonOnPullRequest {
  readonly identity: Identity;
  addThread(content: string, spot?: ThreadSpot, status?: string): Thread;
  reply(threadId: number, content: string): void;
  edit(threadId: number, commentId: number, content: string): void;
  setThreadStatus(threadId: number, status: string): void;
  deleteComment(threadId: number, commentId?: number): void;
  vote(vote: 10 | 5 | 0 | -5 | -10): void;
}

export function actingAs(collection: Collection, identity: Identity, pullRequest: PullRequest): PersonOnPullRequest {
  const thread = (id: number) => threadNumbered(pullRequest, id);
  return {
    identity,
    addThread: (content, spot = {}, status = 'active') => {
      const comments = [{ content, commentType: 'text', parentCommentId: 0 }];
      return openThread(collection, pullRequest, identity, { comments, status, ...placeOf(pullRequest, spot) });
    },
    reply: (id, content) => {
      addComment(collection, thread(id), identity, { content, parentCommentId: 1, commentType: 'text' });
    },
    edit: (id, comment, content) => {
      editComment(collection, thread(id), commentNumbered(thread(id), comment), identity, { content });
    },
    setThreadStatus: (id, status) => updateThread(collection, thread(id), { status }),
    deleteComment: (id, comment = 1) => {
      deleteComment(collection, thread(id), commentNumbered(thread(id), comment), identity);
    },
    vote: (vote) => void putReviewer(collection, pullRequest, identity, identity, { vote }),
  };
}

/** The context the web page would send: the newest iteration against its common commit. */
function placeOf(pullRequest: PullRequest, spot: ThreadSpot) {
  if (!spot.file) return {};
  const iteration = newest(pullRequest).id;
  const side = spot.side ?? 'right';
  const threadContext: ThreadContext = { filePath: spot.file };
  if (spot.line) {
    threadContext[`${side}FileStart`] = { line: spot.line, offset: 1 };
    threadContext[`${side}FileEnd`] = { line: spot.endLine ?? spot.line, offset: 2147483647 };
  }
  const changeTrackingId = pullRequest.trackingIds.get(spot.file);
  const iterationContext = { firstComparingIteration: iteration, secondComparingIteration: iteration };
  const pullRequestThreadContext = { iterationContext, ...(changeTrackingId ? { changeTrackingId } : {}) };
  return { threadContext, pullRequestThreadContext };
}
