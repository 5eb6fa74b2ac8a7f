import { copyFile, mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { badInputs } from '../../errors';
import type { CommitId } from '../../ports/repository';
import { settingVariables } from './git-environment';
import { copyIfThere, type LocalRepository, placeOf } from './local-repository';
import { isThere } from './repository-place';
import type { Git, GitRun } from './run-git';

/** Of the user: where git's own settings on line ends and ignored files stand. */
type Home = string | undefined;

/** The user's files, and git over them. */
export interface WorkingTree {
  git: Git;
  folder: string;
}

/**
 * Git over the user's working tree in our own repository: with a copy of the index, and of the settings only those that say how
 * files are compared. No filter, monitor or hook is known to it, whatever their names, nor is it one of a submodule.
 * @throws SecondPassError `bad-input` where there is no working tree
 */
export async function overWorkingTree(
  { asked, git, gitFolder, ownFolder, workingTree }: LocalRepository,
  { home, head, input }: { home: Home; head: CommitId; input: string },
): Promise<WorkingTree> {
  if ('missing' in workingTree) {
    throw badInputs([{ input: '--repo', was: JSON.stringify(input), allowed: workingTree.missing }]);
  }
  const index = join(ownFolder, 'index');
  await copyIndex(await placeOf(asked, 'index'), index, gitFolder);
  await mkdir(join(gitFolder, 'info'), { recursive: true });
  for (const name of ['info/exclude', 'info/attributes']) {
    await copyIfThere(await placeOf(asked, name), join(gitFolder, ...name.split('/')));
  }
  await writeFile(join(gitFolder, 'HEAD'), `${head}\n`);
  const environment = {
    GIT_WORK_TREE: workingTree.folder,
    GIT_INDEX_FILE: index,
    ...settingVariables(await comparingSettings(asked, home)),
  };
  const { folder } = workingTree;
  const over = (run: GitRun) =>
    git({
      ...run,
      arguments: ['-C', folder, ...run.arguments],
      environment: { ...environment, ...run.environment },
    });
  return { git: over, folder };
}

/**
 * An index may keep a part of itself in files beside it. The copy is as old as the index: what was changed in the second in which an
 * index was written git compares by content, and in a newer one it would take it for unchanged.
 */
async function copyIndex(from: string, to: string, gitFolder: string): Promise<void> {
  const found = await stat(from).catch(() => undefined);
  if (found === undefined) return;
  await copyFile(from, to);
  const second = Math.floor(found.mtimeMs / 1000);
  await utimes(to, second, second);
  const beside = await readdir(dirname(from)).catch(() => []);
  for (const name of beside.filter((one) => /^sharedindex\.[0-9a-f]+$/.test(one))) {
    await copyIfThere(join(dirname(from), name), join(gitFolder, basename(name)));
  }
}

/** Settings that the repository may have of its own, with the values that they can have: none of them names a file or a program. */
const COMPARING: Readonly<Record<string, RegExp>> = {
  'core.autocrlf': /^(?:true|false|input)$/i,
  'core.eol': /^(?:lf|crlf|native)$/i,
  'core.filemode': /^(?:true|false)$/i,
  'core.ignorecase': /^(?:true|false)$/i,
  'core.precomposeunicode': /^(?:true|false)$/i,
  'core.symlinks': /^(?:true|false)$/i,
};

const IGNORED_FILES = 'core.excludesfile';

/** What the user's git does to line ends, and which files it never adds: otherwise every line could differ. */
async function comparingSettings(asked: Git, home: Home): Promise<(readonly [string, string])[]> {
  const environment = {
    HOME: home,
    ...{ GIT_CONFIG_NOSYSTEM: undefined, GIT_CONFIG_SYSTEM: undefined, GIT_CONFIG_GLOBAL: undefined },
    ...{ XDG_CONFIG_HOME: undefined },
  };
  const words = ['config', '--null', '--show-scope', '--get-regexp', '^core\\.[a-z]+$'];
  const { exitCode, output } = await asked({ arguments: words, environment });
  const parts = exitCode === 0 ? output.toString('utf8').split('\0') : [];
  const settings = new Map<string, string>([['core.safecrlf', 'false']]);
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [scope = '', [name = '', value = 'true']] = [parts[at], (parts[at + 1] ?? '').split(/\n(.*)/s)];
    if (COMPARING[name]?.test(value)) settings.set(name, value);
    // Which files are left out, and by what file, the user says, and not a repository.
    if (name === IGNORED_FILES && /^(?:system|global)$/.test(scope)) settings.set(name, withHome(value, home));
  }
  const usual = home === undefined ? '' : join(home, '.config', 'git', 'ignore');
  if (!settings.has(IGNORED_FILES) && usual !== '' && (await isThere(usual))) settings.set(IGNORED_FILES, usual);
  return [...settings];
}

function withHome(value: string, home: Home): string {
  return home !== undefined && value.startsWith('~/') ? join(home, value.slice(2)) : value;
}
