import type { FixWorld } from '../fix-world';
import { fixFailureEnding } from '../steps/conclusion/fix-failure-ending';
import { composeFixRecord, type FixParts } from '../steps/record/compose-fix-record';
import type { FixRecord } from '../steps/record/fix-record';
import type { FixSettings } from '../steps/settings/fix-settings';

type Known = Pick<FixParts, 'situation' | 'headline' | 'problems' | 'codes' | 'notes' | 'found'>;

/** The end of a run: its record. */
export function concludeFix(settings: FixSettings, world: FixWorld, known: Known): FixRecord {
  const { run, clock, calls, sent, tools } = world;
  return composeFixRecord({
    ...{ ...known, settings, run, calls, tools, receipt: sent },
    ...{ endedAt: clock.now(), stages: world.stages() },
  });
}

export function concludeFixFailure(
  settings: FixSettings,
  world: FixWorld,
  error: unknown,
  found: NonNullable<FixParts['found']> = {},
): FixRecord {
  return concludeFix(settings, world, { ...fixFailureEnding(error), found });
}
