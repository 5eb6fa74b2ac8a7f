import { cancelled, isSecondPassError, ourFault, type SecondPassError } from '../errors';

/** Whatever was thrown, as a failure of one chunk: what other chunks brought is kept. Once the run has ended, that is why. */
export function failureOf(error: unknown, signal: AbortSignal): SecondPassError {
  if (signal.aborted) return endOfRun(signal);
  return isSecondPassError(error) ? error : ourFault(error);
}

/** Why a run that has ended reviews no further chunk. */
export function endOfRun(signal: AbortSignal): SecondPassError {
  if (isSecondPassError(signal.reason)) return signal.reason;
  return cancelled();
}
