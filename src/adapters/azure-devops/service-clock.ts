import type { Clock } from '../../ports/clock';

/** The clock of the service, set by the times in its answers: an agent's may be minutes off. */
export interface ServiceClock {
  now(): number;
  /** Takes the time of something that has happened just now. */
  hear(date: string | null | undefined): void;
}

export function createServiceClock(clock: Pick<Clock, 'now'>): ServiceClock {
  let ahead = 0;
  return {
    now: () => clock.now() + ahead,
    hear(date) {
      const told = Date.parse(date ?? '');
      if (!Number.isNaN(told)) ahead = told - clock.now();
    },
  };
}
