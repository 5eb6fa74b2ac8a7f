import type { Clock } from './ports/clock';
import type { Log } from './ports/log';
import type { CallRecord, RequestReceipt } from './steps/record/cost-record';
import type { RunFacts, StageTime } from './world';

/** Everything a run of the second task can touch; the door fills it with adapters, tests with fakes. */
export interface FixWorld {
  log: Log;
  clock: Clock;
  /** Aborts at the run's own deadline and when the agent cancels; its reason is a SecondPassError. */
  signal: AbortSignal;
  run: RunFacts;
  /** Every call that was charged so far: whichever way the run ends, it says what it cost. */
  calls: CallRecord[];
  /** Every request with content that has left so far. */
  sent: RequestReceipt[];
  /** Where the time went so far. */
  stages(): readonly StageTime[];
}
