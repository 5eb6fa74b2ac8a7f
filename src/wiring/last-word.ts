import { SecondPassError } from '../errors';

/** Milliseconds in which a cancelled run, or one past its deadline, may still tell the pull request how it ended. */
const LAST_WORD = { cancelled: 4000, deadline: 60_000 };

/** Follows the run's own signal after a moment, so that a hanging service cannot hold the last words back for ever. */
export function lastWordOf(signal: AbortSignal): AbortSignal {
  const controller = new AbortController();
  signal.addEventListener('abort', () => {
    const isCancelled = signal.reason instanceof SecondPassError && signal.reason.kind === 'cancelled';
    setTimeout(() => controller.abort(signal.reason), isCancelled ? LAST_WORD.cancelled : LAST_WORD.deadline).unref();
  });
  return controller.signal;
}
