import { isSecondPassError } from '../../errors';
import type { Place } from './place';
import type { Rest } from './rest';
import { commitTree, type TreeShape, tree } from './shapes';

/** A file, symbolic link or submodule in the tree of a commit. */
export interface TreeEntry {
  /** In lower case; a submodule's is a commit of another repository. */
  id: string;
  /** As git prints it: `100644`, `100755`, `120000` or `160000`. */
  mode: string;
}

export interface TreeReader {
  /**
   * What stands at those paths of a commit, by path without leading slash: null where no file, link or submodule does.
   * A path that was not looked at is absent: beyond `mostFolders` folders of a commit or `mostLevels` of them within each
   * other, and where the service has no trees.
   */
  at(commit: string, paths: Iterable<string>): Promise<ReadonlyMap<string, TreeEntry | null>>;
  /** Id of all that a commit holds; undefined where the service has no trees. */
  root(commit: string): Promise<string | undefined>;
}

/** Each folder is a request. The outermost come first, so that a deep tree of vendored files cannot push them out. */
export const MAX_FOLDERS = 300;
/** A folder is asked for when the one around it has answered, so each level is a wait. */
export const MAX_LEVELS = 50;

/** What lies directly in a folder, by name; null where there is no such folder. */
type Folder = ReadonlyMap<string, TreeEntry> | null;

/** The folders of one commit that were read so far, by path; the outermost is ''. */
interface CommitTree {
  root: Promise<string | undefined>;
  folders: Map<string, Folder>;
  requests: number;
}

/** Answers of a service that has no such object, or no trees at all. */
const ABSENT: ReadonlySet<number | undefined> = new Set([400, 404, 405, 410, 501]);

const FOLDER_MODE = '040000';

export function createTreeReader(rest: Rest, place: Place): TreeReader {
  const commits = new Map<string, CommitTree>();
  const trees = new Map<string, Promise<Folder | undefined>>();
  const readTree = (id: string) => {
    const read = trees.get(id) ?? readFolder(rest, place, id);
    trees.set(id, read);
    return read;
  };
  return {
    root: (commit) => readRoot(rest, place, commit),
    async at(commit, paths) {
      const wanted = [...new Set(paths)];
      if (wanted.length === 0) return new Map();
      const known = commits.get(commit) ?? { root: readRoot(rest, place, commit), folders: new Map(), requests: 0 };
      commits.set(commit, known);
      for (const level of levelsOf(wanted)) await Promise.all(level.map((folder) => open(known, folder, readTree)));
      return new Map(wanted.flatMap((path) => entryAt(known, path)));
    },
  };
}

/** Counted before anything is waited for, so that it is always the same folders that are left out. */
async function open(
  known: CommitTree,
  folder: string,
  readTree: (id: string) => Promise<Folder | undefined>,
): Promise<void> {
  if (known.folders.has(folder)) return;
  const above = known.folders.get(parentOf(folder));
  if (folder !== '' && above === undefined) return;
  const entry = above?.get(nameOf(folder));
  if (folder !== '' && entry?.mode !== FOLDER_MODE) {
    known.folders.set(folder, null);
    return;
  }
  if (known.requests >= MAX_FOLDERS) return;
  known.requests++;
  const id = folder === '' ? await known.root : entry?.id;
  const read = id === undefined ? undefined : await readTree(id);
  if (read !== undefined) known.folders.set(folder, read);
}

function entryAt({ folders }: CommitTree, path: string): [string, TreeEntry | null][] {
  const folder = folders.get(parentOf(path));
  if (folder === undefined) return [];
  const entry = folder?.get(nameOf(path));
  return [[path, entry && entry.mode !== FOLDER_MODE ? entry : null]];
}

/** The folders above the paths, the outermost first, each level in the order of names. */
function levelsOf(paths: readonly string[]): string[][] {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let folder = parentOf(path); !folders.has(folder); folder = parentOf(folder)) folders.add(folder);
  }
  const levels: string[][] = [];
  for (const folder of [...folders].sort()) {
    const depth = folder === '' ? 0 : folder.split('/').length;
    levels[depth] = [...(levels[depth] ?? []), folder];
  }
  return levels.slice(0, MAX_LEVELS);
}

async function readRoot(rest: Rest, place: Place, commit: string): Promise<string | undefined> {
  const read = await unlessAbsent(
    rest.json({
      method: 'GET',
      path: place.repositoryPath(`commits/${encodeURIComponent(commit)}`),
      route: 'repositories/{id}/commits/{id}',
      shape: commitTree,
    }),
  );
  return read?.treeId;
}

async function readFolder(rest: Rest, place: Place, id: string): Promise<Folder | undefined> {
  const read = await unlessAbsent(
    rest.json({
      method: 'GET',
      path: place.repositoryPath(`trees/${encodeURIComponent(id)}`),
      route: 'repositories/{id}/trees/{id}',
      shape: tree,
    }),
  );
  return read && folderOf(read);
}

function folderOf({ treeEntries }: TreeShape): Folder {
  return new Map((treeEntries ?? []).map(({ relativePath, objectId, mode }) => [relativePath, { id: objectId, mode }]));
}

/** What the service does not have cannot be looked at; every other failure is one of the whole reading. */
async function unlessAbsent<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isSecondPassError(error) && ABSENT.has(error.status)) return undefined;
    throw error;
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
