import { fix } from './fix';
import type { FixWorld } from './fix-world';
import type { FixRecord } from './steps/record/fix-record';
import type { FixSettings } from './steps/settings/fix-settings';
import { closeEnded } from './work/close-ended';
import { concludeFix } from './work/conclude-fix';
import { findLost } from './work/find-lost';

/** Requests that one sweep refuses: whoever may comment could write so many that none of those who may ask is reached in time. */
const MOST_REFUSED = 50;

/**
 * Run mode `sweep`: events get lost, and approvals run out. Tells those whose plan came to nothing, and works on the oldest
 * request that nobody answered and that is let through, as `plan` would; the next run takes the next one.
 */
export async function sweep(settings: FixSettings, world: FixWorld): Promise<FixRecord> {
  const { requests, open } = await findLost(settings, world);
  const notes = await closeEnded(world, open);
  let ended: FixRecord | undefined;
  for (const { link } of requests.slice(0, MOST_REFUSED)) {
    world.signal.throwIfAborted();
    ended = await fix({ ...settings, comment: link, runMode: 'plan' }, world);
    if (!isTurnedAway(ended)) break;
  }
  return ended ?? concludeFix(settings, world, { situation: 'otherRunMode', headline: 'No request was lost.', notes });
}

/** For what it is itself; where the money is spent, the others are left to a later run. */
function isTurnedAway({ situation, gate = [] }: FixRecord): boolean {
  const isBeyond = gate.some(({ check, state }) => check === 'budget' && state === 'refused');
  return (situation === 'refused' || situation === 'quiet') && !isBeyond;
}
