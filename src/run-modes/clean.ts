import { isSecondPassError } from '../errors';
import type { HostWrite } from '../ports/code-host';
import { conclude } from '../stages/conclude';
import { concludeFailure } from '../stages/conclude-failure';
import type { RunRecord } from '../steps/record/record';
import { plural } from '../steps/record/status-text';
import type { Settings } from '../steps/settings/settings';
import { planTakeBack, type TakeBack } from '../steps/threads/take-back';
import type { World } from '../world';

/**
 * Run mode `clean`: takes back what this identity wrote under this name; a thread that people answered in is closed and
 * left. A second run finds nothing to do, and one that was broken off is finished by the next.
 */
export async function clean(settings: Settings, world: World): Promise<RunRecord> {
  try {
    const pullRequest = await world.host.pullRequest();
    const { threads } = await world.host.conversation(pullRequest.iteration.id);
    const plan = planTakeBack(threads, pullRequest, { name: settings.name, url: world.run.url });
    const notes = await carryOut(plan.writes, world);
    const problems = [headline(plan, notes.length), ...notes];
    return await conclude(settings, world, {
      situation: notes.length === 0 ? 'otherRunMode' : 'setUpAtFault',
      problems,
      pullRequest,
    });
  } catch (error) {
    // Nothing new is written in a mode that takes away.
    return concludeFailure(settings, { ...world, host: { ...world.host, apply: async () => ({}) } }, error);
  }
}

/** One after the other; what cannot be written is told and does not stop the others. */
async function carryOut(writes: readonly HostWrite[], { host, signal }: World): Promise<string[]> {
  const failed: string[] = [];
  for (const write of writes) {
    signal.throwIfAborted();
    try {
      await host.apply(write);
    } catch (error) {
      if (!isSecondPassError(error) || error.code === 'unauthorized') throw error;
      failed.push(`Could not write (${write.kind}): ${error.message} ${error.advice}`.trim());
    }
  }
  return [...new Set(failed)];
}

function headline({ removed, closed }: TakeBack, failures: number): string {
  if (failures > 0) return `Not everything could be taken back: ${plural(failures, 'write')} failed.`;
  if (removed + closed === 0) return 'There is nothing to take back.';
  return `Taken back: ${plural(removed, 'thread')} removed, ${closed} with answers of people closed and left.`;
}
