import type { BlobId, CommitId } from '../../ports/repository';
import { WALK_TIME } from './patch-arguments';
import { type Git, gitOutput } from './run-git';

const MAX_PATHS = 200_000;
const MAX_LINKS = 1_000;
const LINK = '120000';
/** Behind the mode and the kind. */
const ID = '120000 blob '.length;

/** Paths of the regular files of a commit whose trees are there. */
export async function listFiles(git: Git, commit: CommitId): Promise<string[]> {
  const entries = await entriesOf(git, commit);
  return entries.flatMap((entry) => (entry.startsWith('100') ? [pathOf(entry)] : []));
}

/** Contents of its links say where they lead: their ids, by path. */
export async function listLinks(git: Git, commit: CommitId): Promise<ReadonlyMap<string, BlobId>> {
  const links = (await entriesOf(git, commit)).filter((entry) => entry.startsWith(LINK));
  return new Map(links.slice(0, MAX_LINKS).map((entry) => [pathOf(entry), entry.slice(ID, entry.indexOf('\t'))]));
}

async function entriesOf(git: Git, commit: CommitId): Promise<string[]> {
  const output = await gitOutput(git, {
    arguments: ['ls-tree', '-r', '-z', '--full-tree', commit],
    timeoutMilliseconds: WALK_TIME,
  });
  return Buffer.from(output).toString('utf8').split('\0', MAX_PATHS);
}

function pathOf(entry: string): string {
  return entry.slice(entry.indexOf('\t') + 1);
}
