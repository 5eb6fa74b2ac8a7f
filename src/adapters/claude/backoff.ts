import { SecondPassError } from '../../errors';
import type { Clock } from '../../ports/clock';
import type { Log } from '../../ports/log';
import { type ProviderFailure, providerFailure } from './failure';

export interface Backoff {
  /** Tries `work` until it succeeds, may not be tried again, or the run's time is over. */
  attempt<T>(label: string, work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export interface BackoffOptions {
  clock: Clock;
  log: Log;
  /** Milliseconds until the run's own deadline. */
  remaining: () => number;
  random?: () => number;
}

const FIRST_WAIT = 1000;
const MAX_WAIT = 60_000;

/** One back-off for all calls of a run: when the provider asks one of them to wait, all wait. */
export function createBackoff({ clock, log, remaining, random = Math.random }: BackoffOptions): Backoff {
  let quietUntil = 0;

  async function waitForQuiet(signal: AbortSignal): Promise<void> {
    while (quietUntil > clock.monotonic() && !signal.aborted) await clock.sleep(quietUntil - clock.monotonic(), signal);
    if (signal.aborted) throw signal.reason;
  }

  /** The provider's own figure, else full jitter below a ceiling that doubles; never so short that it hammers. */
  function waitAfter({ retryAfter = 0 }: ProviderFailure, tried: number): number {
    const ceiling = Math.min(MAX_WAIT, FIRST_WAIT * 2 ** tried);
    return Math.max(retryAfter, FIRST_WAIT / 4, retryAfter > 0 ? 0 : random() * ceiling);
  }

  async function attempt<T>(label: string, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (let tried = 1; ; tried += 1) {
      await waitForQuiet(signal);
      try {
        return await work();
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        const failure = providerFailure(error);
        if (tried >= failure.tries) throw failure.error;
        const wait = waitAfter(failure, tried);
        if (wait >= remaining()) throw tooLong(failure.error, wait, remaining());
        log.info(`${label}: ${failure.error.message} Trying again in ${(wait / 1000).toFixed(1)} s.`);
        quietUntil = Math.max(quietUntil, clock.monotonic() + wait);
      }
    }
  }

  return { attempt };
}

function tooLong(error: SecondPassError, wait: number, left: number): SecondPassError {
  const seconds = (milliseconds: number) => Math.max(0, Math.round(milliseconds / 1000));
  return new SecondPassError({
    kind: error.kind,
    code: error.code,
    message: `${error.message} The next try would be in ${seconds(wait)} s, and ${seconds(left)} s are left of timeoutMinutes.`,
    advice: error.advice,
    cause: error,
    ...(error.status === undefined ? {} : { status: error.status }),
  });
}
