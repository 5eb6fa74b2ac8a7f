import { SecondPassError } from '../errors';

/** Milliseconds in which a cancelled run, or one past its deadline, may still tell the pull request how it ended. */
const LAST_WORD = { cancelled: 4000, deadline: 60_000 };

/** What is read and written at the end is four things; what hangs may take the time of one, not of all. */
const SHARES = 4;

/** The time in which a run whose signal has come may tell how it ended. */
export interface LastWord {
  /** Follows the signal after a moment, so that a hanging service cannot hold the last words back for ever. */
  over: AbortSignal;
  /** For one request: ends it when its share of that moment is over. */
  share(): AbortSignal;
}

export function lastWordOf(signal: AbortSignal): LastWord {
  const over = new AbortController();
  const underWay = new AbortController();
  signal.addEventListener('abort', () => {
    const moment = momentOf(signal);
    endAfter(moment, over, signal.reason);
    endAfter(moment / SHARES, underWay, shareIsOver());
  });
  return {
    over: over.signal,
    share() {
      if (!signal.aborted) return underWay.signal;
      const own = new AbortController();
      endAfter(momentOf(signal) / SHARES, own, shareIsOver());
      return own.signal;
    },
  };
}

function momentOf({ reason }: AbortSignal): number {
  return reason instanceof SecondPassError && reason.kind === 'cancelled' ? LAST_WORD.cancelled : LAST_WORD.deadline;
}

function endAfter(milliseconds: number, controller: AbortController, reason: unknown): void {
  setTimeout(() => controller.abort(reason), milliseconds).unref();
}

/** One that is not sent again: there is time for something else alone. */
function shareIsOver(): SecondPassError {
  return new SecondPassError({
    kind: 'platform',
    code: 'deadline',
    message: 'Azure DevOps gave no answer in the time that was left to tell how the run ended.',
  });
}
