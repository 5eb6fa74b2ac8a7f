import { lstat, mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SecondPassError } from '../../errors';
import { removeFolders } from '../process/remove-folder';
import { removeHostile } from '../process/workshop-folder';

/** Every folder of ours begins with this, so that a later run can tell what to remove. */
export const SCRATCH_PREFIX = 'second-pass-';

/** Nothing is ever checked out: names that a file system cannot hold are names like others. */
const BARE_CONFIG = `[core]
\trepositoryformatversion = 0
\tbare = true
\thooksPath = ${process.platform === 'win32' ? 'NUL' : '/dev/null'}
\tfsmonitor = false
\tlongpaths = true
\tprotectNTFS = false
\tprotectHFS = false
[gc]
\tauto = 0
[maintenance]
\tauto = false
`;

const FOLDER_NAME = /^second-pass-(\d+)-[A-Za-z0-9]+$/;

const ONE_DAY = 86_400_000;

/** Makes a folder that only this user can read; its name carries the process, for the sweep. */
export async function createScratchFolder(parent: string): Promise<string> {
  try {
    await mkdir(parent, { recursive: true });
    return await mkdtemp(join(parent, `${SCRATCH_PREFIX}${process.pid}-`));
  } catch (cause) {
    throw folderFault(parent, cause);
  }
}

/** The agent's trouble, and told as such. */
function folderFault(parent: string, cause: unknown): SecondPassError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  return new SecondPassError({
    kind: 'platform',
    code: 'agent-folder',
    message: `The agent's temporary folder ${parent} cannot be written to (${code}).`,
    advice: 'Free space on its disk, or give the account of the agent the right to write there.',
    cause,
  });
}

/**
 * Removes what runs that died left behind: folders of ours whose process is gone, or that are older than a day.
 * Answers with the names of the removed ones; what cannot be removed is left for the next time.
 * @param now milliseconds since 1970
 */
export async function sweepScratchFolders(parent: string, now: number = Date.now()): Promise<string[]> {
  const names = await readdir(parent).catch(() => []);
  const stale: string[] = [];
  for (const name of names) {
    const owner = FOLDER_NAME.exec(name)?.[1];
    if (owner !== undefined && (await isStale(join(parent, name), Number(owner), now))) stale.push(name);
  }
  if (stale.length === 0) return [];
  await removeStale(stale.map((name) => join(parent, name)));
  const left: string[] = await readdir(parent).catch(() => []);
  return stale.filter((name) => !left.includes(name));
}

/** A run waits so long for what earlier ones left; the next goes on with it. */
const LONGEST_SWEEP = 60_000;

/** Among them may be workshops: there hostile commands had their way. Windows has none. */
async function removeStale(folders: readonly string[]): Promise<void> {
  if (process.platform === 'win32') return void (await removeFolders(folders));
  const until = performance.now() + LONGEST_SWEEP;
  for (const folder of folders) await removeHostile(folder, until - performance.now());
}

async function isStale(folder: string, owner: number, now: number): Promise<boolean> {
  const entry = await lstat(folder).catch(() => null);
  // A link, or another user's folder, is not ours to follow or to remove.
  if (!entry?.isDirectory() || (process.getuid && entry.uid !== process.getuid())) return false;
  // A process of a container often has the number of the one that died before it.
  if (owner === process.pid) return entry.mtimeMs < Date.now() - process.uptime() * 1000;
  return !isAlive(owner) || now - entry.mtimeMs > ONE_DAY;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Writes an empty bare repository by hand: no template, no hook and no setting comes from anywhere else. */
export async function createBareRepository(folder: string, moreSettings = ''): Promise<void> {
  await mkdir(join(folder, 'refs'), { recursive: true });
  await mkdir(join(folder, 'objects'), { recursive: true });
  await writeFile(join(folder, 'HEAD'), 'ref: refs/heads/none\n');
  await writeFile(join(folder, 'config'), `${BARE_CONFIG}${moreSettings}`);
}
