import type { WantedChange } from '../../ports/repository';
import { noObject } from './object-origin';
import { type Git, gitOutput } from './run-git';

/** An entry of a tree; the path holds one character per byte. */
export interface TreeFile {
  path: string;
  mode: string;
  id: string;
}

/** The files of the wanted changes as they are on one side. */
export function filesOn(side: 'old' | 'new', wanted: readonly WantedChange[]): TreeFile[] {
  const files = wanted.map((change) => ({
    path: Buffer.from(change.pathBytes).toString('latin1'),
    mode: (side === 'old' ? change.oldMode : change.newMode) ?? regularFile,
    id: side === 'old' ? change.oldBlob : change.newBlob,
  }));
  return files.filter(({ id }) => id !== noObject);
}

/**
 * Writes two trees that hold those files and nothing else, and answers with their ids. The difference of two such trees
 * needs no path on the command line, where lengths are limited and bytes that are not UTF-8 cannot be said, and cannot
 * touch a file that was not asked for.
 */
export async function writeTrees(git: Git, sides: readonly [TreeFile[], TreeFile[]]): Promise<[string, string]> {
  const folders = foldersOf(sides);
  for (const level of levels(folders)) {
    const input = level.map((folder) => `${[...(folders.get(folder)?.values() ?? [])].join('')}\0`).join('');
    const output = await gitOutput(git, {
      arguments: ['mktree', '-z', '--missing', '--batch'],
      input: Buffer.from(input, 'latin1'),
    });
    const ids = output.toString('latin1').trim().split('\n');
    level.forEach((folder, index) => {
      addEntry(folders, folder, folderMode, ids[index] ?? '');
    });
  }
  return [rootId(folders, '0'), rootId(folders, '1')];
}

/** Lines for `mktree` by folder and name; both sides hang below one root as folders `0` and `1`. */
type Folders = Map<string, Map<string, string>>;

function foldersOf(sides: readonly [TreeFile[], TreeFile[]]): Folders {
  const folders: Folders = new Map([['', new Map()]]);
  sides.forEach((files, side) => {
    for (const { path, mode, id } of files) addEntry(folders, `${side}/${path}`, mode, id);
  });
  for (const folder of [...folders.keys()]) {
    for (let parent = parentOf(folder); !folders.has(parent); parent = parentOf(parent)) folders.set(parent, new Map());
  }
  return folders;
}

function addEntry(folders: Folders, path: string, mode: string, id: string): void {
  const folder = parentOf(path);
  const name = path.slice(folder === '' ? 0 : folder.length + 1);
  const entries = folders.get(folder) ?? new Map<string, string>();
  entries.set(name, `${mode} ${objectType(mode)} ${id}\t${name}\0`);
  folders.set(folder, entries);
}

/** Folders below the common root, deepest first, those of one depth together. */
function levels(folders: Folders): string[][] {
  const byDepth: string[][] = [];
  for (const folder of folders.keys()) {
    if (folder === '') continue;
    const depth = folder.split('/').length;
    byDepth[depth] ??= [];
    byDepth[depth].push(folder);
  }
  return byDepth.filter((level) => level !== undefined).reverse();
}

function rootId(folders: Folders, side: string): string {
  return /^040000 tree ([0-9a-f]{40})/.exec(folders.get('')?.get(side) ?? '')?.[1] ?? emptyTree;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function objectType(mode: string): string {
  if (mode === folderMode) return 'tree';
  return mode === submoduleMode ? 'commit' : 'blob';
}

export const submoduleMode = '160000';
const folderMode = '040000';
const regularFile = '100644';
const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
