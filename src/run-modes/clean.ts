import { isSecondPassError } from '../errors';
import type { HostWrite } from '../ports/code-host';
import { concludeRunMode } from '../stages/conclude-run-mode';
import { cleanResult } from '../steps/record/clean-result';
import type { RunModeRecord } from '../steps/record/run-mode-record';
import type { Settings } from '../steps/settings/settings';
import { planTakeBack } from '../steps/threads/take-back';
import type { World } from '../world';

/**
 * Run mode `clean`: takes back what this identity wrote under this name; a thread that people answered in is closed and
 * left. A second run finds nothing to do, and one that was broken off is finished by the next.
 */
export async function clean(settings: Settings, world: World): Promise<RunModeRecord> {
  const pullRequest = await world.host.pullRequest();
  const { threads } = await world.host.conversation(pullRequest.iteration.id);
  const plan = planTakeBack(threads, pullRequest, { name: settings.name, url: world.run.url });
  const problems = await carryOut(plan.writes, world);
  return concludeRunMode(settings, world, {
    situation: problems.length === 0 ? 'otherRunMode' : 'setUpAtFault',
    problems,
    pullRequest,
    result: cleanResult(plan, problems.length),
  });
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
