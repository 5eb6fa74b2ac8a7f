import type { Clock } from '../../ports/clock';
import type { Identity } from '../../ports/code-host';
import type { Log } from '../../ports/log';
import type { ChangeReader } from './changes';
import type { Known } from './known';
import type { Place } from './place';
import type { Rest } from './rest';
import type { ServiceClock } from './service-clock';
import type { StatusNumbers } from './status-numbers';

/** Asks the repository at that address where two commits went apart, which may be several; none where they share none. */
export type AskCommonCommits = (
  at: { url: string; refs: readonly string[] },
  one: string,
  other: string,
) => Promise<readonly string[]>;

/** What reads and writes of one pull request share. */
export interface HostContext {
  collectionUrl: string;
  statusGenre: string;
  commonCommits?: AskCommonCommits;
  log: Log;
  clock: Clock;
  rest: Rest;
  place: Place;
  changes: ChangeReader;
  self(): Promise<Identity>;
  known: Known;
  statusNumbers: StatusNumbers;
  serviceClock: ServiceClock;
}
