import { badInputs, SecondPassError } from '../../errors';
import type { CommitId, CommitRange } from '../../ports/repository';
import { gitEnvironment } from './git-environment';
import { findGit } from './git-program';
import { createGit, type Git } from './run-git';

export interface NamedRange {
  /** Of the repository, or any folder below it. */
  folder: string;
  base: string;
  head: string;
  environment: Readonly<Record<string, string | undefined>>;
  signal: AbortSignal;
}

/**
 * The range from the common commit of two names to the second of them, in a repository on this machine; and where git is.
 * Reads names and history alone, which runs nothing that the repository brings along.
 * @throws SecondPassError `bad-input` for a name that is no commit, `unrelated` for two without a common one
 */
export async function commitRange(named: NamedRange): Promise<CommitRange & { gitPath: string; gitFolder: string }> {
  const { folder, signal } = named;
  const environment = gitEnvironment(named.environment, folder, [folder]);
  const program = await findGit({ environment, untrustedFolders: [folder], signal });
  const git = createGit({ program: program.path, environment, folder, signal });
  const gitFolder = await answer(git, ['rev-parse', '--absolute-git-dir']);
  if (gitFolder === null) {
    throw badInputs([{ input: '--repo', was: JSON.stringify(folder), allowed: 'a folder of a git repository' }]);
  }
  const source = await commitNamed(git, '--head', named.head);
  const tip = await commitNamed(git, '--base', named.base);
  const base = await answer(git, ['merge-base', tip, source]);
  if (base !== null) return { base, source, gitPath: program.path, gitFolder };
  throw new SecondPassError({
    kind: 'badInput',
    code: 'unrelated',
    message: `${named.base} and ${named.head} share no commit.`,
    advice:
      'Give a branch that the change was made from; a shallow clone may lack the common commit (git fetch --unshallow).',
  });
}

async function commitNamed(git: Git, input: string, name: string): Promise<CommitId> {
  const id = await answer(git, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  if (id !== null) return id;
  const allowed = 'a branch, a tag or a commit id of that repository';
  throw badInputs([{ input, was: JSON.stringify(name), allowed }]);
}

/** One line; null when git refuses. */
async function answer(git: Git, words: readonly string[]): Promise<string | null> {
  const { exitCode, output } = await git({ arguments: words, timeoutMilliseconds: 60_000 });
  const line = output.toString('utf8').trim();
  return exitCode === 0 && line !== '' ? line : null;
}
