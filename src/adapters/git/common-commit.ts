import type { CommitId } from '../../ports/repository';
import { createGitRepository, type GitRepositoryOptions } from './create-git-repository';
import { gitEnded } from './run-git';

/** The commit from which two went apart, by their history alone; null where they share none. It is fetched into a folder that ends with it. */
export async function fetchCommonCommit(
  options: GitRepositoryOptions,
  one: CommitId,
  other: CommitId,
): Promise<CommitId | null> {
  const repository = createGitRepository(options);
  try {
    const { origin, reader } = await repository.scratch();
    await origin.history?.([one, other]);
    const run = { arguments: ['merge-base', one, other] };
    const answer = await reader(run);
    const base = answer.output.toString('latin1').trim();
    if (answer.exitCode === 0 && base !== '') return base;
    // Of two commits that it has git says so without a word.
    if (answer.exitCode === 1 && answer.errorText.trim() === '') return null;
    throw gitEnded(run, answer);
  } finally {
    await repository.dispose();
  }
}
