import { fix } from './fix';
import type { FixWorld } from './fix-world';
import type { FixRecord } from './steps/record/fix-record';
import type { FixSettings } from './steps/settings/fix-settings';
import { closeEnded } from './work/close-ended';
import { concludeFix } from './work/conclude-fix';
import { findLost } from './work/find-lost';

/**
 * Run mode `sweep`: events get lost, and approvals run out. Tells those whose plan came to nothing, and works on the oldest
 * request that nobody answered, as `plan` would; the next run takes the next one.
 */
export async function sweep(settings: FixSettings, world: FixWorld): Promise<FixRecord> {
  const { requests, open } = await findLost(settings, world);
  const notes = await closeEnded(world, open);
  const [oldest] = requests;
  if (oldest) return fix({ ...settings, comment: oldest.link, runMode: 'plan' }, world);
  return concludeFix(settings, world, { situation: 'otherRunMode', headline: 'No request was lost.', notes });
}
