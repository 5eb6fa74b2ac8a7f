import { constants } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { FoundSarif, SarifFile, SarifFiles } from '../../ports/sarif-files';
import { isInside } from '../process/paths';
import { filesMatching } from './files-matching';

export interface SarifFilesOptions {
  /** Absolute folder that relative globs start from: System.DefaultWorkingDirectory. */
  workingDirectory: string;
  limits?: Partial<SarifFileLimits>;
}

export interface SarifFileLimits {
  files: number;
  fileBytes: number;
  totalBytes: number;
  /** Folder entries that are looked at for one glob. */
  entries: number;
}

const USUAL: SarifFileLimits = { files: 100, fileBytes: 50_000_000, totalBytes: 200_000_000, entries: 200_000 };

/** Finds and reads SARIF files of the working directory. What lies behind a link that leads out of it is not read. */
export function createSarifFiles(options: SarifFilesOptions): SarifFiles {
  const limits = { ...USUAL, ...options.limits };
  const { workingDirectory } = options;
  return {
    read: (globs, ownPaths) => read(globs, ownPaths, workingDirectory, limits),
    ownAmong: (names, ownPaths) => ownAmong(names, ownPaths, workingDirectory),
  };
}

async function ownAmong(
  names: readonly string[],
  ownPaths: readonly string[],
  workingDirectory: string,
): Promise<ReadonlySet<string>> {
  const root = await realpath(workingDirectory).catch(() => workingDirectory);
  const own = new Set<string>();
  for (const name of names) {
    const path = resolve(root, name);
    const real = await realpath(path).catch(() => path);
    if ((await isOwn(path, root, ownPaths)) || (await isOwn(real, root, ownPaths))) own.add(name);
  }
  return own;
}

async function read(
  globs: readonly string[],
  ownPaths: readonly string[],
  workingDirectory: string,
  limits: SarifFileLimits,
): Promise<FoundSarif> {
  const notes: string[] = [];
  const files: SarifFile[] = [];
  const root = await realpath(workingDirectory).catch(() => workingDirectory);
  const found = await findAll(globs, root, limits, notes);
  let room = limits.totalBytes;
  for (const { path, base } of found) {
    const name = nameOf(path, root);
    const read = await readOne(
      path,
      { base, root },
      ownPaths,
      files.length < limits.files ? Math.min(limits.fileBytes, room) : -1,
    );
    if (typeof read === 'string') notes.push(`SARIF file ${name} was not read: ${read}.`);
    else files.push({ name, content: read });
    if (typeof read !== 'string') room -= read.length;
  }
  return { files, notes, partial: notes.length > 0 };
}

/** Every file once, in the order of the globs and then of the names; `!` takes away what earlier globs found. */
async function findAll(globs: readonly string[], root: string, limits: SarifFileLimits, notes: string[]) {
  const found = new Map<string, string>();
  for (const glob of globs.map((text) => text.trim()).filter((text) => text !== '' && !text.startsWith('#'))) {
    const isTaken = glob.startsWith('!');
    const { paths, base, trouble } = await filesMatching(isTaken ? glob.slice(1) : glob, root, limits.entries);
    if (trouble !== undefined) notes.push(`\`sarif\` ${JSON.stringify(glob)}: ${trouble}.`);
    else if (paths.length === 0 && !isTaken) notes.push(`\`sarif\` ${JSON.stringify(glob)} matched no file.`);
    for (const path of paths) {
      if (isTaken) found.delete(path);
      else if (!found.has(path)) found.set(path, base);
    }
  }
  return [...found].map(([path, base]) => ({ path, base }));
}

function nameOf(path: string, root: string): string {
  return (isInside(path, [root]) ? relative(root, path) : path).split(sep).join('/');
}

/** The content, or why it was not read. */
async function readOne(
  path: string,
  { base, root }: { base: string; root: string },
  ownPaths: readonly string[],
  most: number,
): Promise<Uint8Array | string> {
  if (most < 0) return 'too many files match';
  try {
    const real = await realpath(path);
    if (!isInside(real, [base])) return 'it is a link that leads out of the folder';
    if ((await isOwn(path, root, ownPaths)) || (await isOwn(real, root, ownPaths)))
      return 'the pull request itself contains it';
    return await readBounded(real, most);
  } catch (error) {
    return `it cannot be opened (${error instanceof Error && 'code' in error ? error.code : 'unknown error'})`;
  }
}

/**
 * True when the file stands where the pull request changes one: below the working directory, or below any checkout that
 * lies in a folder of its own. One of the same name elsewhere is an earlier step's.
 */
async function isOwn(path: string, root: string, ownPaths: readonly string[]): Promise<boolean> {
  const own = new Set(ownPaths.map((one) => one.toLowerCase()));
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const isChecked = own.has(nameOf(path, folder).toLowerCase());
    if (isChecked && (folder === root || (await isCheckout(folder)))) return true;
    if (folder === dirname(folder)) return false;
  }
}

/** A worktree and a submodule have a file of that name. */
function isCheckout(folder: string): Promise<boolean> {
  return lstat(join(folder, '.git')).then(
    () => true,
    () => false,
  );
}

async function readBounded(path: string, most: number): Promise<Uint8Array | string> {
  // Not blocking, or a named pipe would hold the run for ever.
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const entry = await file.stat();
    const { size } = entry;
    if (!entry.isFile()) return 'it is no regular file';
    if (size > most) return `it is larger than ${Math.floor(most / 1e6)} MB, or all files together are too large`;
    const content = Buffer.alloc(size);
    const { bytesRead } = await file.read(content, 0, size, 0);
    return content.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
