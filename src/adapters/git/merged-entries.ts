import { type MergedEntry, type MergedFile, type MergeSides, NO_OBJECT, type Sides } from './object-origin';
import type { ReadObjects } from './object-reader';
import { treeEntries } from './tree-entries';

const NAMES = ['base', 'source', 'target', 'merge'] as const;

/** Folders that were changed on both sides, and files that were. */
const MOST_FOLDERS = 100_000;
const MOST_FILES = 20_000;

/** Trees that are in memory together. */
const AT_ONCE = 500;

/** Looks only into folders that the merge does not take over from one of its sides; null where there are too many of them. */
export async function mergedEntries(read: ReadObjects, sides: MergeSides): Promise<MergedEntry[] | null> {
  const found: MergedEntry[] = [];
  let level: Folder[] = [{ path: '', trees: each(sides, (commit) => `${commit}^{tree}`) }];
  for (let count = 0; level.length > 0; ) {
    count += level.length;
    if (count > MOST_FOLDERS) return null;
    const next: Folder[] = [];
    for (let at = 0; at < level.length; at += AT_ONCE) {
      const some = level.slice(at, at + AT_ONCE);
      const trees = await readTrees(read, some);
      if (trees === null) return null;
      for (const folder of some) look(folder, trees, found, next);
      if (found.length > MOST_FILES) return null;
    }
    level = next;
  }
  return found;
}

/** The same of listed paths, where only those can be asked for; null where one of them could not be looked at. */
export function mergedFiles(
  paths: readonly string[],
  sides: readonly (ReadonlyMap<string, { blob: string; mode: string } | null> | undefined)[],
): MergedEntry[] | null {
  const found: MergedEntry[] = [];
  for (const path of new Set(paths)) {
    const seen = sides.map((entries) => entries?.get(path));
    if (seen.includes(undefined)) return null;
    const files = seen.map((entry) => (entry ? { mode: entry.mode, id: entry.blob } : undefined));
    const [base, source, target, merge] = files;
    const entry = { path: Buffer.from(path, 'utf8').toString('latin1'), base, source, target, merge };
    if (!isTakenOver(entry)) found.push(entry);
  }
  return found;
}

/** As `diff-tree --raw -z` writes the way from the target to the merge. */
export function rawMerged(entries: readonly MergedEntry[]): Uint8Array {
  const parts = entries.map(({ path, target, merge }) => {
    const [before, after] = [target ?? NOTHING, merge ?? NOTHING];
    const letter = target === undefined ? 'A' : merge === undefined ? 'D' : 'M';
    return `:${before.mode} ${after.mode} ${before.id} ${after.id} ${letter}\0${path}\0`;
  });
  return Buffer.from(parts.join(''), 'latin1');
}

const NOTHING: MergedFile = { mode: '000000', id: NO_OBJECT };

interface Folder {
  path: string;
  /** Names of its trees; of a side that has none, none. */
  trees: Sides<string>;
}

type Entries = ReadonlyMap<string, MergedFile & { isFolder: boolean }>;

async function readTrees(read: ReadObjects, folders: readonly Folder[]): Promise<Map<string, Entries> | null> {
  const names = [...new Set(folders.flatMap(({ trees }) => NAMES.flatMap((name) => trees[name] ?? [])))];
  const objects = await read(names);
  const trees = new Map<string, Entries>();
  for (const [at, name] of names.entries()) {
    const content = objects[at]?.content;
    if (content === undefined) return null;
    const entries = treeEntries(content).map((entry) => ({ ...entry, mode: entry.mode.padStart(6, '0') }));
    trees.set(name, new Map(entries.map((entry) => [entry.name, entry])));
  }
  return trees;
}

function look(
  { path, trees }: Folder,
  known: ReadonlyMap<string, Entries>,
  found: MergedEntry[],
  below: Folder[],
): void {
  const entries = each(trees, (tree) => known.get(tree));
  const names = new Set(NAMES.flatMap((side) => [...(entries[side]?.keys() ?? [])]));
  for (const name of names) {
    const here = each(entries, (side) => side.get(name));
    if (isTakenOver(here)) continue;
    const at = path === '' ? name : `${path}/${name}`;
    const files = each(here, ({ isFolder, mode, id }) => (isFolder ? undefined : { mode, id }));
    if (!isTakenOver(files)) found.push({ path: at, ...files });
    const folders = each(here, ({ isFolder, id }) => (isFolder ? id : undefined));
    if (!isSame(folders)) below.push({ path: at, trees: folders });
  }
}

/** Whoever alone changed something has it as it is merged. */
function isTakenOver(sides: Sides<MergedFile>): boolean {
  return (['id', 'mode'] as const).every((what) => isSame(each(sides, (side) => side[what])));
}

function isSame({ base, source, target, merge }: Sides<string>): boolean {
  if (source === base) return merge === target;
  return (target === base || target === source) && merge === source;
}

function each<One, Other>(sides: Sides<One>, make: (one: One) => Other | undefined): Sides<Other> {
  const [base, source, target, merge] = NAMES.map((name) => {
    const one = sides[name];
    return one === undefined ? undefined : make(one);
  });
  return { base, source, target, merge };
}
