import { inFull, isSecondPassError } from '../errors';
import type { FixWorld } from '../fix-world';
import type { FixSettings } from '../steps/settings/fix-settings';

/** Whether a person may ask. Without a list only who queued the run himself may; a look-up that fails is a no. */
export async function mayAsk(personId: string, { requesters }: FixSettings, world: FixWorld): Promise<boolean> {
  if (requesters.length === 0) return personId !== '' && personId === world.run.queuedBy.id;
  try {
    return await world.people.belongs(personId, requesters);
  } catch (error) {
    if (!isSecondPassError(error) || error.kind === 'cancelled' || error.kind === 'deadline') throw error;
    world.log.warn(`Whether the author may ask could not be looked up, which counts as a no: ${inFull(error)}`);
    return false;
  }
}
