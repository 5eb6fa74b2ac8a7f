import { basename, extname } from 'node:path/posix';
import type { Collection } from './collection';
import { git, gitText } from './git';
import type { Repository } from './model';
import { repositoryUrl } from './wire-collection';

/** A file, folder or submodule at a commit. The path begins with a slash. */
export interface Item {
  path: string;
  id: string;
  type: 'blob' | 'tree' | 'commit';
  isSymLink: boolean;
  content?: Buffer;
}

/** The item at a path with its bytes, or undefined. */
export async function itemAt(repository: Repository, commit: string, path: string): Promise<Item | undefined> {
  const inside = trimmed(path);
  if (inside === '') return await rootAt(repository, commit);
  const [item] = await listTree(repository, [commit, '--', inside]);
  if (!item) return undefined;
  if (item.type === 'blob') item.content = await git(repository.directory, ['cat-file', 'blob', item.id]);
  return item;
}

/** The folder itself, then what lies in it: directly, or at any depth. */
export async function itemsBelow(
  repository: Repository,
  commit: string,
  path: string,
  recursion: 'none' | 'oneLevel' | 'oneLevelPlusNestedEmptyFolders' | 'full',
): Promise<Item[]> {
  const own = await itemAt(repository, commit, path);
  if (own?.type !== 'tree' || recursion === 'none') return own ? [own] : [];
  const deep = recursion === 'full' ? ['-r', '-t'] : [];
  const below = await listTree(repository, [...deep, own.id]);
  const prefix = own.path === '/' ? '' : own.path;
  return [own, ...below.map((item) => ({ ...item, path: `${prefix}${item.path}` }))];
}

export function itemOnWire(
  collection: Collection,
  repository: Repository,
  commit: string,
  item: Item,
  shape: { metadata: boolean; content: boolean },
): Record<string, unknown> {
  const url = `${repositoryUrl(collection, repository)}/items?path=${encodeURIComponent(item.path)}&versionType=Commit&version=${commit}`;
  const isBinary = item.content?.subarray(0, 8000).includes(0) ?? false;
  return {
    objectId: item.id,
    gitObjectType: item.type,
    commitId: commit,
    path: item.path,
    ...(item.type === 'tree' ? { isFolder: true } : {}),
    ...(item.isSymLink ? { isSymLink: true } : {}),
    ...(shape.metadata && item.type === 'blob' ? { contentMetadata: contentMetadata(item, isBinary) } : {}),
    ...(shape.content && item.content && !isBinary ? { content: item.content.toString('utf8') } : {}),
    url,
    _links: { self: { href: url } },
  };
}

function contentMetadata(item: Item, isBinary: boolean): Record<string, unknown> {
  const extension = extname(item.path).slice(1);
  return {
    ...(isBinary ? { encoding: 0, isBinary: true } : { encoding: 65001 }),
    contentType: isBinary ? 'application/octet-stream' : 'text/plain',
    fileName: basename(item.path),
    ...(extension ? { extension } : {}),
  };
}

async function rootAt(repository: Repository, commit: string): Promise<Item> {
  const id = await gitText(repository.directory, ['rev-parse', `${commit}^{tree}`]);
  return { path: '/', id, type: 'tree', isSymLink: false };
}

async function listTree(repository: Repository, args: string[]): Promise<Item[]> {
  const text = (await git(repository.directory, ['--literal-pathspecs', 'ls-tree', '-z', ...args])).toString('utf8');
  return text
    .split('\0')
    .filter(Boolean)
    .map((line) => {
      const [mode, type, id] = line.slice(0, line.indexOf('\t')).split(' ') as [string, Item['type'], string];
      return { path: `/${line.slice(line.indexOf('\t') + 1)}`, id, type, isSymLink: mode === '120000' };
    });
}

function trimmed(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}
