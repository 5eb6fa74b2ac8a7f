import { SecondPassError } from '../../errors';
import type { CommitId, CommitRange } from '../../ports/repository';
import { type LocalPlace, type LocalRepository, openLocalRepository } from './local-repository';
import { commitNamed } from './named-commit';

export interface NamedRange extends LocalPlace {
  base: string;
  head: string;
}

export interface FoundRange extends CommitRange, Pick<LocalRepository, 'gitPath' | 'gitFolder' | 'remove'> {}

/**
 * The range from the common commit of two names to the second of them, in a repository on this machine; and where git is.
 * @throws SecondPassError `bad-input` for a name that is no commit, `unrelated` for two without a common one
 */
export async function commitRange(named: NamedRange): Promise<FoundRange> {
  const repository = await openLocalRepository(named);
  const { asked, gitPath, gitFolder, remove } = repository;
  try {
    const { id: source } = await commitNamed(asked, '--head', named.head);
    const { id: tip } = await commitNamed(asked, '--base', named.base);
    const base = await commonCommit(repository, [named.base, tip], [named.head, source]);
    return { base, source, gitPath, gitFolder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

type Named = readonly [name: string, id: CommitId];

/** @throws SecondPassError `unrelated` for two commits without a common one */
export async function commonCommit(
  { git, isShallow }: LocalRepository,
  [baseName, tip]: Named,
  [headName, source]: Named,
): Promise<CommitId> {
  const { exitCode, output } = await git({ arguments: ['merge-base', tip, source], timeoutMilliseconds: 60_000 });
  const base = output.toString('latin1').trim();
  if (exitCode === 0 && base !== '') return base;
  const shallow = 'This clone is shallow and may lack the common commit: git fetch --unshallow.';
  throw new SecondPassError({
    kind: 'badInput',
    code: 'unrelated',
    message: `${baseName} and ${headName} share no commit.`,
    advice: isShallow ? shallow : 'Give a branch that the change was made from.',
  });
}
