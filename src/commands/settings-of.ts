import { harmless } from '../steps/comments/harmless';
import { readSettings } from '../steps/settings/read-settings';
import type { Settings } from '../steps/settings/settings';
import { inputsGiven } from './input-options';
import { readSettingsFile } from './settings-file';
import type { Terminal } from './terminal';

export interface SettingsWords {
  config?: string;
}

/** The command line wins over the file. Nobody is spared a comment: there is no page to keep readable. */
export function settingsOf(words: SettingsWords, terminal: Terminal): Settings {
  const file = words.config === undefined ? {} : readSettingsFile(words.config, terminal.folder);
  const { settings, notes } = readSettings({ ...file, ...inputsGiven({ ...words }) });
  for (const note of notes) terminal.say(`${harmless(note)}\n`);
  return { ...settings, maxComments: Number.MAX_SAFE_INTEGER };
}
