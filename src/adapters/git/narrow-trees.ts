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

interface Entry {
  name: string;
  mode: string;
  id: string;
}

interface Folder {
  name: string;
  parent: Folder | null;
  entries: Entry[];
  folders: Map<string, Folder>;
}

/** Adds the trees of all folders to the collection, by id, and answers with the id of the outermost. */
function addTree(trees: Map<string, Buffer>, files: readonly TreeFile[]): string {
  const ids = new Map<string, string>();
  let root = '';
  // Each folder was found before those in it.
  for (const { name, parent, entries } of foldersOf(files).reverse()) {
    root = treeId(trees, ids, entries);
    parent?.entries.push({ name, mode: FOLDER_MODE, id: root });
  }
  return root;
}

function foldersOf(files: readonly TreeFile[]): Folder[] {
  const newFolder = (name: string, parent: Folder | null) => ({ name, parent, entries: [], folders: new Map() });
  const root: Folder = newFolder('', null);
  const all = [root];
  for (const { path, mode, id } of files) {
    const names = path.split('/');
    const last = names.pop() ?? '';
    let folder = root;
    for (const name of names) {
      const next = folder.folders.get(name) ?? newFolder(name, folder);
      if (!folder.folders.has(name)) all.push(next);
      folder.folders.set(name, next);
      folder = next;
    }
    folder.entries.push({ name: last, mode, id });
  }
  return all;
}

/** Of folders that hold the same, one is hashed. */
function treeId(trees: Map<string, Buffer>, ids: Map<string, string>, entries: readonly Entry[]): string {
  const lines = sorted(entries).map(({ name, mode, id }) => [`${mode.replace(/^0/, '')} ${name}\0`, id] as const);
  const key = lines.flat().join('');
  const known = ids.get(key);
  if (known !== undefined) return known;
  const content = Buffer.concat(lines.flatMap(([line, id]) => [Buffer.from(line, 'latin1'), Buffer.from(id, 'hex')]));
  const made = objectId('tree', content);
  ids.set(key, made);
  trees.set(made, content);
  return made;
}

/** git sorts by bytes, a folder as if a slash followed its name, and writes a folder's mode without the zero. */
function sorted(entries: readonly Entry[]): Entry[] {
  const sortName = ({ name, mode }: Entry) => (mode === FOLDER_MODE ? `${name}/` : name);
  return [...entries].sort((first, second) => (sortName(first) < sortName(second) ? -1 : 1));
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
