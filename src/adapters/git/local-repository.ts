import { copyFile, mkdir, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { badInputs, type SecondPassError } from '../../errors';
import { realOrSame } from '../process/find-programs';
import { removeFolders } from '../process/remove-folder';
import { gitEnvironment, settingVariables } from './git-environment';
import { findGit } from './git-program';
import { isThere, topFolder } from './repository-place';
import { createGit, type Git, gitOutput } from './run-git';
import { createBareRepository, createScratchFolder } from './scratch-folder';
import { trustedByUser } from './user-trust';

export interface LocalPlace {
  /** Of the repository, or any folder below it. */
  folder: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** Folders whose programs are not started. */
  untrustedFolders: readonly string[];
  scratchFolder: string;
  signal: AbortSignal;
}

/** A repository on this machine, and one of our own that borrows its objects and nothing else. */
export interface LocalRepository {
  /** Git in the user's repository, whose settings it reads: asked where things are and what names mean, which starts no program. */
  asked: Git;
  /** Git in our own, for everything else: of the user's settings it knows nothing. */
  git: Git;
  gitPath: string;
  /** Our own. */
  gitFolder: string;
  /** A folder of our own, which holds it. */
  ownFolder: string;
  /** The folder of the working tree, or why there is none to read, in words that follow "allowed: ". */
  workingTree: { folder: string } | { missing: string };
  isShallow: boolean;
  remove(): Promise<void>;
}

/** What the repository's own settings would start. */
const NO_PROGRAMS = [
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', process.platform === 'win32' ? 'NUL' : '/dev/null'],
] as const;

/** A clone without all files lends those that it has. */
const LENDING = '[uploadpack]\n\tallowFilter = true\n';

/** @throws SecondPassError `bad-input` for a folder that is no repository, or one that git does not trust */
export async function openLocalRepository(place: LocalPlace): Promise<LocalRepository> {
  const { folder } = place;
  if (!(await isFolder(folder))) throw notOpened(folder, 'a folder that exists');
  const ownFolder = await createScratchFolder(place.scratchFolder);
  const remove = async () => void (await removeFolders([ownFolder]));
  try {
    return { ...(await openedFrom(place, ownFolder)), ownFolder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function openedFrom(
  { folder, signal, untrustedFolders, ...place }: LocalPlace,
  ownFolder: string,
): Promise<Omit<LocalRepository, 'ownFolder' | 'remove'>> {
  const environment = gitEnvironment(place.environment, ownFolder, untrustedFolders);
  const { path: program } = await findGit({ environment, untrustedFolders, signal });
  const top = await topFolder(await realOrSame(folder));
  const at = top ?? folder;
  const gitWith: GitWith = (more, settings = []) => {
    const variables = settingVariables([...NO_PROGRAMS, ...settings]);
    return createGit({ program, environment: { ...environment, ...variables, ...more }, folder: at, signal });
  };
  const found = await foundBy(gitWith, at, place.environment);
  const asked = gitWith({ GIT_DIR: top === undefined ? found : join(top, '.git') });
  // Where `.git` is none, git goes on to look elsewhere.
  if (!(await isSameFolder(await line(asked, ['--absolute-git-dir']), found))) throw notOpened(folder, A_REPOSITORY);
  if ((await line(asked, ['--show-object-format'])) === 'sha256') {
    throw notOpened(folder, 'a repository with SHA-1 names, as Azure Repos holds them: this one has SHA-256 names');
  }
  const isShallow = (await line(asked, ['--is-shallow-repository'])) === 'true';
  const gitFolder = join(ownFolder, 'own.git');
  await borrow(asked, gitFolder, isShallow);
  const git = createGit({ program, environment: { ...environment, GIT_DIR: gitFolder }, folder: ownFolder, signal });
  const workingTree = top === undefined ? BARE : await workingTreeAt(asked, top);
  return { asked, git, gitPath: program, gitFolder, workingTree, isShallow };
}

const A_REPOSITORY = 'a folder of a git repository';

const BARE = { missing: 'a repository with a working tree; this one is bare' };

const ELSEWHERE = {
  missing:
    'a repository whose working tree is the folder with its .git; the settings of this one name another (core.worktree)',
};

type GitWith = (more: Readonly<Record<string, string>>, settings?: readonly (readonly [string, string])[]) => Git;

/** The repository as the user's own git finds and trusts it. */
async function foundBy(gitWith: GitWith, at: string, environment: LocalPlace['environment']): Promise<string> {
  const git = gitWith({});
  const first = await located(git);
  if (first.gitFolder !== '') return first.gitFolder;
  if (!first.isForeign) throw notOpened(at, A_REPOSITORY);
  const trusted = await trustedByUser(git, environment);
  const second = await located(
    gitWith(
      {},
      trusted.map((path) => ['safe.directory', path] as const),
    ),
  );
  if (second.gitFolder !== '') return second.gitFolder;
  const how = `git config --global --add safe.directory ${JSON.stringify(at)}`;
  const allowed = `a repository of your own: this one belongs to another user, so git does not open it; clone it and review the clone, or tell git that you trust it: ${how}`;
  throw notOpened(at, allowed);
}

async function located(git: Git): Promise<{ gitFolder: string; isForeign: boolean }> {
  const words = ['rev-parse', '--absolute-git-dir'];
  const { exitCode, output, errorText } = await git({ arguments: words, timeoutMilliseconds: 60_000 });
  const gitFolder = exitCode === 0 ? withoutEnd(output) : '';
  return { gitFolder, isForeign: /dubious ownership|unsafe repository/.test(errorText) };
}

/** Objects by reference; the rest of the repository is no part of ours. */
async function borrow(asked: Git, gitFolder: string, isShallow: boolean): Promise<void> {
  await createBareRepository(gitFolder, LENDING);
  await mkdir(join(gitFolder, 'objects', 'info'));
  const objects = await placeOf(asked, 'objects');
  await writeFile(join(gitFolder, 'objects', 'info', 'alternates'), `${objects}\n`);
  if (isShallow) await copyFile(await placeOf(asked, 'shallow'), join(gitFolder, 'shallow'));
}

async function workingTreeAt(asked: Git, top: string): Promise<LocalRepository['workingTree']> {
  if ((await line(asked, ['--is-bare-repository'])) !== 'false') return BARE;
  return (await isSameFolder(await line(asked, ['--show-toplevel']), top)) ? { folder: top } : ELSEWHERE;
}

/** However each is spelled. */
async function isSameFolder(one: string | null, other: string): Promise<boolean> {
  return one !== null && relative(await realOrSame(one), await realOrSame(other)) === '';
}

/** Where a part of the user's repository lies. */
export async function placeOf(asked: Git, name: string): Promise<string> {
  return withoutEnd(await gitOutput(asked, { arguments: ['rev-parse', '--path-format=absolute', '--git-path', name] }));
}

export async function copyIfThere(from: string, to: string): Promise<void> {
  if (await isThere(from)) await copyFile(from, to);
}

/** What git answers to `rev-parse`; null when it refuses. */
async function line(git: Git, words: readonly string[]): Promise<string | null> {
  const { exitCode, output } = await git({ arguments: ['rev-parse', ...words], timeoutMilliseconds: 60_000 });
  return exitCode === 0 ? withoutEnd(output) : null;
}

function withoutEnd(output: Buffer): string {
  return output.toString('utf8').replace(/\r?\n$/, '');
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function notOpened(folder: string, allowed: string): SecondPassError {
  return badInputs([{ input: '--repo', was: JSON.stringify(folder), allowed }]);
}
