import { type ChildProcess, type IOType, type StdioOptions, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { openSync, readdirSync, readFileSync } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { forbiddenCalls } from './forbidden-calls';
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

type Startable = Pick<
  ProgramRun,
  'program' | 'arguments' | 'folder' | 'environment' | 'input' | 'tellsFirst' | 'forbids'
>;

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

async function startOnce(run: Startable): Promise<Start> {
  const { program, arguments: words, folder, environment, input } = run;
  const id = randomUUID();
  const mark = `${MARK}=${id}`;
  try {
    const child = spawn(program, words, {
      cwd: folder,
      env: { ...environment, [MARK]: id },
      stdio: descriptorsOf(run),
      // A process group of its own, so that the whole of it can be ended.
      detached: process.platform !== 'win32',
      windowsHide: true,
      shell: false,
    });
    await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    child.on('error', () => {});
    if (run.forbids) handOver(child.stdio[4], forbiddenCalls());
    // It may end before it has read everything; its exit code tells why.
    const stdin = child.stdin?.on('error', () => {});
    if (input instanceof Readable) stdin && input.pipe(stdin);
    else stdin?.end(input);
    return { child, mark };
  } catch (error) {
    return { cause: error instanceof Error ? error : new Error(String(error)), mark };
  }
}

/** One that ends before it has read it all tells why by its exit code. */
function handOver(descriptor: unknown, bytes: Uint8Array): void {
  if (descriptor instanceof Writable) descriptor.on('error', () => {}).end(bytes);
}

/** Its own; and in place of what this process was left open by whoever started it, nothing to read: no program has use for that. */
function descriptorsOf({ input, tellsFirst, forbids }: Startable): StdioOptions {
  const own: (IOType | number)[] = [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'];
  if (tellsFirst || forbids) own.push(tellsFirst ? 'pipe' : 'ignore');
  if (forbids) own.push('pipe');
  replaced ??= leftOpen().map((descriptor) => ({ descriptor, nothing: openSync('/dev/null', 'r') }));
  for (const { descriptor, nothing } of replaced) {
    while (own.length < descriptor) own.push('ignore');
    own[descriptor] ??= nothing;
  }
  return own;
}

/** Looked for at the first start: later ones are this process's own, which it closes for its children. */
let replaced: readonly { descriptor: number; nothing: number }[] | undefined;

/** Of what it was given, Node closes the lowest sixteen for its children. */
function leftOpen(): number[] {
  if (process.platform !== 'linux') return [];
  const descriptors = readdirSync('/proc/self/fdinfo').map(Number);
  return descriptors.filter((one) => one > 2 && !isClosedForChildren(one)).sort((a, b) => a - b);
}

const CLOSE_ON_EXEC = 0o2000000;

function isClosedForChildren(descriptor: number): boolean {
  try {
    const [, flags = ''] = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1')) ?? [];
    return (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) !== 0;
  } catch {
    return true;
  }
}
