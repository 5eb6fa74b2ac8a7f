import type { FixWorld } from '../fix-world';
import type { CommentPlace } from '../ports/comment-source';
import type { Request } from '../steps/request/request';
import { type AnswerState, answerMarkIn, withAnswerMark } from '../steps/texts/answer';
import type { Claim } from './heard';

interface Around {
  world: FixWorld;
  place: CommentPlace;
  request: Request;
  /** Our own identity. */
  self: string;
}

/**
 * Writes the one comment of ours about a request and reads it back. Of several runs at once the comment that stands first
 * wins, and the others take theirs away: null says that this run has lost.
 */
export async function say(
  { world, place, request, self }: Around,
  text: string,
  state: AnswerState,
): Promise<Claim | null> {
  const { threadId, repository, pullRequestId } = place;
  const host = world.host(repository, pullRequestId);
  const content = withAnswerMark(text, { request: request.id, buildId: world.run.buildId, state });
  const { commentId } = await host.apply({ kind: 'reply', threadId, content });
  const all = await world.comments.thread(place);
  const ours = all.filter((one) => one.author.id === self && answerMarkIn(one)?.request === request.id);
  const first = Math.min(...ours.map(({ id }) => id));
  const own = commentId ?? ours.find((one) => answerMarkIn(one)?.buildId === world.run.buildId)?.id;
  if (own === undefined) return null;
  if (own === first) return { threadId, commentId: own };
  await host.apply({ kind: 'deleteComment', threadId, commentId: own });
  return null;
}
