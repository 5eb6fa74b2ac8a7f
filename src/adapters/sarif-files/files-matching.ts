import { lstat, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { Minimatch } from 'minimatch';
import { readGlob } from './read-glob';

export interface Matching {
  /** Absolute, sorted. */
  paths: readonly string[];
  /** Real folder that the paths must not lead out of. */
  base: string;
  /** Why the glob could not be followed to its end. */
  trouble?: string;
}

const MAX_GLOB_LENGTH = 512;
const MAX_DEPTH = 40;

/** Files below the glob's own fixed folder that match the rest of it. Links to folders are not followed. */
export async function filesMatching(glob: string, root: string, mostEntries: number): Promise<Matching> {
  if (glob.length > MAX_GLOB_LENGTH)
    return { paths: [], base: root, trouble: `it is longer than ${MAX_GLOB_LENGTH} characters` };
  if (glob.split(/[\\/]/).includes('..')) return { paths: [], base: root, trouble: 'it must not contain ".."' };
  const { folder, isAbsolute, rest } = readGlob(glob);
  const start = isAbsolute ? folder : join(root, folder);
  const base = isAbsolute ? await realpath(folder).catch(() => folder) : root;
  const matcher = new Minimatch(rest, {
    dot: true,
    nonegate: true,
    nocomment: true,
    braceExpandMax: 100,
    platform: 'linux',
    nocase: process.platform === 'win32',
  });
  const walked = await walk(start, mostEntries, rest.includes('**') ? MAX_DEPTH : rest.split('/').length);
  const paths = walked.paths.filter((path) => matcher.match(path)).map((path) => join(start, ...path.split('/')));
  const trouble = walked.stopped ? `more than ${mostEntries} folder entries; name a folder to look in` : undefined;
  return { paths: paths.sort(), base, ...(trouble === undefined ? {} : { trouble }) };
}

/** Paths of files and links below a folder, relative to it, with slashes. */
async function walk(start: string, most: number, depth: number): Promise<{ paths: string[]; stopped: boolean }> {
  const paths: string[] = [];
  const waiting: { folder: string; depth: number }[] = [{ folder: '', depth }];
  let looked = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { folder } = next;
    for (const entry of await entriesOf(join(start, folder))) {
      looked += 1;
      if (looked > most) return { paths, stopped: true };
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory()) paths.push(path);
      else if (next.depth > 1 && entry.name !== '.git') waiting.push({ folder: path, depth: next.depth - 1 });
    }
  }
  return { paths, stopped: false };
}

async function entriesOf(folder: string) {
  const isFolder = await lstat(folder).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  // A folder that may not be read holds no file for us.
  return isFolder ? await readdir(folder, { withFileTypes: true }).catch(() => []) : [];
}
