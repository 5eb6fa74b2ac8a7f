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
  refused: 'applyRefused',
};

/** Refusals whose row of the results table is another one. */
const BY_CODE: Partial<Record<SecondPassError['code'], FixSituation>> = {
  'not-a-request': 'notARequest',
  'not-proven': 'unprovenApply',
  'switched-off': 'refused',
  'change-refused': 'checkFailed',
};

/** How a failure ends a run of the second task. */
export function fixFailureEnding(error: unknown): FixFailureEnding {
  const failure = isSecondPassError(error) ? error : ourFault(error);
  const situation = BY_CODE[failure.code] ?? SITUATIONS[failure.kind] ?? 'failed';
  return { situation, problems: inFull(failure).split('\n'), codes: [failure.code] };
}
