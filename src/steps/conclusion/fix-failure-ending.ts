import { inFull, isSecondPassError, ourFault, type SecondPassError } from '../../errors';
import type { FixSituation } from '../verdict/fix-results';

export interface FixFailureEnding {
  situation: FixSituation;
  problems: readonly string[];
  codes: readonly string[];
}

const SITUATIONS: Partial<Record<SecondPassError['kind'], FixSituation>> = {
  badInput: 'badInput',
  deadline: 'stopped',
  cancelled: 'stopped',
};

/** How a failure ends a run of the second task. */
export function fixFailureEnding(error: unknown): FixFailureEnding {
  const failure = isSecondPassError(error) ? error : ourFault(error);
  const situation = SITUATIONS[failure.kind] ?? 'failed';
  return { situation, problems: inFull(failure).split('\n'), codes: [failure.code] };
}
