import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A PATH on which these programs of the machine are, and no others. */
export function pathWith(...programs: string[]): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'second-pass-path-'));
  for (const program of programs) {
    const folders = (process.env.PATH ?? '').split(delimiter);
    const found = folders.map((folder) => join(folder, program)).find((file) => existsSync(file));
    if (found) symlinkSync(found, join(path, program));
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
