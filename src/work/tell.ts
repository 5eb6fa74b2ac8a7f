import { inFull, isSecondPassError } from '../errors';
import type { FixWorld } from '../fix-world';
import { type AnswerMark, withAnswerMark } from '../steps/texts/answer';
import { answerOnce } from './answer-once';
import { spentSoFar } from './day-budget';
import type { AcceptedRequest } from './heard';

/** The one answer: what was claimed becomes it. That it could not be written is told in the log, and undoes nothing. */
export async function tell(
  world: FixWorld,
  { request, repositoryId, claim }: AcceptedRequest,
  text: string,
  given: Pick<AnswerMark, 'state' | 'plan'>,
): Promise<string[]> {
  // A session counts what its requests cost, also those that came to nothing.
  const usd = spentSoFar(world);
  const said = usd > 0 ? { ...given, usd: Number(usd.toFixed(4)) } : given;
  try {
    if (claim === undefined || request.pullRequestId === null)
      await answerOnce({ request, repositoryId }, world, text, said);
    else {
      const { threadId, commentId } = claim;
      const content = withAnswerMark(text, { request: request.id, buildId: world.run.buildId, ...said });
      await world
        .host(repositoryId, request.pullRequestId)
        .apply({ kind: 'editComment', threadId, commentId, content });
    }
    return [];
  } catch (error) {
    if (!isSecondPassError(error)) throw error;
    const note = `Whoever asked could not be told: ${inFull(error)}`;
    world.log.warn(note);
    return [note];
  }
}
