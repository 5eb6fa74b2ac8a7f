import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type { ScanFile } from '../../ports/scanner';
import type { ScanLimits } from './limits';

/** Copies of one side's files, ready to be scanned. */
export interface ExportedSide {
  folder: string;
  count: number;
  /** Path in the repository by name in the folder, where they differ. */
  renamed: ReadonlyMap<string, string>;
  notes: readonly string[];
  /** True when a file that should be scanned could not be. */
  incomplete: boolean;
}

const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

const MEANINGFUL =
  /^(?:\.git|\.gitignore|\.gitattributes|\.gitmodules|\.semgrep.*|\.opengrep.*|renamed-by-second-pass)$/i;

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
  const renamed = new Map<string, string>();
  const taken = new Set<string>(['.semgrepignore']);
  const { chosen, notes, incomplete } = choose(contentsOf(files, side), limits);
  for (const [path, content] of chosen) {
    const name = nameFor(path, taken, renamed.size);
    if (name !== path) renamed.set(name, path);
    await mkdir(dirname(join(folder, name)), { recursive: true, mode: 0o700 });
    await writeFile(join(folder, name), content, { mode: 0o600, flag: 'wx' });
  }
  return { folder, count: chosen.size, renamed, notes, incomplete };
}

function contentsOf(files: readonly ScanFile[], side: 'after' | 'before'): Map<string, Uint8Array> {
  const contents = new Map<string, Uint8Array>();
  for (const file of files) {
    if (side === 'after') contents.set(file.path, file.after);
    else if (file.before) contents.set(file.oldPath ?? file.path, file.before);
  }
  return contents;
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

/** The path itself where every system can hold it and no scanner reads meaning into it; else a name of our own. */
function nameFor(path: string, taken: Set<string>, index: number): string {
  const folded = path.toLowerCase();
  const folders = foldersOf(folded);
  const clashes =
    taken.has(folded) || taken.has(`${folded}/`) || folders.some((parent) => taken.has(parent.slice(0, -1)));
  const name = isPlain(path) && !clashes ? path : `renamed-by-second-pass/${index + 1}/file${safeEnding(path)}`;
  taken.add(name.toLowerCase());
  for (const parent of foldersOf(name.toLowerCase())) taken.add(parent);
  return name;
}

/** `a/` and `a/b/` of `a/b/c`. */
function foldersOf(path: string): string[] {
  const segments = path.split('/').slice(0, -1);
  return segments.map((_, index) => `${segments.slice(0, index + 1).join('/')}/`);
}

/** ASCII without characters that are encoded in addresses, so that the scanner's answer names the same path. */
function isPlain(path: string): boolean {
  if (path.length > 180 || !/^[\w.@+=,()[\]{}~!#$&' /-]+$/.test(path)) return false;
  return path.split('/').every(isPlainSegment);
}

function isPlainSegment(segment: string): boolean {
  if (segment === '' || segment.length > 100 || /^\.{1,2}$|[. ]$|^[ -]/.test(segment)) return false;
  return !RESERVED.test(segment) && !MEANINGFUL.test(segment) && !/~\d/.test(segment);
}

function safeEnding(path: string): string {
  const ending = extname(path);
  return /^\.[a-z0-9]{1,12}$/i.test(ending) ? ending : '';
}
