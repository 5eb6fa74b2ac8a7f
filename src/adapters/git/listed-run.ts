import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AccessLog } from '../http/access-log';
import { commandOf, type Git, type GitAnswer, type GitRun } from './run-git';

interface Listing {
  url: string;
  /** Folder that what arrives is put into. */
  objects: string;
  access: Pick<AccessLog, 'begin'> | undefined;
}

/**
 * Runs git, and lists it among the requests that left the agent: one entry for each run, by what we know of it. git's own trace
 * would tell more, and could put a token on disk. What came in is what lies in the scratch repository more than before.
 */
export async function listed(git: Git, run: GitRun, { url, objects, access }: Listing): Promise<GitAnswer> {
  if (access === undefined || !/^https?:/i.test(url)) return git(run);
  const before = await sizeOf(objects);
  const body = typeof run.input === 'string' || run.input instanceof Uint8Array ? run.input : '';
  const entry = access.begin({ method: 'GIT', url, route: routeOf(run), body }, 1);
  let status = 0;
  try {
    const answer = await git(run);
    status = answer.exitCode === 0 ? 200 : statusIn(answer.errorText);
    return answer;
  } finally {
    entry.end(status, Math.max(0, (await sizeOf(objects)) - before));
  }
}

function routeOf(run: GitRun): string {
  const command = commandOf(run);
  if (command !== 'fetch') return `git ${command}`;
  return `git fetch of ${run.arguments.includes('--stdin') ? 'files' : 'commits'}`;
}

/** As git tells it: `The requested URL returned error: 403`. */
function statusIn(errorText: string): number {
  return Number(/returned error: (\d{3})/.exec(errorText)?.[1] ?? 0);
}

/** Of all files, in bytes; what goes away while it is counted counts as nothing. */
async function sizeOf(folder: string): Promise<number> {
  // Entries with types know their folder from Node 20.12 on only.
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = names.map(async (name) => {
    const found = await stat(join(folder, name)).catch(() => undefined);
    return found?.isFile() ? found.size : 0;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
