import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { badInputs } from '../errors';
import type { Terminal } from './terminal';

/** Where the result goes. */
export interface Output {
  isFile: boolean;
  write(text: string): void;
}

/**
 * The file that `--output` names, or the standard output. Looked at before any work, so that nothing is paid for in vain.
 * @throws SecondPassError `bad-input` for a folder, or a place that cannot be written
 */
export function openOutput(file: string | undefined, terminal: Terminal): Output {
  if (file === undefined) return { isFile: false, write: terminal.print };
  const path = resolve(terminal.folder, file);
  const why = whyNot(path);
  if (why) throw badInputs([{ input: '--output', was: JSON.stringify(file), allowed: why }]);
  return {
    isFile: true,
    write(text) {
      writeFileSync(path, terminal.mask.hide(text));
      terminal.say(`Written to ${path}\n`);
    },
  };
}

function whyNot(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return 'a file; this is a folder';
  try {
    accessSync(stat ? path : dirname(path), constants.W_OK);
    return undefined;
  } catch {
    return stat ? 'a file that may be written' : 'a file in a folder that exists and may be written';
  }
}
