import { badInputs, type InputProblem } from '../../errors';
import { contradictions } from './contradictions';
import { INPUTS } from './inputs';
import { isMacro, quoted } from './kinds';
import type { Settings } from './settings';

export interface SettingsReading {
  /** Frozen, lists included. */
  settings: Settings;
  /** What the reader of the log should know: inputs that count as not set, and why. */
  notes: readonly string[];
}

/**
 * Reads all inputs at once. A name that is absent takes its default; so does an empty text, except where
 * empty has a meaning of its own (no cap); so does a `$(macro)` that the agent did not expand.
 * @throws SecondPassError `bad-input`, naming every input that cannot be used.
 */
export function readSettings(raw: Readonly<Record<string, string>>): SettingsReading {
  const notes: string[] = [];
  const problems: InputProblem[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, input] of Object.entries(INPUTS)) {
    const given = raw[name]?.trim();
    const text = given !== undefined && isMacro(given) ? undefined : given;
    if (given !== text) notes.push(`Input "${name}" holds ${quoted(given ?? '')}, which nothing defined: not set.`);
    const reading = text === undefined ? input.read(input.default) : input.read(text === '' ? input.empty : text);
    if (reading.ok) values[name] = reading.value;
    else problems.push({ input: name, was: quoted(text ?? ''), allowed: reading.allowed ?? input.allowed });
    if (reading.ok) notes.push(...(reading.notes ?? []).map((note) => `Input "${name}": ${note}`));
  }
  const settings = withFamily(values) as unknown as Settings;
  problems.push(...contradictions(settings));
  if (problems.length > 0) throw badInputs(problems);
  return { settings: freezeDeep(settings), notes };
}

/** The family of a model is the model itself, unless a deployment hides it behind a name of its own. */
function withFamily(values: Record<string, unknown>): Record<string, unknown> {
  return values.modelFamily === '' ? { ...values, modelFamily: values.model } : values;
}

function freezeDeep<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (part !== null && typeof part === 'object') freezeDeep(part);
  return Object.freeze(value);
}
