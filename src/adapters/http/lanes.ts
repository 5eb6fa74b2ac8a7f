import { SecondPassError } from '../../errors';
import type { Clock } from '../../ports/clock';
import type { Log } from '../../ports/log';
import { throwIfEnded } from './faults';

/** The way to one host: how many requests may be on it, and from when on. */
export interface Lane {
  /** Waits for a place: some reads at a time, one write at a time. The answer gives the place back. */
  enter(kind: 'read' | 'write'): Promise<() => void>;
  /**
   * Waits until the host wants to be asked again. What is sent in any case goes at once where that is later than the run may take,
   * and fails otherwise.
   */
  open(signal: AbortSignal, isSentAnyway?: boolean): Promise<void>;
  closeFor(milliseconds: number): void;
}

export interface Lanes {
  of(host: string): Lane;
}

const MAX_PARALLEL_READS = 6;
/** Beyond this a wait is refused when nobody said how long the run may take. */
const MAX_WAIT = 15 * 60_000;

export function createLanes(options: {
  clock: Clock;
  log: Log;
  remainingMilliseconds?: (() => number) | undefined;
}): Lanes {
  const lanes = new Map<string, Lane>();
  return {
    of(host) {
      const lane = lanes.get(host) ?? createLane(host, options);
      lanes.set(host, lane);
      return lane;
    },
  };
}

function createLane(host: string, { clock, log, remainingMilliseconds }: Parameters<typeof createLanes>[0]): Lane {
  const places = { read: createPlaces(MAX_PARALLEL_READS), write: createPlaces(1) };
  let openFrom = 0;
  return {
    enter: (kind) => places[kind](),
    closeFor(milliseconds) {
      openFrom = Math.max(openFrom, clock.monotonic() + milliseconds);
    },
    async open(signal, isSentAnyway = false) {
      throwIfEnded(signal);
      for (let wait = openFrom - clock.monotonic(); wait > 0; wait = openFrom - clock.monotonic()) {
        const isTooLong = wait > (remainingMilliseconds?.() ?? MAX_WAIT);
        if (isTooLong && isSentAnyway) return;
        if (isTooLong) throw tooLong(host, wait);
        if (wait >= 1000) log.info(`${host} asks to wait ${Math.ceil(wait / 1000)} s before the next request.`);
        await clock.sleep(wait, signal);
        throwIfEnded(signal);
      }
    },
  };
}

function createPlaces(free: number): () => Promise<() => void> {
  const waiting: (() => void)[] = [];
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return async () => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    return leave;
  };
}

function tooLong(host: string, wait: number): SecondPassError {
  return new SecondPassError({
    kind: 'platform',
    code: 'retry-after-too-long',
    message: `${host} asks to wait ${Math.ceil(wait / 1000)} s (Retry-After), which is longer than this run may take.`,
    advice: 'Run again later. If this repeats, the identity or the pipeline is over its usage limit there.',
  });
}
