import { isSecondPassError } from './errors';
import type { ThreadOperation } from './steps/threads/plan';
import type { World } from './world';

export interface Published {
  /** Thread ids by finding key. */
  threadIds: ReadonlyMap<string, number>;
  /** What could not be written, and why. */
  notes: readonly string[];
}

/** Carries out the plan, one change at a time; a change that fails is told and does not stop the others. */
export async function publish(
  world: Pick<World, 'host' | 'log'>,
  plan: readonly ThreadOperation[],
): Promise<Published> {
  const threadIds = new Map<string, number>();
  const notes: string[] = [];
  for (const operation of plan) {
    try {
      for (const write of operation.writes) {
        const written = await world.host.apply(write);
        if (operation.finding && written.threadId !== undefined) threadIds.set(operation.finding.key, written.threadId);
      }
    } catch (error) {
      if (!isSecondPassError(error) || error.code === 'forbidden' || error.code === 'unauthorized') throw error;
      notes.push(`Could not ${operation.operation} a thread: ${error.message}`);
    }
  }
  world.log.info(`${threadIds.size} threads opened, ${plan.length - threadIds.size} left or changed.`);
  return { threadIds, notes };
}
