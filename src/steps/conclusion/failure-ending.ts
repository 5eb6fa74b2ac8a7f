import { inFull, isSecondPassError, ourFault, type SecondPassError } from '../../errors';
import type { Situation } from '../verdict/results';

/** How a failure ends a run. */
export interface FailureEnding {
  situation: Situation;
  problems: readonly string[];
  codes: readonly string[];
}

const SITUATIONS: Partial<Record<SecondPassError['kind'], Situation>> = {
  badInput: 'badInput',
  notAPullRequest: 'notAPullRequest',
  notFound: 'pullRequestNotFound',
  deadline: 'stopped',
  cancelled: 'stopped',
  superseded: 'superseded',
};

/** After these nothing is written: there is no pull request to be told, or it is another run's. */
const UNTELLING: ReadonlySet<Situation> = new Set(['superseded', 'notAPullRequest', 'pullRequestNotFound']);

export function failureEnding(error: unknown): FailureEnding {
  const failure = known(error);
  const situation = SITUATIONS[failure.kind] ?? 'reviewerFailed';
  return { situation, problems: inFull(failure).split('\n'), codes: [failure.code] };
}

export function isToBeTold({ situation }: FailureEnding): boolean {
  return !UNTELLING.has(situation);
}

/** Adds why the pull request does not show how the run ended: not where there is none, and no reason twice. */
export function withUntold(ending: FailureEnding, first: unknown, second: unknown): FailureEnding {
  const failure = known(second);
  if (failure.kind === 'notAPullRequest') return ending;
  const isSame = failure.message === known(first).message;
  const untold = 'The pull request could not be told';
  const problem = isSame ? `${untold} either.` : `${untold}: ${inFull(failure)}`;
  return {
    ...ending,
    problems: [...ending.problems, problem],
    codes: [...new Set([...ending.codes, failure.code])],
  };
}

function known(error: unknown): SecondPassError {
  return isSecondPassError(error) ? error : ourFault(error);
}
