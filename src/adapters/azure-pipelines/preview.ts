import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogWriter } from './log-writer';

/**
 * Writes what would be sent into a file of its own below the agent's temporary folder and attaches it to the run as
 * `second-pass.preview`; known secrets are masked in it. Gives its path. `name` is the input of that name.
 */
export function leavePreview(writer: LogWriter, temporaryFolder: string, name: string, text: string): string {
  const folder = mkdtempSync(join(temporaryFolder, 'second-pass-artifacts-'));
  chmodSync(folder, 0o700);
  const path = join(folder, `${name}.preview.txt`);
  writeFileSync(path, writer.masked(text), { mode: 0o600 });
  writer.addAttachment('second-pass.preview', name, path);
  writer.info(`What would be sent stands in ${path}`);
  return path;
}
