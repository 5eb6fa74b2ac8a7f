import { isUtf8 } from 'node:buffer';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ScanFile } from '../../ports/scanner';
import type { ScanLimits } from './limits';
import { createSafeNames, type SafeNames } from './safe-names';

/** Copies of one side's files, ready to be scanned. */
export interface ExportedSide {
  folder: string;
  count: number;
  names: SafeNames;
  notes: readonly string[];
  /** True when a file that should be scanned could not be. */
  incomplete: boolean;
}

const SCRIPT_MARK = Buffer.from('#!');

/** Writes one side of the files as plain files with safe names into a new folder. */
export async function exportSide(
  files: readonly ScanFile[],
  side: 'after' | 'before',
  folder: string,
  limits: ScanLimits,
): Promise<ExportedSide> {
  await mkdir(folder, { mode: 0o700 });
  // An ignore file of our own, or the scanner would skip folders such as `test` by default.
  await writeFile(join(folder, '.semgrepignore'), '', { mode: 0o600 });
  const names = createSafeNames();
  const { chosen, notes, incomplete } = choose(contentsOf(files, side), limits);
  for (const [path, content] of chosen) {
    const copy = join(folder, names.nameOf(path));
    await mkdir(dirname(copy), { recursive: true, mode: 0o700 });
    await writeFile(copy, content, { mode: modeOf(content), flag: 'wx' });
  }
  return { folder, count: chosen.size, names, notes, incomplete };
}

/** Only of an executable file is the first line asked for its language; whoever starts an interpreter by hand needs no such right. */
function modeOf(content: Uint8Array): number {
  return SCRIPT_MARK.equals(content.subarray(0, SCRIPT_MARK.length)) ? 0o700 : 0o600;
}

function contentsOf(files: readonly ScanFile[], side: 'after' | 'before'): Map<string, Uint8Array> {
  const contents = new Map<string, Uint8Array>();
  for (const file of files) {
    if (side === 'after') contents.set(file.path, asUtf8(file.after));
    else if (file.before) contents.set(file.oldPath ?? file.path, asUtf8(file.before));
  }
  return contents;
}

/** As the reviewer sees it: rules that look for words pass over a file with one byte that is no UTF-8. */
function asUtf8(content: Uint8Array): Uint8Array {
  return isUtf8(content) ? content : Buffer.from(Buffer.from(content).toString('utf8'));
}

function choose(contents: ReadonlyMap<string, Uint8Array>, limits: ScanLimits) {
  const chosen = new Map<string, Uint8Array>();
  let total = 0;
  let large = 0;
  let beyond = 0;
  for (const [path, content] of contents) {
    if (content.length > limits.fileBytes) large += 1;
    else if (chosen.size >= limits.files || total + content.length > limits.totalBytes) beyond += 1;
    else {
      chosen.set(path, content);
      total += content.length;
    }
  }
  const notes: string[] = [];
  if (large > 0) notes.push(`${large} file(s) larger than ${limits.fileBytes} bytes were not scanned`);
  if (beyond > 0)
    notes.push(`${beyond} file(s) beyond ${limits.files} files or ${limits.totalBytes} bytes were not scanned`);
  return { chosen, notes, incomplete: large + beyond > 0 };
}
