import type { CommitRange } from '../../ports/repository';
import { localBases } from './local-bases';
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
    const bases = await localBases(repository, [named.base, tip], [named.head, source]);
    return { ...bases, source, gitPath, gitFolder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
