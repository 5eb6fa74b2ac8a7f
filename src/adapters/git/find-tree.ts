import type { Dirent } from 'node:fs';
import { chmod, lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoundEntry, FoundTree, TreeEntry } from '../../ports/trees';
import { LINK_MODE } from './lay-tree';
import { objectId } from './object-origin';
import { gitOutput } from './run-git';
import type { Scratch } from './scratch-repository';

const MAX_ENTRIES = 200_000;
const MAX_PATH = 3_000;
/** A file that has grown beyond this is changed, and no rule lets it pass: it need not be read. */
const MAX_READ = 1_048_576;

/**
 * Looks at a folder in which nothing moves any more. No link is followed, nothing but plain files is opened, and what lies in a
 * nested repository is not looked at.
 */
export async function findTree(
  scratch: Scratch,
  folder: string,
  known: readonly TreeEntry[],
  wanted: readonly string[],
): Promise<FoundTree> {
  const sizes = new Map(known.map(({ path, size }) => [path, size]));
  const paths = [...sizes.keys(), ...wanted];
  const walk: Walk = {
    folder,
    files: new Set(paths),
    folders: new Set(paths.flatMap(foldersAbove)),
    entries: [],
    nestedRepositories: [],
  };
  await look(walk, '');
  const isRead = ({ kind, path, size }: FoundEntry) =>
    kind === 'file' && walk.files.has(path) && (size <= MAX_READ || sizes.get(path) === size);
  const ids = await hashed(scratch, folder, walk.entries.filter(isRead));
  return {
    entries: walk.entries.map((entry) => ({ ...entry, ...idOf(ids.get(entry.path)) })),
    nestedRepositories: walk.nestedRepositories,
    ...(walk.tooMany === undefined ? {} : { tooMany: walk.tooMany }),
  };
}

interface Walk {
  folder: string;
  files: ReadonlySet<string>;
  /** Folders on the way to them; of others only the name is told. */
  folders: ReadonlySet<string>;
  entries: FoundEntry[];
  nestedRepositories: string[];
  tooMany?: string;
}

async function look(walk: Walk, above: string): Promise<void> {
  await openTo(0o700, join(walk.folder, above));
  const names = await readdir(join(walk.folder, above), { withFileTypes: true, encoding: 'buffer' });
  for (const entry of names as unknown as Dirent<Buffer>[]) {
    if (walk.tooMany !== undefined) return;
    const name = entry.name.toString('utf8');
    const path = above === '' ? name : `${above}/${name}`;
    const isOddName = !Buffer.from(name, 'utf8').equals(entry.name);
    if (walk.entries.length >= MAX_ENTRIES) walk.tooMany = `more than ${MAX_ENTRIES} files`;
    if (path.length > MAX_PATH) walk.tooMany = `a path of more than ${MAX_PATH} characters`;
    await note(walk, path, isOddName, entry);
  }
}

async function note(walk: Walk, path: string, isOddName: boolean, entry: Dirent<Buffer>): Promise<void> {
  if (path === '.git') return;
  if (/(^|\/)\.git$/i.test(path)) return void walk.nestedRepositories.push(path);
  if (isOddName) return void walk.entries.push({ path, isOddName, kind: kindOf(entry), mode: '000000', size: 0 });
  if (entry.isDirectory() && walk.folders.has(path)) return look(walk, path);
  walk.entries.push(await seen(walk.folder, path, entry));
}

async function seen(folder: string, path: string, entry: Dirent<Buffer>): Promise<FoundEntry> {
  const at = join(folder, path);
  const { mode, size } = await lstat(at);
  const kind = kindOf(entry);
  if (kind === 'link') {
    const target = await readlink(at, { encoding: 'buffer' });
    return { path, kind, mode: LINK_MODE, size: target.length, id: objectId('blob', target) };
  }
  if (kind === 'file') await openTo(0o400, at, mode);
  return { path, kind, mode: kind === 'file' ? ((mode & 0o100) === 0 ? '100644' : '100755') : '000000', size };
}

/** A command may close to its own account what belongs to it, and so to ours. */
async function openTo(rights: number, at: string, known?: number): Promise<void> {
  const mode = known ?? (await lstat(at)).mode;
  if ((mode & rights) !== rights) await chmod(at, (mode & 0o777) | rights);
}

function kindOf(entry: Dirent<Buffer>): FoundEntry['kind'] {
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? 'file' : 'other';
}

function foldersAbove(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

/**
 * One process reads them all; the bytes go in as they are, whatever attributes say. Names that no line can hold, since git reads
 * it to a line feed and drops a return before that, go as words.
 */
async function hashed(
  { reader }: Scratch,
  folder: string,
  entries: readonly FoundEntry[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  const hash = async (paths: readonly string[], words: readonly string[], input?: string) => {
    if (paths.length === 0) return;
    const given = {
      arguments: ['hash-object', '-w', '--no-filters', ...words],
      ...(input === undefined ? {} : { input }),
    };
    const found = (await gitOutput(reader, given)).toString('latin1').trim().split('\n');
    for (const [index, path] of paths.entries()) ids.set(path, found[index] ?? '');
  };
  const paths = entries.map(({ path }) => path);
  const lines = paths.filter((path) => !isNoLine(path));
  await hash(lines, ['--stdin-paths'], `${lines.map((path) => join(folder, path)).join('\n')}\n`);
  const odd = paths.filter(isNoLine);
  for (let at = 0; at < odd.length; at += AT_ONCE) {
    const some = odd.slice(at, at + AT_ONCE);
    await hash(some, ['--', ...some.map((path) => join(folder, path))]);
  }
  return ids;
}

const AT_ONCE = 100;

function isNoLine(path: string): boolean {
  return path.includes('\n') || path.endsWith('\r');
}

function idOf(id: string | undefined): { id?: string } {
  return id === undefined || id === '' ? {} : { id };
}
