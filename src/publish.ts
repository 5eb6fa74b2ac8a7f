import { isSecondPassError, type SecondPassError } from './errors';
import type { ThreadOperation } from './steps/threads/plan';
import type { World } from './world';

export interface Published {
  operations: readonly ThreadOperation[];
  /** Thread ids by finding key. */
  threadIds: ReadonlyMap<string, number>;
  /** Operations that could not be carried out. */
  failed: ReadonlySet<ThreadOperation>;
  /** What could not be written, and why. */
  notes: readonly string[];
}

/** Carries out the plan, one change at a time; a change that fails is told and does not stop the others. */
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
      if (!isSecondPassError(error) || isFatal(error) || world.signal.aborted) throw error;
      failed.add(operation);
      notes.push(`Could not ${operation.operation} a thread: ${error.message}`);
    }
  }
  world.log.info(countsOf(operations));
  return { operations, threadIds, failed, notes };
}

/** After these no other write would succeed. */
function isFatal({ kind, code }: SecondPassError): boolean {
  return kind === 'deadline' || kind === 'cancelled' || code === 'forbidden' || code === 'unauthorized';
}

function countsOf(operations: readonly ThreadOperation[]): string {
  const counts = new Map<string, number>();
  for (const { operation } of operations) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  return `Threads: ${[...counts].map(([operation, count]) => `${operation} ${count}`).join(', ') || 'nothing to do'}.`;
}
