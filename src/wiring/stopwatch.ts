import type { Clock } from '../ports/clock';
import type { StageTime } from '../world';

export interface Stopwatch {
  /** The same object, its methods timed under one name. */
  timed<Port extends object>(stage: string, port: Port): Port;
  /** In order of first use. */
  stages(): readonly StageTime[];
}

type Method = (...words: unknown[]) => unknown;

export function createStopwatch(clock: Pick<Clock, 'monotonic'>): Stopwatch {
  const times = new Map<string, { calls: number; total: number; running: number; since: number }>();

  async function time(stage: string, work: () => unknown): Promise<unknown> {
    const entry = times.get(stage) ?? { calls: 0, total: 0, running: 0, since: 0 };
    times.set(stage, entry);
    if (entry.running === 0) entry.since = clock.monotonic();
    entry.calls += 1;
    entry.running += 1;
    try {
      return await work();
    } finally {
      entry.running -= 1;
      if (entry.running === 0) entry.total += clock.monotonic() - entry.since;
    }
  }

  return {
    timed: (stage, port) => {
      const methods = Object.entries(port).map(([name, value]) =>
        typeof value === 'function'
          ? [name, (...words: unknown[]) => time(stage, () => (value as Method)(...words))]
          : [name, value],
      );
      return Object.fromEntries(methods);
    },
    stages: () => [...times].map(([stage, { calls, total }]) => ({ stage, calls, milliseconds: Math.round(total) })),
  };
}
