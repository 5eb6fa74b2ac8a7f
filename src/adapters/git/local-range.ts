import type { CommitRange } from '../../ports/repository';
import {
  answer,
  commitNamed,
  commonCommit,
  type LocalPlace,
  type LocalRepository,
  openLocalRepository,
} from './commit-range';
import { type Uncommitted, uncommittedChange, unfilteredSettings } from './uncommitted-change';

export interface LocalChange extends LocalPlace {
  /** What the change is compared with; without it, what is not committed is compared with HEAD. */
  base?: string | undefined;
  head: string;
  uncommitted?: Uncommitted | undefined;
  /** Of the user: where git's own settings on line ends and ignored files stand. */
  home: string | undefined;
  scratchFolder: string;
}

export interface LocalRange extends CommitRange {
  gitPath: string;
  gitFolder: string;
  /** True when it belongs to somebody else, and the user's own settings say that git may open it. */
  isTrusted: boolean;
  /** What the user may not have meant, one sentence each. */
  hints: readonly string[];
  /** Removes what was made for the change. */
  remove(): Promise<void>;
}

/** The change that somebody in a folder asks about, and where it lies. Nothing in the repository is changed or executed. */
export async function localRange(change: LocalChange): Promise<LocalRange> {
  const repository = await openLocalRepository(change);
  const { git, gitPath, gitFolder, isTrusted } = repository;
  const head = await commitNamed(git, '--head', change.head);
  const tip = change.base === undefined ? head : await commitNamed(git, '--base', change.base);
  const base = await commonCommit(repository, [change.base ?? 'HEAD', tip], [change.head, head]);
  if (change.uncommitted === undefined) {
    const hints = await hintsOn(repository, change, { base, tip, head });
    return { base, source: head, gitPath, gitFolder, isTrusted, hints, remove: async () => {} };
  }
  const made = await uncommittedChange(repository, change, change.uncommitted, head);
  const isSame = (await answer(git, ['rev-parse', `${base}^{tree}`])) === made.tree;
  const hints = isSame
    ? [`There is nothing ${WORDS[change.uncommitted]}: the change is empty.`]
    : shallowHint(repository);
  return {
    base,
    source: made.commit,
    gitPath,
    gitFolder: made.gitFolder,
    isTrusted: false,
    hints,
    remove: made.remove,
  };
}

const WORDS = { staged: 'staged', worktree: 'that is not committed' } as const;

interface Ends {
  base: string;
  tip: string;
  head: string;
}

async function hintsOn(repository: LocalRepository, change: LocalChange, { base, tip, head }: Ends): Promise<string[]> {
  const { base: baseName = '', head: headName } = change;
  const dirty = headName === 'HEAD' ? await uncommittedFiles(repository) : 0;
  const files = dirty === 1 ? '1 file has changes that are' : `${dirty} files have changes that are`;
  return [
    ...(base === head && tip === head ? [`${headName} and ${baseName} are the same commit: the change is empty.`] : []),
    ...(base === head && tip !== head
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

/** Counted without the repository's own filters and monitors, which are programs. */
async function uncommittedFiles({ git, gitFolder }: LocalRepository): Promise<number> {
  const settings = await unfilteredSettings(git);
  const words = ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=normal', '--ignore-submodules=all'];
  const { exitCode, output } = await git({ arguments: [...settings, ...words], timeoutMilliseconds: 60_000 });
  if (exitCode !== 0 || gitFolder === '') return 0;
  return output.toString('latin1').split('\0').filter(Boolean).length;
}
