import { constants } from 'node:fs';
import { access, realpath } from 'node:fs/promises';
import { delimiter, isAbsolute, join, relative } from 'node:path';
import { SecondPassError } from '../../errors';
import { createGit } from './run-git';

export interface GitProgram {
  path: string;
  /** `2.39.5` */
  version: string;
}

/** Failures with these codes mean that git cannot be used at all on this machine. */
export const OLDEST_GIT = '2.31';

/**
 * Finds git in absolute PATH entries outside the folders that a pull request or an earlier step can write to.
 * Throws kind `platform`, code `git-not-found` or `git-too-old`.
 */
export async function findGit(options: {
  environment: Readonly<Record<string, string>>;
  /** An absolute path that is used instead of searching. */
  gitPath?: string | undefined;
  untrustedFolders: readonly string[];
  signal: AbortSignal;
}): Promise<GitProgram> {
  const path = options.gitPath ?? (await searchPath(options.environment.PATH ?? '', options.untrustedFolders));
  if (!path) throw gitNotFound();
  const git = createGit({ program: path, environment: options.environment, signal: options.signal });
  const { exitCode, output } = await git({ arguments: ['version'], timeoutMilliseconds: 30_000 });
  const version = /^git version (\d+\.\d+(?:\.\d+)?)/.exec(output.toString('latin1'))?.[1];
  if (exitCode !== 0 || !version) throw gitNotFound();
  if (isOlder(version, OLDEST_GIT)) throw gitTooOld(version);
  return { path, version };
}

async function searchPath(searched: string, untrustedFolders: readonly string[]): Promise<string | null> {
  const untrusted = await Promise.all(untrustedFolders.map((folder) => realpath(folder).catch(() => folder)));
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  for (const folder of searched.split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const file = await executable(join(folder, name));
    if (file && !untrusted.some((outer) => isInside(outer, file) || isInside(outer, folder))) return join(folder, name);
  }
  return null;
}

async function executable(file: string): Promise<string | null> {
  try {
    await access(file, constants.X_OK);
    return await realpath(file);
  } catch {
    return null;
  }
}

function isInside(outer: string, inner: string): boolean {
  const way = relative(outer, inner);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}

function isOlder(version: string, limit: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [limitMajor = 0, limitMinor = 0] = limit.split('.').map(Number);
  return major < limitMajor || (major === limitMajor && minor < limitMinor);
}

export function gitNotFound(): SecondPassError {
  return new SecondPassError({
    kind: 'platform',
    code: 'git-not-found',
    message: 'There is no git on this agent: none was found in the trusted folders of PATH.',
    advice: `Install git ${OLDEST_GIT} or newer for the agent; folders below the job's work folder are not searched.`,
  });
}

function gitTooOld(version: string): SecondPassError {
  return new SecondPassError({
    kind: 'platform',
    code: 'git-too-old',
    message: `git on this agent is ${version}; Second Pass needs ${OLDEST_GIT} or newer.`,
    advice: 'Update git on the agent.',
  });
}
