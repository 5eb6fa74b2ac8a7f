import { isSecondPassError } from '../../errors';
import type { ChangeReader } from './changes';
import { withoutSlash } from './conversation';
import type { Place } from './place';
import { unexpected } from './refusals';
import type { Rest } from './rest';
import { type ItemShape, item } from './shapes';
import { createTreeReader, type TreeEntry, type TreeReader } from './trees';

export type { TreeEntry };

/** One changed file as the service tells it. Paths have no leading slash, object ids are in lower case. */
export interface ChangedEntry {
  path: string;
  /** The old path of a renamed file. */
  originalPath?: string;
  /** The service's own words: `edit`, `add`, `delete`, `edit, rename`, ... */
  changeType: string;
  /** Absent where the file does not exist on that side. */
  objectId?: string;
  originalObjectId?: string;
  /** `commit` for a submodule; the service does not always say. */
  objectType?: string;
}

/** The two trees of a pull request over REST, where git cannot fetch. */
export interface ItemReader extends TreeReader {
  /** Files changed between the common commit and the iteration's source; folders are left out. */
  changedEntries(iteration: number): Promise<ChangedEntry[]>;
  /**
   * One file, link or submodule at a commit, where trees do not tell; null when there is none at that path.
   * Whether a file is executable is not known here, so a regular file comes without its mode.
   */
  describe(commit: string, path: string): Promise<{ id: string; mode?: string } | null>;
  /** A file's bytes at a commit; null when there is none at that path. */
  content(commit: string, path: string): Promise<Uint8Array | null>;
  /** A blob's bytes by its id; null when there is none. */
  blob(id: string): Promise<Uint8Array | null>;
}

const CHANGES = { method: 'GET', route: 'pullRequests/{id}/iterations/{n}/changes' };

export function createItemReader(rest: Rest, place: Place, changes: ChangeReader): ItemReader {
  const asked = (commit: string, path: string, $format: string) => ({
    path: place.repositoryPath('items'),
    route: 'repositories/{id}/items',
    query: {
      path: `/${path}`,
      'versionDescriptor.version': commit,
      'versionDescriptor.versionType': 'commit',
      $format,
    },
  });
  return {
    ...createTreeReader(rest, place),
    async changedEntries(iteration) {
      const entries = await changes.of(iteration);
      return entries.flatMap(({ item, originalPath, changeType, changeTrackingId }) => {
        if (item.isFolder || item.gitObjectType === 'tree') return [];
        const path = item.path || originalPath;
        if (!path) throw unexpected(CHANGES, `gives no path for change ${changeTrackingId}`);
        return [
          {
            path: withoutSlash(path),
            ...(originalPath ? { originalPath: withoutSlash(originalPath) } : {}),
            changeType,
            ...objectId('objectId', item.objectId),
            ...objectId('originalObjectId', item.originalObjectId),
            ...(item.gitObjectType ? { objectType: item.gitObjectType } : {}),
          },
        ];
      });
    },
    async describe(commit, path) {
      try {
        const found = await rest.json({ method: 'GET', ...asked(commit, path, 'json'), shape: item });
        return found.gitObjectType === 'tree' ? null : { id: found.objectId, ...modeOf(found) };
      } catch (error) {
        if (isSecondPassError(error) && error.code === 'item-not-found') return null;
        throw error;
      }
    },
    content: (commit, path) => rest.bytes(asked(commit, path, 'octetStream')),
    blob: (id) =>
      rest.bytes({
        path: place.repositoryPath(`blobs/${encodeURIComponent(id)}`),
        route: 'repositories/{id}/blobs/{id}',
        query: { $format: 'octetStream' },
      }),
  };
}

function modeOf({ gitObjectType, isSymLink }: ItemShape): { mode?: string } {
  if (gitObjectType === 'commit') return { mode: '160000' };
  return isSymLink ? { mode: '120000' } : {};
}

function objectId<Name extends string>(name: Name, id: string | null | undefined): { [name in Name]?: string } {
  const exists = id && !/^0+$/.test(id);
  return (exists ? { [name]: id.toLowerCase() } : {}) as { [name in Name]?: string };
}
