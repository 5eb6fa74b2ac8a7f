import type { CommitRange } from '../../ports/repository';
import { localBases } from './local-bases';
import { type LocalPlace, type LocalRepository, openLocalRepository } from './local-repository';
import { commitNamed, type NamedCommit } from './named-commit';
import { type Uncommitted, uncommittedChange } from './uncommitted-change';
import { overWorkingTree } from './working-tree';

export interface LocalChange extends LocalPlace {
  /** What the change is compared with; without it, what is not committed is compared with HEAD. */
  base?: string | undefined;
  head: string;
  uncommitted?: Uncommitted | undefined;
  /** Of the user: where git's own settings on line ends and ignored files stand. */
  home: string | undefined;
}

export interface LocalRange extends CommitRange, Pick<LocalRepository, 'gitPath' | 'gitFolder' | 'remove'> {
  /** What the user may not have meant, one sentence each. */
  hints: readonly string[];
}

/**
 * The change that somebody in a folder asks about, and where it lies: in a repository of our own, which `remove` removes. Nothing in
 * the user's is changed or executed.
 */
export async function localRange(change: LocalChange): Promise<LocalRange> {
  const repository = await openLocalRepository(change);
  const { gitPath, gitFolder, remove } = repository;
  try {
    return { ...(await rangeIn(repository, change)), gitPath, gitFolder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function rangeIn(
  repository: LocalRepository,
  change: LocalChange,
): Promise<CommitRange & Pick<LocalRange, 'hints'>> {
  const { asked, git } = repository;
  const head = await commitNamed(asked, '--head', change.head);
  const tip = change.base === undefined ? head : await commitNamed(asked, '--base', change.base);
  const bases = await localBases(repository, [change.base ?? 'HEAD', tip.id], [change.head, head.id]);
  const { base } = bases;
  const named = [...new Set([...tip.hints, ...head.hints])];
  if (change.uncommitted === undefined) {
    const hints = await hintsOn(repository, change, { base, tip, head });
    return { ...bases, source: head.id, hints: [...named, ...hints] };
  }
  const over = await overWorkingTree(repository, { home: change.home, head: head.id, input: change.folder });
  const made = await uncommittedChange(over, change.uncommitted, head.id);
  const { output } = await git({ arguments: ['rev-parse', `${base}^{tree}`] });
  const isSame = output.toString('latin1').trim() === made.tree;
  const hints = isSame
    ? [`There is nothing ${WORDS[change.uncommitted]}: the change is empty.`]
    : shallowHint(repository);
  return { ...bases, source: made.commit, hints: [...named, ...hints] };
}

const WORDS = { staged: 'staged', worktree: 'that is not committed' } as const;

interface Ends {
  base: string;
  tip: NamedCommit;
  head: NamedCommit;
}

async function hintsOn(repository: LocalRepository, change: LocalChange, { base, tip, head }: Ends): Promise<string[]> {
  const { base: baseName = '', head: headName } = change;
  const dirty = headName === 'HEAD' ? await uncommittedFiles(repository, change, head.id) : 0;
  const files = dirty === 1 ? '1 file has changes that are' : `${dirty} files have changes that are`;
  const isNothing = base === head.id;
  return [
    ...(isNothing && tip.id === head.id
      ? [`${headName} and ${baseName} are the same commit: the change is empty.`]
      : []),
    ...(isNothing && tip.id !== head.id
      ? [`${headName} adds nothing to ${baseName}, which is ahead of it: were --base and --head swapped?`]
      : []),
    ...shallowHint(repository),
    ...(dirty > 0 ? [`${files} not committed and not reviewed; --worktree or --staged reviews them.`] : []),
  ];
}

function shallowHint({ isShallow }: LocalRepository): string[] {
  if (!isShallow) return [];
  return [
    'This clone is shallow: its history ends early, and the common commit may be a wrong one (git fetch --unshallow).',
  ];
}

async function uncommittedFiles(
  repository: LocalRepository,
  { home, folder }: LocalChange,
  head: string,
): Promise<number> {
  if ('missing' in repository.workingTree) return 0;
  const over = await overWorkingTree(repository, { home, head, input: folder });
  const words = ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=normal', '--ignore-submodules=all'];
  const { exitCode, output } = await over.git({ arguments: words, timeoutMilliseconds: 60_000 });
  return exitCode === 0 ? output.toString('latin1').split('\0').filter(Boolean).length : 0;
}
