import type { CommitId } from '../../ports/repository';
import { WALK_TIME } from './patch-arguments';
import { type Git, gitOutput } from './run-git';

const MAX_PATHS = 200_000;

/** Paths of the regular files of a commit whose trees are there. */
export async function listFiles(git: Git, commit: CommitId): Promise<string[]> {
  const output = await gitOutput(git, {
    arguments: ['ls-tree', '-r', '-z', '--full-tree', commit],
    timeoutMilliseconds: WALK_TIME,
  });
  const entries = Buffer.from(output).toString('utf8').split('\0', MAX_PATHS);
  return entries.flatMap((entry) => (entry.startsWith('100') ? [entry.slice(entry.indexOf('\t') + 1)] : []));
}
