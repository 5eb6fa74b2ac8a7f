import type { Collection } from './collection';
import { git } from './git';
import type { Repository } from './model';
import { repositoryUrl } from './wire-collection';

interface Entry {
  mode: string;
  type: 'blob' | 'tree' | 'commit';
  id: string;
  path: string;
}

/** A folder by its own id, as `GitTreeRef`: what lies directly in it, or at any depth. */
export async function treeOnWire(collection: Collection, repository: Repository, id: string, isDeep: boolean) {
  const entries = await entriesOf(repository, id, isDeep);
  const sizes = await sizesOf(repository, [id, ...entries.map((entry) => entry.id)]);
  const base = repositoryUrl(collection, repository);
  const links = entries.map((entry) => ({ href: addressOf(base, entry) }));
  return {
    objectId: id,
    url: `${base}/trees/${id}`,
    treeEntries: entries.map((entry) => ({
      objectId: entry.id,
      relativePath: entry.path,
      // Written as git stores it, without a leading zero.
      mode: entry.mode.replace(/^0/, ''),
      gitObjectType: entry.type,
      url: addressOf(base, entry),
      ...(sizes.has(entry.id) ? { size: sizes.get(entry.id) } : {}),
    })),
    size: sizes.get(id),
    _links: { self: { href: `${base}/trees/${id}` }, repository: { href: base }, treeEntries: links },
  };
}

async function entriesOf({ directory }: Repository, id: string, isDeep: boolean): Promise<Entry[]> {
  const output = await git(directory, ['ls-tree', '-z', ...(isDeep ? ['-r', '-t'] : []), id]);
  return output
    .toString('utf8')
    .split('\0')
    .filter(Boolean)
    .map((line) => {
      const tab = line.indexOf('\t');
      const [mode, type, entryId] = line.slice(0, tab).split(' ') as [string, Entry['type'], string];
      return { mode, type, id: entryId, path: line.slice(tab + 1) };
    });
}

/** Sizes of the objects that are here; a submodule's commit is not. */
async function sizesOf({ directory }: Repository, ids: readonly string[]): Promise<Map<string, number>> {
  const output = await git(directory, ['cat-file', '--batch-check=%(objectname) %(objectsize)'], {
    input: `${ids.join('\n')}\n`,
  });
  const lines = output.toString('utf8').split('\n');
  return new Map(
    lines.flatMap((line): [string, number][] => {
      const [id = '', size = ''] = line.split(' ');
      return /^\d+$/.test(size) ? [[id, Number(size)]] : [];
    }),
  );
}

function addressOf(base: string, { type, id }: Entry): string {
  return `${base}/${{ blob: 'blobs', tree: 'trees', commit: 'commits' }[type]}/${id}`;
}
