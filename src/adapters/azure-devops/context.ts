import type { Clock } from '../../ports/clock';
import type { Identity } from '../../ports/code-host';
import type { Log } from '../../ports/log';
import type { ChangeReader } from './changes';
import type { Known } from './known';
import type { Place } from './place';
import type { Rest } from './rest';

/** What reads and writes of one pull request share. */
export interface HostContext {
  collectionUrl: string;
  statusGenre: string;
  log: Log;
  clock: Clock;
  rest: Rest;
  place: Place;
  changes: ChangeReader;
  self(): Promise<Identity>;
  known: Known;
}
