import { copyFile, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { badInputs, SecondPassError } from '../../errors';
import type { CommitId } from '../../ports/repository';
import { removeFolders } from '../process/remove-folder';
import { answer, type LocalRepository } from './commit-range';
import { type Git, gitOutput, oneLine } from './run-git';
import { createBareRepository, createScratchFolder } from './scratch-folder';

/** `staged`: what the next commit would hold. `worktree`: all that is not committed, new files too unless they are ignored. */
export type Uncommitted = 'staged' | 'worktree';

export interface UncommittedCommit {
  commit: CommitId;
  tree: string;
  /** A repository of our own, which borrows the user's objects. */
  gitFolder: string;
  remove(): Promise<void>;
}

interface Place {
  folder: string;
  home: string | undefined;
  scratchFolder: string;
}

const WHO = { NAME: 'you', EMAIL: 'you@second-pass.invalid', DATE: '1700000000 +0000' };

/**
 * What is not committed yet, as a commit in a repository of our own: the index is a copy, new objects are written beside the
 * user's, and no hook, filter or monitor of the repository is run.
 */
export async function uncommittedChange(
  { git, gitFolder, isShallow }: LocalRepository,
  { folder, home, scratchFolder }: Place,
  what: Uncommitted,
  parent: CommitId,
): Promise<UncommittedCommit> {
  const top = await answer(git, ['rev-parse', '--show-toplevel']);
  if (top === null) {
    const allowed = 'a repository with a working tree; this one is bare';
    throw badInputs([{ input: '--repo', was: JSON.stringify(folder), allowed }]);
  }
  const own = await createScratchFolder(scratchFolder);
  const remove = async () => void (await removeFolders([own]));
  try {
    const borrowing = join(own, 'own.git');
    const objects = await pathOf(git, 'objects');
    await createBareRepository(borrowing);
    await mkdir(join(borrowing, 'objects', 'info'), { recursive: true });
    await writeFile(join(borrowing, 'objects', 'info', 'alternates'), `${objects}\n`);
    if (isShallow) await copyFile(await pathOf(git, 'shallow'), join(borrowing, 'shallow'));
    const index = join(own, 'index');
    await copyIfThere(await pathOf(git, 'index'), index);
    const environment = {
      GIT_DIR: gitFolder,
      GIT_WORK_TREE: top,
      GIT_INDEX_FILE: index,
      GIT_OBJECT_DIRECTORY: join(borrowing, 'objects'),
      GIT_ALTERNATE_OBJECT_DIRECTORIES: objects,
    };
    const written = await writeTree(git, { top, home, what, environment });
    const commit = await gitOutput(git, {
      arguments: ['commit-tree', written, '-p', parent, '-m', what],
      environment: { ...environment, ...signature('AUTHOR'), ...signature('COMMITTER') },
    });
    return { commit: commit.toString().trim(), tree: written, gitFolder: borrowing, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

interface Writing {
  top: string;
  home: string | undefined;
  what: Uncommitted;
  environment: Readonly<Record<string, string>>;
}

async function writeTree(git: Git, { top, home, what, environment }: Writing): Promise<string> {
  if (what === 'worktree') {
    const settings = [...(await unfilteredSettings(git)), ...(await ownSettings(git, home))];
    const words = ['-C', top, ...settings, 'add', '--all', '--', '.'];
    const { exitCode, errorText } = await git({ arguments: words, environment });
    if (exitCode !== 0) throw notWritten('the working tree cannot be read', errorText);
  }
  const { exitCode, output, errorText } = await git({ arguments: ['write-tree'], environment });
  if (exitCode !== 0) throw notWritten('what is staged is no whole tree, as in the middle of a merge', errorText);
  return output.toString().trim();
}

function notWritten(what: string, errorText: string): SecondPassError {
  return new SecondPassError({
    kind: 'badInput',
    code: 'git-failed',
    message: `What is not committed cannot be reviewed: ${what} (${oneLine(errorText)}).`,
    advice: 'Mend that, or commit and review the commit.',
  });
}

/** Filters are programs that the repository's settings name: none is started. */
export async function unfilteredSettings(git: Git): Promise<string[]> {
  const { output } = await git({ arguments: ['config', '--null', '--name-only', '--get-regexp', '^filter\\.'] });
  const names = output.toString('utf8').split('\0');
  const filters = new Set(names.flatMap((name) => /^(filter\..+)\.[^.]+$/s.exec(name)?.[1] ?? []));
  const off = [...filters].flatMap((name) => [`${name}.clean=`, `${name}.process=`, `${name}.required=false`]);
  return off.flatMap((setting) => ['-c', setting]);
}

/** What the user's own git does to line ends, and which files it never adds: otherwise every line could differ. */
async function ownSettings(git: Git, home: string | undefined): Promise<string[]> {
  const environment = {
    HOME: home,
    ...{ GIT_CONFIG_NOSYSTEM: undefined, GIT_CONFIG_SYSTEM: undefined, GIT_CONFIG_GLOBAL: undefined },
  };
  const settings: string[] = [];
  for (const name of ['core.autocrlf', 'core.eol', 'core.excludesFile']) {
    const { exitCode, output } = await git({ arguments: ['config', '--get', name], environment });
    const value = output.toString('utf8').trim();
    if (exitCode === 0 && value !== '') settings.push('-c', `${name}=${withHome(value, home)}`);
  }
  const usual = home === undefined ? '' : join(home, '.config', 'git', 'ignore');
  const isUsual = !settings.some((one) => one.startsWith('core.excludesFile')) && (await isThere(usual));
  return isUsual ? [...settings, '-c', `core.excludesFile=${usual}`] : settings;
}

function withHome(value: string, home: string | undefined): string {
  return home !== undefined && value.startsWith('~/') ? join(home, value.slice(2)) : value;
}

async function pathOf(git: Git, name: string): Promise<string> {
  const words = ['rev-parse', '--path-format=absolute', '--git-path', name];
  return (await gitOutput(git, { arguments: words })).toString('utf8').replace(/\r?\n$/, '');
}

async function copyIfThere(from: string, to: string): Promise<void> {
  if (await isThere(from)) await copyFile(from, to);
}

async function isThere(path: string): Promise<boolean> {
  return (
    path !== '' &&
    (await stat(path).then(
      () => true,
      () => false,
    ))
  );
}

function signature(role: 'AUTHOR' | 'COMMITTER'): Record<string, string> {
  return Object.fromEntries(Object.entries(WHO).map(([name, value]) => [`GIT_${role}_${name}`, value]));
}
