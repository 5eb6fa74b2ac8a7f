import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { SecondPassError } from '../../errors';
import type { CommitId } from '../../ports/repository';
import { sumOf } from '../../sum-of';
import { type Git, gitOutput, oneLine } from './run-git';
import type { WorkingTree } from './working-tree';

/** `staged`: what the next commit would hold. `worktree`: all that is not committed, new files too unless they are ignored. */
export type Uncommitted = 'staged' | 'worktree';

export interface UncommittedCommit {
  commit: CommitId;
  tree: string;
}

const WHO = { NAME: 'you', EMAIL: 'you@second-pass.invalid', DATE: '1700000000 +0000' };

/** Git reads, packs and writes each file that is added: a gigabyte takes it a minute. */
const MOST_BYTES = { file: 100_000_000, all: 400_000_000 };

/** What is not committed yet, as a commit in a repository of our own: git works on a copy of the index. */
export async function uncommittedChange(
  tree: WorkingTree,
  what: Uncommitted,
  parent: CommitId,
): Promise<UncommittedCommit> {
  const { git } = tree;
  if (what === 'worktree') await addAll(tree);
  // A clone need not hold every file; those of the change are looked for when they are read.
  const { exitCode, output, errorText } = await git({ arguments: ['write-tree', '--missing-ok'] });
  if (exitCode !== 0) throw notWritten('what is staged is no whole tree, as in the middle of a merge', errorText);
  const id = output.toString('latin1').trim();
  const commit = await gitOutput(git, {
    arguments: ['commit-tree', id, '-p', parent, '-m', what],
    environment: { ...signature('AUTHOR'), ...signature('COMMITTER') },
  });
  return { commit: commit.toString('latin1').trim(), tree: id };
}

/**
 * As `git add --all` would, which asks git in every submodule what changed there, by the settings of that submodule. Git removes
 * first, since a folder may stand where a file was.
 */
async function addAll({ git, folder }: WorkingTree): Promise<void> {
  const words = ['diff-files', '--name-status', '--no-renames', '--ignore-submodules=dirty', '-z'];
  const changed = pairsOf(await done(git, words));
  const others = (await done(git, ['ls-files', '--others', '--exclude-standard', '-z'])).toString('latin1').split('\0');
  const gone = changed.flatMap(([status, path]) => (status === 'D' ? [path] : []));
  const kept = changed.flatMap(([status, path]) => (status === 'D' ? [] : [path]));
  // A repository inside of this one is named as a folder.
  const fresh = others.filter((path) => path !== '').map((path) => path.replace(/\/$/, ''));
  await refuseHuge(folder, [...kept, ...fresh]);
  await done(git, ['update-index', '--force-remove', '-z', '--stdin'], gone);
  await done(git, ['update-index', '--add', '--remove', '--replace', '-z', '--stdin'], [...kept, ...fresh]);
}

async function refuseHuge(folder: string, paths: readonly string[]): Promise<void> {
  const sized = await Promise.all(paths.map(async (path) => ({ path, bytes: await sizeOf(folder, path) })));
  const sum = sumOf(sized, ({ bytes }) => bytes);
  const [largest] = sized.sort((one, other) => other.bytes - one.bytes);
  if (largest === undefined || (largest.bytes <= MOST_BYTES.file && sum <= MOST_BYTES.all)) return;
  const name = JSON.stringify(Buffer.from(largest.path, 'latin1').toString('utf8'));
  const all = largest.bytes > MOST_BYTES.file ? '' : `, of ${megabytes(sum)} together`;
  throw new SecondPassError({
    kind: 'badInput',
    code: 'git-failed',
    message: `What is not committed cannot be reviewed: it is too large, with ${name} of ${megabytes(largest.bytes)}${all}.`,
    advice: `Name it in .gitignore, or review what is staged (--staged): at most ${megabytes(MOST_BYTES.file)} are read of one file, ${megabytes(MOST_BYTES.all)} of all.`,
  });
}

/** What is no file is none of ours: git tells what it makes of it. */
async function sizeOf(folder: string, path: string): Promise<number> {
  const found = await lstat(join(folder, Buffer.from(path, 'latin1').toString('utf8'))).catch(() => undefined);
  return found?.isFile() ? found.size : 0;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
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
