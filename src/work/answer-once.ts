import type { FixWorld } from '../fix-world';
import type { Plan } from '../steps/plan/plan';
import { type AnswerMark, answerMarkIn, withAnswerMark } from '../steps/texts/answer';

/** A reply on the thread that asked, unless one of ours says the same of this request already. */
export async function answerOnce(
  { request, repositoryId }: Pick<Plan, 'request' | 'repositoryId'>,
  { host, run }: FixWorld,
  text: string,
  mark: Pick<AnswerMark, 'state' | 'plan' | 'usd'>,
): Promise<void> {
  const { pullRequestId, threadId } = request;
  if (pullRequestId === null || threadId === null) return;
  const place = host(repositoryId, pullRequestId);
  const { iteration, self } = await place.pullRequest();
  const { threads } = await place.conversation(iteration.id);
  const ours = threads.find(({ id }) => id === threadId)?.comments.filter(({ author }) => author.id === self.id) ?? [];
  const isSaid = ours.some((comment) => {
    const said = answerMarkIn(comment);
    return said?.request === request.id && said.state === mark.state && said.plan === mark.plan;
  });
  if (isSaid) return;
  const whole: AnswerMark = { request: request.id, buildId: run.buildId, ...mark };
  await place.apply({ kind: 'reply', threadId, content: withAnswerMark(text, whole) });
}
