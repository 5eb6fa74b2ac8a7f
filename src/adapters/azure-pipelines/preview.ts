import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogWriter } from './log-writer';

/**
 * Writes what would be sent into a file of its own below the agent's temporary folder, for later steps, answers with its path, and attaches it to
 * the run as `second-pass.preview` unless no source may be kept there. Known secrets are masked in it.
 */
export function leavePreview(
  writer: LogWriter,
  temporaryFolder: string,
  { name, artifacts }: { name: string; artifacts: 'none' | 'excerpts' | 'full' },
  text: string,
): string {
  const folder = mkdtempSync(join(temporaryFolder, 'second-pass-artifacts-'));
  chmodSync(folder, 0o700);
  const path = join(folder, `${name}.preview.txt`);
  writeFileSync(path, writer.masked(text), { mode: 0o600 });
  if (artifacts !== 'none') writer.addAttachment('second-pass.preview', name, path);
  const kept = artifacts === 'none' ? ' It is not attached, since `artifacts` is `none`.' : '';
  writer.info(`What would be sent stands in ${path}${kept && '.'}${kept}`);
  return path;
}
