import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../ports/clock';

/** The machine's own time, the same behind both doors. */
export const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (milliseconds, signal) => pause(milliseconds, undefined, signal ? { signal } : {}).catch(() => {}),
};
