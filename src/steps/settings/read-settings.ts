import { badInputs } from '../../errors';
import { contradictions } from './contradictions';
import { INPUTS } from './inputs';
import { freezeDeep, readInputs } from './read-inputs';
import type { Settings } from './settings';

export interface SettingsReading {
  /** Frozen, lists included. */
  settings: Settings;
  /** What the reader of the log should know: inputs that count as not set, and why. */
  notes: readonly string[];
}

/** @throws SecondPassError `bad-input`, naming every input that cannot be used. */
export function readSettings(raw: Readonly<Record<string, string>>): SettingsReading {
  const { values, notes, problems } = readInputs(INPUTS, raw);
  const settings = withFamily(values) as unknown as Settings;
  problems.push(...contradictions(settings));
  if (problems.length > 0) throw badInputs(problems);
  return { settings: freezeDeep(settings), notes };
}

/** The family of a model is the model itself, unless a deployment hides it behind a name of its own. */
export function withFamily(values: Record<string, unknown>): Record<string, unknown> {
  return values.modelFamily === '' ? { ...values, modelFamily: values.model } : values;
}
