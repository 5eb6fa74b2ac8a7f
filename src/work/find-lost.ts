import type { FixWorld } from '../fix-world';
import type { Comment, Thread } from '../ports/code-host';
import { readWords } from '../steps/request/read-words';
import type { FixSettings } from '../steps/settings/fix-settings';
import { type AnswerMark, answerMarkIn } from '../steps/texts/answer';

export interface LostRequest {
  /** Link of the comment, as an event would have given it. */
  link: string;
  publishedAt: number;
}

/** A request that a run took or planned, and of which nothing more was said. */
export interface OpenAnswer {
  mark: AnswerMark;
  pullRequestId: number;
  threadId: number;
  /** Of the comment of ours. */
  commentId: number;
}

export interface Lost {
  /** Oldest first. */
  requests: readonly LostRequest[];
  open: readonly OpenAnswer[];
}

/** Looks at every open pull request: requests that are new enough and that none of ours answered, and answers without an end. */
export async function findLost({ requestMinutes }: FixSettings, world: FixWorld): Promise<Lost> {
  const { repositoryId, collectionUrl } = world.run;
  const requests: LostRequest[] = [];
  const open: OpenAnswer[] = [];
  for (const pullRequestId of await world.comments.activePullRequests(repositoryId)) {
    world.signal.throwIfAborted();
    const host = world.host(repositoryId, pullRequestId);
    const { iteration, self } = await host.pullRequest();
    const { threads } = await host.conversation(iteration.id);
    const place = `${collectionUrl}_apis/git/repositories/${repositoryId}/pullRequests/${pullRequestId}`;
    for (const thread of threads) {
      const marks = marksIn(thread, self.id);
      open.push(...openAnswers(thread, self.id).map((one) => ({ ...one, pullRequestId, threadId: thread.id })));
      const answered = new Set(marks.map(({ mark }) => mark.request));
      const lost = askedIn(thread, self.id).filter(
        ({ id, publishedAt }) =>
          publishedAt >= world.now() - requestMinutes * 60_000 &&
          !answered.has(`pr-${pullRequestId}.${thread.id}.${id}`),
      );
      requests.push(
        ...lost.map(({ id, publishedAt }) => ({ link: `${place}/threads/${thread.id}/comments/${id}`, publishedAt })),
      );
    }
  }
  return { requests: requests.sort((left, right) => left.publishedAt - right.publishedAt), open };
}

interface Mark {
  mark: AnswerMark;
  commentId: number;
}

function marksIn({ comments }: Pick<Thread, 'comments'>, self: string): Mark[] {
  return comments.flatMap((comment) => {
    const mark = comment.author.id === self ? answerMarkIn(comment) : null;
    return mark ? [{ mark, commentId: comment.id }] : [];
  });
}

/** The last word on a request was that somebody is at it, or that a plan waits. */
export function openAnswers(thread: Pick<Thread, 'comments'>, self: string): Mark[] {
  const marks = marksIn(thread, self);
  const isOpen = ({ state }: AnswerMark) => state === 'claimed' || state === 'planned';
  return marks.filter(
    ({ mark }) => isOpen(mark) && !marks.some((other) => other.mark.request === mark.request && !isOpen(other.mark)),
  );
}

function askedIn({ comments }: Thread, self: string): Comment[] {
  return comments.filter(({ author, content, isDeleted, isText }) => {
    const isOfAPerson = isText && !isDeleted && author.id !== self && author.nature === undefined;
    return isOfAPerson && readWords(content, self) !== null;
  });
}
