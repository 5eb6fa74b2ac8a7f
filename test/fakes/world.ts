import type { Clock } from '../../src/ports/clock';
import type { Log } from '../../src/ports/log';

/** A clock that moves only when somebody waits, or winds it. */
export interface HandWoundClock extends Clock {
  wind(milliseconds: number): void;
}

export function handWoundClock(startAt = Date.UTC(2026, 10, 2, 9)): HandWoundClock {
  let now = startAt;
  return {
    now: () => now,
    monotonic: () => now - startAt,
    wind(milliseconds) {
      now += milliseconds;
    },
    async sleep(milliseconds) {
      now += milliseconds;
    },
  };
}

/** A log that keeps its lines. */
export function keptLog(): Log & { lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    info: (line) => void lines.push(line),
    warn: (line) => void lines.push(`warning: ${line}`),
    group: (title) => void lines.push(`== ${title}`),
  };
}
