import { failureEnding } from '../steps/conclusion/failure-ending';
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

export function concludeRunModeFailure(settings: Settings, world: World, error: unknown): RunModeRecord {
  return concludeRunMode(settings, world, failureEnding(error));
}
