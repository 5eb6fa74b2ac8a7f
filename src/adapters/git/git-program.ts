import { dirname } from 'node:path';
import { SecondPassError } from '../../errors';
import { findPrograms, trustedPlaces } from '../process/find-programs';
import { pathEntries } from '../process/search-places';
import { createGit, oneLine } from './run-git';

export interface GitProgram {
  path: string;
  /** `2.39.5` */
  version: string;
  /** What was found before it and cannot be used, and why, in sentences. */
  passedOver: readonly string[];
}

/** Where git may be. */
export interface GitPlaces {
  /** An absolute path that is used instead of searching. */
  gitPath?: string | undefined;
  /** Folders that are searched after those of PATH. */
  gitFolders?: readonly string[];
  /** Folders that a pull request or an earlier step can write to. */
  untrustedFolders?: readonly string[];
}

export const OLDEST_GIT = '2.31';

/**
 * The first git that works, in trusted folders of PATH and then of the agent.
 * Throws kind `platform`, code `git-not-found` or `git-too-old`.
 */
export async function findGit(
  places: GitPlaces & { environment: Readonly<Record<string, string>>; signal: AbortSignal },
): Promise<GitProgram> {
  const passedOver: string[] = [];
  let oldest: string | undefined;
  for (const path of await candidates(places)) {
    const tried = await tryGit(path, places);
    if ('version' in tried && !isOlder(tried.version, OLDEST_GIT)) return { path, version: tried.version, passedOver };
    if ('version' in tried) oldest ??= tried.version;
    passedOver.push('version' in tried ? `${path} is git ${tried.version}.` : tried.trouble);
  }
  throw oldest === undefined ? gitNotFound(passedOver) : gitTooOld(oldest);
}

async function candidates(
  places: GitPlaces & { environment: Readonly<Record<string, string>> },
): Promise<readonly string[]> {
  if (places.gitPath) return [places.gitPath];
  const folders = [...pathEntries(places.environment.PATH ?? ''), ...(places.gitFolders ?? [])];
  // As it was named: some gits are one program of many names.
  return (
    await findPrograms('git', await trustedPlaces(folders, places.untrustedFolders ?? [], places.environment))
  ).map(({ path }) => path);
}

async function tryGit(
  path: string,
  { environment, signal }: { environment: Readonly<Record<string, string>>; signal: AbortSignal },
): Promise<{ version: string } | { trouble: string }> {
  const git = createGit({ program: path, environment, folder: dirname(path), signal });
  try {
    const { exitCode, output } = await git({ arguments: ['version'], timeoutMilliseconds: 30_000 });
    const version = /^git version (\d+\.\d+(?:\.\d+)?)/.exec(output.toString('latin1'))?.[1];
    if (exitCode === 0 && version) return { version };
    return { trouble: `${path} does not answer as git does (exit code ${exitCode}).` };
  } catch (error) {
    if (signal.aborted) throw error;
    const { cause } = error as Error;
    return { trouble: `${path} cannot be used: ${oneLine(cause instanceof Error ? cause.message : String(error))}.` };
  }
}

function isOlder(version: string, limit: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [limitMajor = 0, limitMinor = 0] = limit.split('.').map(Number);
  return major < limitMajor || (major === limitMajor && minor < limitMinor);
}

function gitNotFound(passedOver: readonly string[]): SecondPassError {
  const found = passedOver.length === 0 ? 'none was found in the trusted folders of PATH.' : passedOver.join(' ');
  return new SecondPassError({
    kind: 'platform',
    code: 'git-not-found',
    message: `There is no git on this agent that can be used: ${found}`,
    advice:
      `Install git ${OLDEST_GIT} or newer for the agent; folders below the job's work folder, and those that everybody may ` +
      'write to, are not searched.',
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
