import { stat } from 'node:fs/promises';
import { badInputs, SecondPassError } from '../../errors';
import type { CommitId, CommitRange } from '../../ports/repository';
import { gitEnvironment, settingVariables } from './git-environment';
import { findGit } from './git-program';
import { createGit, type Git } from './run-git';
import { trustedByUser } from './user-trust';

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
  /** True when it belongs to somebody else, and the user's own settings say that git may open it. */
  isTrusted: boolean;
  isShallow: boolean;
}

export type FoundRepository = Pick<LocalRepository, 'gitPath' | 'gitFolder' | 'isTrusted'>;

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
export async function commitRange(named: NamedRange): Promise<CommitRange & FoundRepository> {
  const repository = await openLocalRepository(named);
  const source = await commitNamed(repository.git, '--head', named.head);
  const tip = await commitNamed(repository.git, '--base', named.base);
  const base = await commonCommit(repository, [named.base, tip], [named.head, source]);
  const { gitPath, gitFolder, isTrusted } = repository;
  return { base, source, gitPath, gitFolder, isTrusted };
}

/** @throws SecondPassError `bad-input` for a folder that is no repository, or one that git does not trust */
export async function openLocalRepository({ folder, signal, ...place }: LocalPlace): Promise<LocalRepository> {
  const environment = gitEnvironment(place.environment, folder, [folder]);
  const { path: program } = await findGit({ environment, untrustedFolders: [folder], signal });
  const gitWith = (trusted: readonly string[]) => {
    const settings = [...NO_PROGRAMS, ...trusted.map((path) => ['safe.directory', path] as const)];
    return createGit({ program, environment: { ...environment, ...settingVariables(settings) }, folder, signal });
  };
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw badInputs([{ input: '--repo', was: JSON.stringify(folder), allowed: 'a folder that exists' }]);
  const { git, gitFolder, isTrusted } = await opened(folder, gitWith, place.environment);
  if ((await answer(git, ['rev-parse', '--show-object-format'])) === 'sha256') {
    const allowed = 'a repository with SHA-1 names, as Azure Repos holds them: this one has SHA-256 names';
    throw badInputs([{ input: '--repo', was: JSON.stringify(folder), allowed }]);
  }
  const isShallow = (await answer(git, ['rev-parse', '--is-shallow-repository'])) === 'true';
  return { git, gitPath: program, gitFolder, isTrusted, isShallow };
}

/** As it is, or as the user's own git opens it. */
async function opened(
  folder: string,
  gitWith: (trusted: readonly string[]) => Git,
  environment: LocalPlace['environment'],
): Promise<Pick<LocalRepository, 'git' | 'gitFolder' | 'isTrusted'>> {
  const git = gitWith([]);
  const first = await located(git);
  if (first.gitFolder !== '') return { git, gitFolder: first.gitFolder, isTrusted: false };
  if (!first.isForeign) throw notOpened(folder, 'a folder of a git repository');
  const trusting = gitWith(await trustedByUser(git, environment));
  const { gitFolder } = await located(trusting);
  if (gitFolder !== '') return { git: trusting, gitFolder, isTrusted: true };
  const how = `git config --global --add safe.directory ${JSON.stringify(folder)}`;
  const allowed = `a repository of your own: this one belongs to another user, so git does not open it; clone it and review the clone, or tell git that you trust it: ${how}`;
  throw notOpened(folder, allowed);
}

async function located(git: Git): Promise<{ gitFolder: string; isForeign: boolean }> {
  const words = ['rev-parse', '--absolute-git-dir'];
  const { exitCode, output, errorText } = await git({ arguments: words, timeoutMilliseconds: 60_000 });
  const gitFolder = exitCode === 0 ? output.toString('utf8').trim() : '';
  return { gitFolder, isForeign: /dubious ownership|unsafe repository/.test(errorText) };
}

function notOpened(folder: string, allowed: string): SecondPassError {
  return badInputs([{ input: '--repo', was: JSON.stringify(folder), allowed }]);
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
