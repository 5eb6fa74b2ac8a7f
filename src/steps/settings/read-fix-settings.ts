import { badInputs } from '../../errors';
import { fixContradictions } from './fix-contradictions';
import { FIX_INPUTS } from './fix-inputs';
import type { FixSettings } from './fix-settings';
import { freezeDeep, readInputs } from './read-inputs';
import { withFamily } from './read-settings';

export interface FixSettingsReading {
  /** Frozen, lists included. */
  settings: FixSettings;
  notes: readonly string[];
}

/** @throws SecondPassError `bad-input`, naming every input that cannot be used. */
export function readFixSettings(raw: Readonly<Record<string, string>>): FixSettingsReading {
  const { values, notes, problems } = readInputs(FIX_INPUTS, raw);
  const settings = withFamily(values) as unknown as FixSettings;
  problems.push(...fixContradictions(settings));
  if (problems.length > 0) throw badInputs(problems, 'docs/fix.md');
  return { settings: freezeDeep(settings), notes };
}
