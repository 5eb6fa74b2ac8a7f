import { SecondPassError } from '../../errors';
import type { CommitId, CommitRange, OtherBase } from '../../ports/repository';
import type { LocalRepository } from './local-repository';
import type { Git } from './run-git';

/** A commit and the name that led to it. */
type Named = readonly [name: string, id: CommitId];

/** Of more nothing is asked, and the review is a partial one: an author can make thousands. */
const MOST_OTHERS = 10;

/**
 * Where two commits went apart; `otherBases` where that is several commits, as after branches took each other in. The first of them is
 * compared with, which is the one that git would take.
 * @throws SecondPassError `unrelated` for two commits without a common one
 */
export async function localBases(
  { git, isShallow }: Pick<LocalRepository, 'git' | 'isShallow'>,
  [baseName, tip]: Named,
  [headName, source]: Named,
): Promise<Pick<CommitRange, 'base' | 'otherBases'>> {
  const [base, ...others] = await mergeBases(git, tip, source);
  if (base === undefined) {
    const shallow = 'This clone is shallow and may lack the common commit: git fetch --unshallow.';
    throw new SecondPassError({
      kind: 'badInput',
      code: 'unrelated',
      message: `${baseName} and ${headName} share no commit.`,
      advice: isShallow ? shallow : 'Give a branch that the change was made from.',
    });
  }
  if (others.length === 0) return { base };
  if (others.length > MOST_OTHERS) return { base, otherBases: others.map((commit) => ({ commit })) };
  return { base, otherBases: await Promise.all(others.map((commit) => otherBase(git, base, commit))) };
}

async function otherBase(git: Git, base: CommitId, commit: CommitId): Promise<OtherBase> {
  const [since, ...more] = await mergeBases(git, base, commit);
  return { commit, ...(since !== undefined && more.length === 0 ? { since } : {}) };
}

async function mergeBases(git: Git, one: CommitId, other: CommitId): Promise<CommitId[]> {
  const { exitCode, output } = await git({
    arguments: ['merge-base', '--all', one, other],
    timeoutMilliseconds: 60_000,
  });
  return exitCode === 0 ? output.toString('latin1').split('\n').filter(Boolean) : [];
}
