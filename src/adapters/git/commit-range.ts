import { stat } from 'node:fs/promises';
import { badInputs, SecondPassError } from '../../errors';
import type { CommitId, CommitRange } from '../../ports/repository';
import { gitEnvironment, settingVariables } from './git-environment';
import { findGit } from './git-program';
import { createGit, type Git } from './run-git';

export interface LocalPlace {
  /** Of the repository, or any folder below it. */
  folder: string;
  environment: Readonly<Record<string, string | undefined>>;
  signal: AbortSignal;
}

export interface NamedRange extends LocalPlace {
  base: string;
  head: string;
}

export interface LocalRepository {
  git: Git;
  gitPath: string;
  gitFolder: string;
  isShallow: boolean;
}

/** What the repository's own settings would start. */
const NO_PROGRAMS = [
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', process.platform === 'win32' ? 'NUL' : '/dev/null'],
] as const;

/**
 * The range from the common commit of two names to the second of them, in a repository on this machine; and where git is.
 * Reads names and history alone, which runs nothing that the repository brings along.
 * @throws SecondPassError `bad-input` for a name that is no commit, `unrelated` for two without a common one
 */
export async function commitRange(named: NamedRange): Promise<CommitRange & { gitPath: string; gitFolder: string }> {
  const repository = await openLocalRepository(named);
  const source = await commitNamed(repository.git, '--head', named.head);
  const tip = await commitNamed(repository.git, '--base', named.base);
  const base = await commonCommit(repository, [named.base, tip], [named.head, source]);
  return { base, source, gitPath: repository.gitPath, gitFolder: repository.gitFolder };
}

/** @throws SecondPassError `bad-input` for a folder that is no repository, or one that git does not trust */
export async function openLocalRepository({ folder, signal, ...place }: LocalPlace): Promise<LocalRepository> {
  const environment = { ...gitEnvironment(place.environment, folder, [folder]), ...settingVariables(NO_PROGRAMS) };
  const program = await findGit({ environment, untrustedFolders: [folder], signal });
  const git = createGit({ program: program.path, environment, folder, signal });
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw badInputs([{ input: '--repo', was: JSON.stringify(folder), allowed: 'a folder that exists' }]);
  const asked = await git({ arguments: ['rev-parse', '--absolute-git-dir'], timeoutMilliseconds: 60_000 });
  const gitFolder = asked.output.toString('utf8').trim();
  if (asked.exitCode !== 0 || gitFolder === '') {
    const isForeign = /dubious ownership|unsafe repository/.test(asked.errorText);
    const allowed = isForeign
      ? 'a repository of your own: this one belongs to another user, so git does not open it; clone it, and review the clone'
      : 'a folder of a git repository';
    throw badInputs([{ input: '--repo', was: JSON.stringify(folder), allowed }]);
  }
  if ((await answer(git, ['rev-parse', '--show-object-format'])) === 'sha256') {
    const allowed = 'a repository with SHA-1 names, as Azure Repos holds them: this one has SHA-256 names';
    throw badInputs([{ input: '--repo', was: JSON.stringify(folder), allowed }]);
  }
  const isShallow = (await answer(git, ['rev-parse', '--is-shallow-repository'])) === 'true';
  return { git, gitPath: program.path, gitFolder, isShallow };
}

/** @throws SecondPassError `bad-input` for a name that is no commit of the repository */
export async function commitNamed(git: Git, input: string, name: string): Promise<CommitId> {
  const id = await answer(git, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  if (id !== null) return id;
  const allowed =
    name === 'HEAD'
      ? 'a commit; this repository has none yet'
      : `a branch, a tag or a commit id of that repository${await remoteName(git, name)}`;
  throw badInputs([{ input, was: JSON.stringify(name), allowed }]);
}

type Named = readonly [name: string, id: CommitId];

/** @throws SecondPassError `unrelated` for two commits without a common one */
export async function commonCommit(
  { git, isShallow }: LocalRepository,
  [baseName, tip]: Named,
  [headName, source]: Named,
): Promise<CommitId> {
  const base = await answer(git, ['merge-base', tip, source]);
  if (base !== null) return base;
  const shallow = 'This clone is shallow and may lack the common commit: git fetch --unshallow.';
  throw new SecondPassError({
    kind: 'badInput',
    code: 'unrelated',
    message: `${baseName} and ${headName} share no commit.`,
    advice: isShallow ? shallow : 'Give a branch that the change was made from.',
  });
}

/** One line; null when git refuses. */
export async function answer(git: Git, words: readonly string[]): Promise<string | null> {
  const { exitCode, output } = await git({ arguments: words, timeoutMilliseconds: 60_000 });
  const line = output.toString('utf8').trim();
  return exitCode === 0 && line !== '' ? line : null;
}

/** A clone often knows a branch by the name of its remote alone. */
async function remoteName(git: Git, name: string): Promise<string> {
  const id = await answer(git, ['rev-parse', '--verify', '--quiet', '--end-of-options', `origin/${name}^{commit}`]);
  return id === null ? '' : `; did you mean origin/${name}?`;
}
