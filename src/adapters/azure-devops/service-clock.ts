import type { Clock } from '../../ports/clock';

/** The clock of the service, set by the times in its answers: an agent's may be minutes off. */
export interface ServiceClock {
  now(): number;
  /** Takes the time at which an answer was sent, in whole seconds: until it is known better. */
  hearRoughly(date: string | undefined): void;
  /** Takes the time of something that has happened just now. */
  hear(date: string | null | undefined): void;
}

export function createServiceClock(clock: Pick<Clock, 'now'>): ServiceClock {
  let ahead = 0;
  let isExact = false;
  const take = (date: string | null | undefined, isExactly: boolean) => {
    const told = Date.parse(date ?? '');
    if (Number.isNaN(told) || (isExact && !isExactly)) return;
    ahead = told - clock.now();
    isExact = isExactly;
  };
  return {
    now: () => clock.now() + ahead,
    hearRoughly: (date) => take(date, false),
    hear: (date) => take(date, true),
  };
}
