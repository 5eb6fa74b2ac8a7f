import type { BlobId, CommitId } from '../../ports/repository';
import { WALK_TIME } from './patch-arguments';
import { type Git, gitOutput } from './run-git';

const MAX_PATHS = 200_000;
const MAX_LINKS = 1_000;
const LINK = '120000';
/** Behind the mode and the kind. */
const ID = '120000 blob '.length;

/** What a commit holds. */
export interface ListedFiles {
  /** Paths of its regular files. */
  files: readonly string[];
  /** Of its links, whose contents say where they lead: their ids, by path. */
  links: ReadonlyMap<string, BlobId>;
}

/** Of a commit whose trees are there. */
export async function listFiles(git: Git, commit: CommitId): Promise<ListedFiles> {
  const output = await gitOutput(git, {
    arguments: ['ls-tree', '-r', '-z', '--full-tree', commit],
    timeoutMilliseconds: WALK_TIME,
  });
  const entries = Buffer.from(output).toString('utf8').split('\0', MAX_PATHS);
  const links = entries.filter((entry) => entry.startsWith(LINK)).slice(0, MAX_LINKS);
  return {
    files: entries.filter((entry) => entry.startsWith('100')).map(pathOf),
    links: new Map(links.map((entry) => [pathOf(entry), entry.slice(ID, entry.indexOf('\t'))])),
  };
}

function pathOf(entry: string): string {
  return entry.slice(entry.indexOf('\t') + 1);
}
