import type { InputProblem } from '../../errors';
import { type Input, isMacro, quoted } from './kinds';

export interface InputsReading {
  values: Record<string, unknown>;
  notes: string[];
  problems: InputProblem[];
}

/**
 * Reads all inputs of a task at once. A name that is absent takes its default; so does an empty text, except where
 * empty has a meaning of its own (no cap); so does a `$(macro)` that the agent did not expand.
 */
export function readInputs(
  inputs: Readonly<Record<string, Input<unknown>>>,
  raw: Readonly<Record<string, string>>,
): InputsReading {
  const notes: string[] = [];
  const problems: InputProblem[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, input] of Object.entries(inputs)) {
    const given = raw[name]?.trim();
    const text = given !== undefined && isMacro(given) ? undefined : given;
    if (given !== text)
      notes.push(`Input "${name}" holds ${shown(input, given ?? '')}, which nothing defined: not set.`);
    const reading = text === undefined ? input.read(input.default) : input.read(text === '' ? input.empty : text);
    if (reading.ok) values[name] = reading.value;
    else problems.push({ input: name, was: shown(input, text ?? ''), allowed: reading.allowed ?? input.allowed });
    if (reading.ok) notes.push(...(reading.notes ?? []).map((note) => `Input "${name}": ${note}`));
  }
  return { values, notes, problems };
}

export function freezeDeep<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (part !== null && typeof part === 'object') freezeDeep(part);
  return Object.freeze(value);
}

/** What an event may have filled in is measured and never repeated: the agent expands macros in it, secret ones too. */
function shown({ isForeign }: Input<unknown>, text: string): string {
  return isForeign ? `a text of ${text.length} characters` : quoted(text);
}
