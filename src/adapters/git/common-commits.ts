import type { CommitId } from '../../ports/repository';
import { createGitRepository, type GitRepositoryOptions } from './create-git-repository';
import { gitEnded } from './run-git';

/** The commits from which two went apart, by their history alone; none where they share none. It is fetched into a folder that ends with it. */
export async function fetchCommonCommits(
  options: GitRepositoryOptions,
  one: CommitId,
  other: CommitId,
): Promise<readonly CommitId[]> {
  const repository = createGitRepository(options);
  try {
    const { origin, reader } = await repository.scratch();
    await origin.history?.([one, other]);
    const run = { arguments: ['merge-base', '--all', one, other] };
    const answer = await reader(run);
    const bases = answer.output.toString('latin1').match(/\S+/g) ?? [];
    if (answer.exitCode === 0 && bases.length > 0) return bases;
    // Of two commits that it has git says so without a word.
    if (answer.exitCode === 1 && answer.errorText.trim() === '') return [];
    throw gitEnded(run, answer);
  } finally {
    await repository.dispose();
  }
}
