import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { removeFolders } from './remove-folder';
import { runProgram } from './run-program';

/** Where the hands find things; the same in every workshop. */
export const INSIDE = { tree: '/work', home: '/home/worker', door: '/run/door' } as const;

/** Makes the folders; those alone who know the way can reach them. */
export async function makeFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders) await mkdir(folder, { recursive: true, mode: 0o700 });
}

export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content, { mode: 0o644 });
}

/** Gives them with all that is in them to another user; a link itself, never what it leads to. */
export async function giveTo(user: number, folders: readonly string[]): Promise<void> {
  const words = ['-R', '-h', `${user}:${user}`, '--', ...folders];
  const ended = await run('/bin/chown', words);
  if (ended.code !== 0) throw new Error(`chown ended with ${ended.code ?? ended.why}`);
}

/** True where any user could go through all folders above. */
export async function isOpenWay(path: string): Promise<boolean> {
  for (let above = dirname(path); ; above = dirname(above)) {
    const { mode } = await stat(above);
    if ((mode & 0o001) === 0) return false;
    if (above === dirname(above)) return true;
  }
}

/** True where something lies in it. */
export async function isFilled(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => ['?'])).length > 0;
}

const LONGEST_WORK = 120_000;

/**
 * Removes what hostile commands may have left: folders that nobody may enter, and deeper than a path can name. The programs walk
 * by open folders and never follow a link. What is left when the time is over is for a later run.
 * @param within milliseconds in all
 */
export async function removeHostile(
  folder: string,
  within = LONGEST_WORK,
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly string[]> {
  const until = performance.now() + within;
  const ended = (program: string, words: readonly string[]) =>
    run(program, words, Math.max(1, until - performance.now()), signal);
  const remove = () => ended('/bin/rm', ['-rf', '--', folder]);
  await chmod(folder, 0o700).catch(() => undefined);
  const first = await remove();
  if (first.code === 0) return [];
  if (first.why === 'notStarted') return removeFolders([folder]);
  await ended('/usr/bin/find', [
    folder,
    '-xdev',
    '-type',
    'd',
    '!',
    '-perm',
    '-700',
    '-exec',
    'chmod',
    'u+rwx',
    '{}',
    ';',
  ]);
  const { code, why } = await remove();
  if (code === 0) return [];
  const reason = why === 'time' ? `in ${Math.ceil(within / 1000)} s` : 'now';
  return [`${folder} could not be removed ${reason}; a later run removes it.`];
}

/** A workshop that is not opened to its end leaves nothing: its folder goes before the failure is told. */
export async function openedOrRemoved<Opened>(folder: string, open: () => Promise<Opened>): Promise<Opened> {
  try {
    return await open();
  } catch (error) {
    await removeHostile(folder);
    throw error;
  }
}

function run(program: string, words: readonly string[], time = LONGEST_WORK, signal = new AbortController().signal) {
  return runProgram({
    program,
    arguments: words,
    folder: '/',
    environment: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    limits: { time },
    signal,
  });
}
