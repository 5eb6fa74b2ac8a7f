import { inFull } from '../errors';
import { carryOut } from '../stages/carry-out';
import { concludeRunMode } from '../stages/conclude-run-mode';
import { cleanResult } from '../steps/record/clean-result';
import type { RunModeRecord } from '../steps/record/run-mode-record';
import type { Settings } from '../steps/settings/settings';
import { recall } from '../steps/threads/own-threads';
import { planTakeBack } from '../steps/threads/take-back';
import type { World } from '../world';

/**
 * Run mode `clean`: takes back what this identity wrote under this name; a thread that people answered in is closed and
 * left. A second run finds nothing to do, and one that was broken off is finished by the next.
 */
export async function clean(settings: Settings, world: World): Promise<RunModeRecord> {
  const pullRequest = await world.host.pullRequest();
  const conversation = await world.host.conversation(pullRequest.iteration.id);
  const past = recall(conversation, pullRequest, settings.name, world.signingKey);
  const plan = planTakeBack(conversation.threads, past, pullRequest, {
    name: settings.name,
    url: world.run.tabUrl ?? world.run.url,
  });
  const unwritten = await carryOut(plan.writes, world.host, world.signal);
  const problems = [
    ...new Set(unwritten.map(({ write, error }) => `Could not write (${write.kind}): ${inFull(error)}`)),
  ];
  return concludeRunMode(settings, world, {
    situation: problems.length === 0 ? 'otherRunMode' : 'setUpAtFault',
    problems,
    codes: [...new Set(unwritten.map(({ error }) => error.code))],
    pullRequest,
    result: cleanResult(plan, unwritten.length),
  });
}
