import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { WantedChange } from '../../ports/repository';
import { NO_OBJECT, objectId } from './object-origin';
import { type Git, gitOutput } from './run-git';

/** An entry of a tree; the path holds one character per byte. */
export interface TreeFile {
  path: string;
  mode: string;
  id: string;
}

export const SUBMODULE_MODE = '160000';

const FOLDER_MODE = '040000';

const REGULAR_FILE = '100644';

/** The files of the wanted changes as they are on one side. */
export function filesOn(side: 'old' | 'new', wanted: readonly WantedChange[]): TreeFile[] {
  const files = wanted.map((change) => ({
    path: Buffer.from(change.pathBytes).toString('latin1'),
    mode: (side === 'old' ? change.oldMode : change.newMode) ?? REGULAR_FILE,
    id: side === 'old' ? change.oldBlob : change.newBlob,
  }));
  return files.filter(({ id }) => id !== NO_OBJECT);
}

/**
 * Writes two trees that hold those files and nothing else, and answers with their ids. The difference of two such trees
 * needs no path on the command line, where lengths are limited and bytes that are not UTF-8 cannot be said, and cannot
 * touch a file that was not asked for. One process writes them however deep they are.
 */
export async function writeTrees(git: Git, sides: readonly [TreeFile[], TreeFile[]]): Promise<[string, string]> {
  const trees = new Map<string, Buffer>();
  const [base, source] = [addTree(trees, sides[0]), addTree(trees, sides[1])];
  await gitOutput(git, { arguments: ['index-pack', '--stdin'], input: packOf([...trees.values()]) });
  return [base, source];
}

/** Adds the trees of all folders to the collection, by id, and answers with the id of the outermost. */
function addTree(trees: Map<string, Buffer>, files: readonly TreeFile[]): string {
  const folders: Folders = new Map([['', []]]);
  for (const { path, mode, id } of files) entriesOf(folders, parentOf(path)).push({ name: nameOf(path), mode, id });
  let root = '';
  for (const folder of [...folders.keys()].sort(deepestFirst)) {
    const content = treeContent(folders.get(folder) ?? []);
    root = objectId('tree', content);
    trees.set(root, content);
    if (folder !== '') folders.get(parentOf(folder))?.push({ name: nameOf(folder), mode: FOLDER_MODE, id: root });
  }
  return root;
}

/** Entries by folder, one character per byte; every folder's parent is there too. */
type Folders = Map<string, { name: string; mode: string; id: string }[]>;

function entriesOf(folders: Folders, folder: string): { name: string; mode: string; id: string }[] {
  const entries = folders.get(folder) ?? [];
  folders.set(folder, entries);
  for (let parent = parentOf(folder); !folders.has(parent); parent = parentOf(parent)) folders.set(parent, []);
  return entries;
}

function deepestFirst(first: string, second: string): number {
  return depthOf(second) - depthOf(first);
}

function depthOf(folder: string): number {
  return folder === '' ? 0 : folder.split('/').length;
}

/** git sorts by bytes, a folder as if a slash followed its name, and writes a folder's mode without the zero. */
function treeContent(entries: readonly { name: string; mode: string; id: string }[]): Buffer {
  const sortName = ({ name, mode }: { name: string; mode: string }) => (mode === FOLDER_MODE ? `${name}/` : name);
  const sorted = [...entries].sort((first, second) => (sortName(first) < sortName(second) ? -1 : 1));
  return Buffer.concat(
    sorted.flatMap(({ name, mode, id }) => [
      Buffer.from(`${mode.replace(/^0/, '')} ${name}\0`, 'latin1'),
      Buffer.from(id, 'hex'),
    ]),
  );
}

/** A pack of trees: the form in which git takes many objects at once. */
function packOf(trees: readonly Buffer[]): Buffer {
  const header = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1');
  header.writeUInt32BE(trees.length, 8);
  const body = Buffer.concat([header, ...trees.flatMap((tree) => [packedHead(tree.length), deflateSync(tree)])]);
  return Buffer.concat([body, createHash('sha1').update(body).digest()]);
}

/** Kind (2 for trees) and length, four bits first and then seven to a byte, lowest first. */
function packedHead(length: number): Buffer {
  const bytes = [(2 << 4) | (length & 15)];
  for (let rest = Math.floor(length / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 128;
    bytes.push(rest & 127);
  }
  return Buffer.from(bytes);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
