import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Platform } from './paths';
import type { ProgramRun } from './program-run';

const MARK = 'SECOND_PASS_CHILD';

export interface Start {
  /** Absent when it did not start, with the cause. */
  child?: ChildProcess;
  cause?: Error;
  /** A setting in its environment that no other process has. */
  mark: string;
}

type Startable = Pick<ProgramRun, 'program' | 'arguments' | 'folder' | 'environment' | 'input'>;

/** Never throws. A start that failed for a passing reason is tried once more. */
export async function startProgram(run: Startable): Promise<Start> {
  const first = await startOnce(run);
  if (first.cause === undefined || !isPassing(first.cause)) return first;
  await pause(200);
  return await startOnce(run);
}

/** A virus scanner that holds a program, and a machine that is short of something: Windows and Linux name them so. */
export function isPassing(error: NodeJS.ErrnoException, platform: Platform = process.platform): boolean {
  const codes = platform === 'win32' ? ['UNKNOWN', 'EBUSY', 'EAGAIN', 'EPERM'] : ['EAGAIN', 'ETXTBSY'];
  return codes.includes(error.code ?? '');
}

async function startOnce({ program, arguments: words, folder, environment, input }: Startable): Promise<Start> {
  const id = randomUUID();
  const mark = `${MARK}=${id}`;
  try {
    const child = spawn(program, words, {
      cwd: folder,
      env: { ...environment, [MARK]: id },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      // A process group of its own, so that the whole of it can be ended.
      detached: process.platform !== 'win32',
      windowsHide: true,
      shell: false,
    });
    await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    child.on('error', () => {});
    // It may end before it has read everything; its exit code tells why.
    const stdin = child.stdin?.on('error', () => {});
    if (input instanceof Readable) stdin && input.pipe(stdin);
    else stdin?.end(input);
    return { child, mark };
  } catch (error) {
    return { cause: error instanceof Error ? error : new Error(String(error)), mark };
  }
}
