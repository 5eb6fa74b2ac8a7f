import type { BlobId, CommitId } from '../../ports/repository';
import type { ReadObjects } from './object-reader';
import { treeEntries } from './tree-entries';

/** Entries of a folder by name; the id of a subfolder too. */
type Folder = ReadonlyMap<string, { mode: string; id: string }>;

/** Folders of a commit that were read before, by their paths. */
export type Folders = Map<string, Folder>;

/**
 * Ids of the files at those paths of a commit. The folders above them are read and the names compared here: git on Windows takes
 * a `:` or a `\` in a path that it is given for a drive or a folder, and refuses to go on.
 * @param folders what is known of the commit, to which is added what was read
 */
export async function findFiles(
  read: ReadObjects,
  commit: CommitId,
  paths: readonly string[],
  folders: Folders,
): Promise<Map<string, BlobId>> {
  await readFolders(read, commit, new Set(paths.map(folderOf).filter(isPlain)), folders);
  const found = new Map<string, BlobId>();
  for (const path of paths) {
    const entry = folders.get(folderOf(path))?.get(nameOf(path));
    if (entry?.mode.startsWith('100')) found.set(path, entry.id);
  }
  return found;
}

async function readFolders(read: ReadObjects, commit: CommitId, wanted: Set<string>, folders: Folders): Promise<void> {
  for (const folder of wanted) if (isUnsayable(folder)) wanted.add(folderOf(folder));
  const nameFor = (folder: string) =>
    isUnsayable(folder) ? folders.get(folderOf(folder))?.get(nameOf(folder))?.id : `${commit}:${folder}`;
  for (;;) {
    const round = [...wanted].flatMap((folder) => {
      const name = folders.has(folder) ? undefined : nameFor(folder);
      return name === undefined ? [] : [{ folder, name }];
    });
    if (round.length === 0) return;
    const objects = await read(round.map(({ name }) => name));
    round.forEach(({ folder }, index) => {
      const object = objects[index];
      folders.set(folder, object?.type === 'tree' ? entriesOf(object.content) : new Map());
    });
  }
}

/** Names are given line by line; a folder with a line break in its path is asked for by its id, which its parent knows. */
function isUnsayable(folder: string): boolean {
  return folder.includes('\n');
}

/** No folder of git has such a name; git itself would look for it from where it stands. */
function isPlain(folder: string): boolean {
  return !folder.split('/').some((name) => name === '.' || name === '..');
}

function entriesOf(tree: Buffer): Folder {
  const entries = treeEntries(tree);
  return new Map(entries.map(({ name, mode, id }) => [Buffer.from(name, 'latin1').toString('utf8'), { mode, id }]));
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
