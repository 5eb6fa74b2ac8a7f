import { cancelled, SecondPassError } from '../../errors';

export interface Cancellation {
  /** Aborts with a SecondPassError of kind `cancelled` or `deadline`. */
  signal: AbortSignal;
  /** Milliseconds until the deadline; never below 0. */
  remaining(): number;
  /** Takes the listeners and the timer away. */
  end(): void;
}

export interface CancellationOptions {
  /** Milliseconds from now. */
  deadline: number;
  monotonic: () => number;
  signals?: Pick<NodeJS.Process, 'on' | 'off'>;
}

const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const;

/**
 * The end of a run from outside. The agent sends SIGINT, 7.5 seconds later SIGTERM and 2.5 seconds later kills; on Windows
 * Ctrl+C and Ctrl+Break. With these listeners node lives on, so that the pull request can be told.
 */
export function listenForCancellation({ deadline, monotonic, signals = process }: CancellationOptions): Cancellation {
  const controller = new AbortController();
  const endsAt = monotonic() + deadline;
  const cancel = () => controller.abort(cancelled());
  for (const name of ENDINGS) signals.on(name, cancel);
  const timer = setTimeout(() => controller.abort(tooLate(deadline)), deadline);
  timer.unref();
  return {
    signal: controller.signal,
    remaining: () => Math.max(0, endsAt - monotonic()),
    end() {
      clearTimeout(timer);
      for (const name of ENDINGS) signals.off(name, cancel);
    },
  };
}

function tooLate(milliseconds: number): SecondPassError {
  return new SecondPassError({
    kind: 'deadline',
    code: 'deadline',
    message: `The run did not end within its ${minutes(milliseconds)}.`,
    advice: 'Raise `timeoutMinutes`, or leave files out with `exclude`.',
  });
}

function minutes(milliseconds: number): string {
  const count = Math.round(milliseconds / 60_000);
  return count === 1 ? '1 minute' : `${count} minutes`;
}
