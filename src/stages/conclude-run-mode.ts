import { type FailureEnding, failureEnding, withUntold } from '../steps/conclusion/failure-ending';
import { composeRunModeRecord, type RunModeParts } from '../steps/record/compose-run-mode-record';
import type { RunModeRecord } from '../steps/record/run-mode-record';
import type { Settings } from '../steps/settings/settings';
import type { World } from '../world';

type Known = Omit<RunModeParts, 'settings' | 'run' | 'endedAt' | 'stages'>;

/** The end of a mode that reviews nothing: it has a record, and no words for the pull request. */
export function concludeRunMode(settings: Settings, world: World, known: Known): RunModeRecord {
  const { run, clock } = world;
  return composeRunModeRecord({ ...known, settings, run, endedAt: clock.now(), stages: world.stages() });
}

/** Only a bad input of the mode that writes is posted: a status of the review is no place for a failed preview. */
export async function concludeRunModeFailure(settings: Settings, world: World, error: unknown): Promise<RunModeRecord> {
  const ending = failureEnding(error);
  if (settings.runMode !== 'clean' || ending.situation !== 'badInput') return concludeRunMode(settings, world, ending);
  const posted = await postProblems(settings, world, ending).catch((second) => withUntold(ending, error, second));
  return concludeRunMode(settings, world, posted);
}

async function postProblems({ name }: Settings, { host, run }: World, ending: FailureEnding): Promise<FailureEnding> {
  const { iteration } = await host.pullRequest();
  const description = ending.problems.join(' ');
  const url = run.tabUrl ?? run.url;
  const targetUrl = url === '' ? {} : { targetUrl: url };
  await host.apply({ kind: 'status', iteration: iteration.id, name, state: 'error', description, ...targetUrl });
  return ending;
}
