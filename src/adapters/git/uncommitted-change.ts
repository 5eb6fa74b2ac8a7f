import { SecondPassError } from '../../errors';
import type { CommitId } from '../../ports/repository';
import { type Git, gitOutput, oneLine } from './run-git';

/** `staged`: what the next commit would hold. `worktree`: all that is not committed, new files too unless they are ignored. */
export type Uncommitted = 'staged' | 'worktree';

export interface UncommittedCommit {
  commit: CommitId;
  tree: string;
}

const WHO = { NAME: 'you', EMAIL: 'you@second-pass.invalid', DATE: '1700000000 +0000' };

/** What is not committed yet, as a commit in a repository of our own: `git` works on a copy of the index. */
export async function uncommittedChange(git: Git, what: Uncommitted, parent: CommitId): Promise<UncommittedCommit> {
  if (what === 'worktree') await addAll(git);
  // A clone need not hold every file; those of the change are looked for when they are read.
  const { exitCode, output, errorText } = await git({ arguments: ['write-tree', '--missing-ok'] });
  if (exitCode !== 0) throw notWritten('what is staged is no whole tree, as in the middle of a merge', errorText);
  const tree = output.toString('latin1').trim();
  const commit = await gitOutput(git, {
    arguments: ['commit-tree', tree, '-p', parent, '-m', what],
    environment: { ...signature('AUTHOR'), ...signature('COMMITTER') },
  });
  return { commit: commit.toString('latin1').trim(), tree };
}

/**
 * As `git add --all` would, which asks git in every submodule what changed there, by the settings of that submodule. Git removes
 * first, since a folder may stand where a file was.
 */
async function addAll(git: Git): Promise<void> {
  const words = ['diff-files', '--name-status', '--no-renames', '--ignore-submodules=dirty', '-z'];
  const changed = pairsOf(await done(git, words));
  const others = (await done(git, ['ls-files', '--others', '--exclude-standard', '-z'])).toString('latin1').split('\0');
  const gone = changed.flatMap(([status, path]) => (status === 'D' ? [path] : []));
  const kept = changed.flatMap(([status, path]) => (status === 'D' ? [] : [path]));
  // A repository inside of this one is named as a folder.
  const fresh = others.filter((path) => path !== '').map((path) => path.replace(/\/$/, ''));
  await done(git, ['update-index', '--force-remove', '-z', '--stdin'], gone);
  await done(git, ['update-index', '--add', '--remove', '--replace', '-z', '--stdin'], [...kept, ...fresh]);
}

async function done(git: Git, words: readonly string[], paths: readonly string[] = []): Promise<Buffer> {
  const input = Buffer.from(paths.map((path) => `${path}\0`).join(''), 'latin1');
  const { exitCode, output, errorText } = await git({ arguments: words, input });
  if (exitCode !== 0) throw notWritten('the working tree cannot be read', errorText);
  return output;
}

function pairsOf(output: Buffer): [status: string, path: string][] {
  const words = output.toString('latin1').split('\0');
  return words.flatMap((word, at): [string, string][] => {
    const path = words[at + 1];
    return at % 2 === 0 && path !== undefined ? [[word, path]] : [];
  });
}

function notWritten(what: string, errorText: string): SecondPassError {
  return new SecondPassError({
    kind: 'badInput',
    code: 'git-failed',
    message: `What is not committed cannot be reviewed: ${what} (${oneLine(errorText)}).`,
    advice: 'Mend that, or commit and review the commit.',
  });
}

function signature(role: 'AUTHOR' | 'COMMITTER'): Record<string, string> {
  return Object.fromEntries(Object.entries(WHO).map(([name, value]) => [`GIT_${role}_${name}`, value]));
}
