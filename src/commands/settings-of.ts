import { harmless } from '../steps/comments/harmless';
import { readSettings } from '../steps/settings/read-settings';
import type { Settings } from '../steps/settings/settings';
import { inputsGiven } from './input-options';
import { triedPolicy } from './policy-words';
import { readSettingsFile } from './settings-file';
import type { Terminal } from './terminal';

export interface SettingsWords {
  config?: string;
  /** The file of a policy, to see what it would change. */
  policy?: string;
  /** The project or project/repository that the policy is asked about. */
  for?: string;
}

/** The command line wins over the file, a policy over both. Nobody is spared a comment: there is no page to keep readable. */
export function settingsOf(words: SettingsWords, terminal: Terminal): Settings {
  const inputs = inputsOf(words, terminal);
  const { settings, notes } = readSettings(inputs);
  const governed = words.policy === undefined ? { settings, notes: [] } : triedPolicy(words, inputs, terminal);
  for (const note of [...notes, ...governed.notes]) terminal.say(`${harmless(note)}\n`);
  return { ...governed.settings, maxComments: Number.MAX_SAFE_INTEGER };
}

export function inputsOf(words: SettingsWords, terminal: Terminal): Record<string, string> {
  const file = words.config === undefined ? {} : readSettingsFile(words.config, terminal.folder);
  return { ...file, ...inputsGiven({ ...words }) };
}
