import type { PullRequest } from '../../ports/code-host';
import type { Settings } from '../settings/settings';
import { type Begun, nameOfRun, type StartedRun } from './begun';
import { endsBefore } from './claim';
import { settingsHash } from './next-memory';
import type { BegunMark } from './status-write';

/** What the status bears with which a run begins; `now` is the service's time. */
export function markOfBegin(run: StartedRun, settings: Settings, now: number): BegunMark {
  return { by: nameOfRun(run), settings: settingsHash(settings), endsBefore: endsBefore(settings, now) };
}

/** No run works for so long: whoever holds our token can say anything. */
const LONGEST_RUN = 2 * 24 * 3_600_000;

/**
 * Runs on the same iteration that may yet find something: of other settings the newest of each, and those that began after this one.
 * Earlier runs with its own settings were left to it, or were killed. To one that reviews nothing, and has no settings here, nobody
 * leaves anything.
 */
export function othersAtWork(
  begun: readonly Begun[],
  run: StartedRun,
  { iteration }: Pick<PullRequest, 'iteration'>,
  settings: Settings | null,
  now: number,
): readonly Begun[] {
  const here = begun.filter((one) => one.iteration === iteration.id);
  const [by, own] = [nameOfRun(run), settings && settingsHash(settings)];
  const ownAt = here.findIndex((one) => one.by === by);
  return here.filter((one, at) => {
    if (one.by === by || one.isOver || one.endsBefore <= now || one.endsBefore > now + LONGEST_RUN) return false;
    if (one.settings === own) return ownAt >= 0 && at > ownAt;
    return !here.slice(at + 1).some(({ settings: later }) => later === one.settings);
  });
}
