import { isSecondPassError } from '../errors';
import type { FixWorld } from '../fix-world';
import type { Request } from '../steps/request/request';
import { spentOfSession, threadsAsked, withReserves } from '../steps/session/session';
import type { FixSettings } from '../steps/settings/fix-settings';
import { type AnswerMark, answersIn } from '../steps/texts/answer';
import { REFUSALS } from '../steps/texts/gate-text';
import type { Ongoing } from './ongoing';

/** Why the session of a branch of ours has nothing left; null while it has. What another run that is at work may spend is spent. */
export async function sessionSpent(
  { budgetUsdPerSession, budgetUsd }: FixSettings,
  world: FixWorld,
  ongoing: Ongoing,
  request: Pick<Request, 'id'>,
): Promise<{ check: string; why: string } | null> {
  if (budgetUsdPerSession === null) return null;
  const others = (await answersOf(world, ongoing, request)).filter(({ buildId }) => buildId !== world.run.buildId);
  const spent = spentOfSession(ongoing.session, withReserves(others, budgetUsd ?? 0));
  const isLeft = spent < budgetUsdPerSession && spent + (budgetUsd ?? 0) <= budgetUsdPerSession;
  return isLeft ? null : { check: 'budget', why: REFUSALS.sessionBudget(spent, budgetUsdPerSession) };
}

/** On the pull request of the branch, and on the threads elsewhere that it came of: `retry` is said there. */
async function answersOf(
  world: FixWorld,
  { pullRequestId, session }: Ongoing,
  { id }: Pick<Request, 'id'>,
): Promise<AnswerMark[]> {
  const { repositoryId } = world.run;
  const place = world.host(repositoryId, pullRequestId);
  const { iteration, self } = await place.pullRequest();
  const { threads } = await place.conversation(iteration.id);
  const elsewhere = threadsAsked([...(session?.requests ?? []), id]).filter(
    (one) => one.pullRequestId !== pullRequestId,
  );
  const more = elsewhere.slice(-MOST_THREADS).map(async (one) => ({
    comments: await world.comments.thread({ repository: repositoryId, project: '', ...one }).catch(noThread),
  }));
  return answersIn([...threads, ...(await Promise.all(more))], self.id);
}

const MOST_THREADS = 10;

function noThread(error: unknown): [] {
  if (isSecondPassError(error) && error.status === 404) return [];
  throw error;
}
