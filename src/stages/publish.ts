import { isSecondPassError, type SecondPassError } from '../errors';
import type { ThreadOperation } from '../steps/threads/thread-operation';
import type { World } from '../world';

export interface Published {
  operations: readonly ThreadOperation[];
  /** Thread ids by finding key. */
  threadIds: ReadonlyMap<string, number>;
  /** Operations that could not be carried out. */
  failed: ReadonlySet<ThreadOperation>;
  /** What could not be written, and why. */
  notes: readonly string[];
  /** Set when the run was stopped: nothing was written from then on. */
  stopped?: SecondPassError;
}

/** Carries out the plan, one change at a time; a change that fails is told, and only the end of the run stops the others. */
export async function publish(
  world: Pick<World, 'host' | 'log' | 'signal'>,
  operations: readonly ThreadOperation[],
): Promise<Published> {
  const threadIds = new Map<string, number>();
  const failed = new Set<ThreadOperation>();
  const notes: string[] = [];
  for (const operation of operations) {
    try {
      for (const write of operation.writes) {
        world.signal.throwIfAborted();
        const { threadId } = await world.host.apply(write);
        if (operation.operation === 'open' && operation.finding && threadId !== undefined)
          threadIds.set(operation.finding.key, threadId);
      }
    } catch (error) {
      if (!isSecondPassError(error) || isFatal(error)) throw error;
      failed.add(operation);
      if (!world.signal.aborted) notes.push(`Could not ${operation.operation} a thread: ${error.message}`);
    }
  }
  for (const note of new Set(notes)) world.log.info(note);
  const stopped = failed.size > 0 && world.signal.aborted ? { stopped: world.signal.reason } : {};
  return { operations, threadIds, failed, notes, ...stopped };
}

/** After these no other write would succeed. */
function isFatal({ code }: SecondPassError): boolean {
  return code === 'forbidden' || code === 'unauthorized';
}
