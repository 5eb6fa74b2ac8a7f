import type { FixWorld } from '../fix-world';
import type { Comment, Thread } from '../ports/code-host';
import { readWords } from '../steps/request/read-words';
import type { FixSettings } from '../steps/settings/fix-settings';
import { answerMarkIn } from '../steps/texts/answer';

/** A request that nobody answered, and where it stands. */
export interface LostRequest {
  /** Link of the comment, as an event would have given it. */
  link: string;
  publishedAt: number;
}

/** Events get lost: the oldest request on an open pull request that is new enough and that none of ours answered. */
export async function findLostRequest(
  { requestMinutes }: FixSettings,
  world: FixWorld,
): Promise<LostRequest | undefined> {
  const { repositoryId, collectionUrl } = world.run;
  const since = world.clock.now() - requestMinutes * 60_000;
  const ids = await world.comments.activePullRequests(repositoryId);
  const lost: LostRequest[] = [];
  for (const id of ids) {
    world.signal.throwIfAborted();
    const host = world.host(repositoryId, id);
    const { iteration, self } = await host.pullRequest();
    const { threads } = await host.conversation(iteration.id);
    const link = (thread: number, comment: number) =>
      `${collectionUrl}_apis/git/repositories/${repositoryId}/pullRequests/${id}/threads/${thread}/comments/${comment}`;
    lost.push(
      ...threads.flatMap((thread) =>
        unanswered(thread, id, self.id)
          .filter(({ publishedAt }) => publishedAt >= since)
          .map((comment) => ({ link: link(thread.id, comment.id), publishedAt: comment.publishedAt })),
      ),
    );
  }
  return lost.sort((left, right) => left.publishedAt - right.publishedAt)[0];
}

function unanswered({ id: threadId, comments }: Thread, pullRequestId: number, self: string): Comment[] {
  const answered = new Set(
    comments.flatMap((comment) => (comment.author.id === self ? (answerMarkIn(comment)?.request ?? []) : [])),
  );
  return comments.filter(({ id, author, content, isDeleted, isText }) => {
    const isAsked = isText && !isDeleted && author.id !== self && author.nature === undefined;
    return isAsked && readWords(content, self) !== null && !answered.has(`pr-${pullRequestId}.${threadId}.${id}`);
  });
}
