import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { badInputs, type InputProblem } from '../errors';
import { INPUTS } from '../steps/settings/inputs';
import { quoted } from '../steps/settings/kinds';
import { badWords } from './bad-words';
import { readTextFile } from './text-file';

const LARGEST = 1_000_000;

/**
 * Inputs from a file of the user's choosing: names and values in YAML, lists as lists. A file is read only when it is
 * named, since one that lies in the repository could come with the change itself.
 * @throws SecondPassError `bad-input` naming the file and what is wrong in it
 */
export function readSettingsFile(file: string, folder: string): Record<string, string> {
  const values = parsed(file, textOf(file, folder));
  if (values === null) return {};
  if (typeof values !== 'object' || Array.isArray(values)) {
    throw badInputs([{ input: '--config', was: quoted(file), allowed: 'a file of lines like `effort: high`' }]);
  }
  const problems: InputProblem[] = [];
  const inputs: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    const text = textOfValue(value);
    if (!(name in INPUTS)) problems.push({ input: name, was: `in ${file}`, allowed: nearest(name) });
    else if (text === undefined)
      problems.push({ input: name, was: `neither text nor list in ${file}`, allowed: allowedFor(name) });
    else inputs[name] = text;
  }
  if (problems.length > 0) throw badInputs(problems);
  return inputs;
}

function textOf(file: string, folder: string): string {
  const path = resolve(folder, file);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw badInputs([{ input: '--config', was: quoted(file), allowed: 'a file that exists' }]);
  if (stat.size > LARGEST)
    throw badInputs([
      { input: '--config', was: `${quoted(file)}, ${stat.size} bytes`, allowed: `at most ${LARGEST} bytes` },
    ]);
  try {
    return readTextFile(path);
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw badInputs([{ input: '--config', was: `${quoted(file)} (${why})`, allowed: 'a file that may be read' }]);
  }
}

function parsed(file: string, text: string): unknown {
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true });
  const [error] = document.errors;
  if (error) throw notYaml(file, (error.message.split('\n')[0] ?? '').replace(/:$/, ''));
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    throw notYaml(file, 'it repeats itself too often');
  }
}

function notYaml(file: string, why: string) {
  return badWords(`${file} is not YAML: ${why}.`, 'It holds inputs by their names, one a line: `effort: high`.');
}

function textOfValue(value: unknown): string | undefined {
  if (value === null) return '';
  if (Array.isArray(value)) {
    const lines = value.map(textOfValue);
    return lines.includes(undefined) ? undefined : lines.join('\n');
  }
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}

function allowedFor(name: string): string {
  return INPUTS[name as keyof typeof INPUTS].allowed;
}

function nearest(name: string): string {
  const same = Object.keys(INPUTS).find((known) => known.toLowerCase() === name.toLowerCase().replace(/[-_]/g, ''));
  return same === undefined
    ? 'the names in docs/configuration.md; keys and connections are never read from a file'
    : same;
}
