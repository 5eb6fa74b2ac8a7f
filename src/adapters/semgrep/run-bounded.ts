import { type ChildProcess, spawn } from 'node:child_process';
import type { ScanLimits } from './limits';
import { createProcessTree, type ProcessTree } from './process-tree';

export interface BoundedRun {
  executable: string;
  arguments: readonly string[];
  folder: string;
  /** The whole environment of the program. */
  environment: Readonly<Record<string, string>>;
  limits: Pick<ScanLimits, 'time' | 'memory' | 'output' | 'processes'>;
  marker: string;
  signal: AbortSignal;
}

export interface Ended {
  why: 'exit' | 'time' | 'output' | 'memory' | 'processes' | 'cancelled' | 'notStarted';
  code: number | null;
  signal: NodeJS.Signals | null;
  /** At most `limits.output` bytes of what it printed. */
  output: Buffer;
  /** The first lines of its error output; from outside, to be cleaned before it is shown. */
  errors: string;
}

const LOOK_EVERY = 300;

const KEPT_ERRORS = 8_192;

/** The first line that says something, in printable ASCII. */
export function firstLine(errors: string): string {
  const lines = errors.split('\n').map((line) => line.replace(/[^\x20-\x7e]/g, ' ').trim());
  return (lines.find((line) => line !== '') ?? '').slice(0, 200);
}

/** Runs a program to its end or to its limits; when this returns, no process of it is left. Never throws. */
export async function runBounded(run: BoundedRun): Promise<Ended> {
  if (run.signal.aborted) return { why: 'cancelled', code: null, signal: null, output: Buffer.alloc(0), errors: '' };
  const child = spawn(run.executable, run.arguments, {
    cwd: run.folder,
    env: { ...run.environment, SECOND_PASS_SCAN: run.marker },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that the whole of it can be ended.
    detached: process.platform !== 'win32',
    windowsHide: true,
    shell: false,
  });
  const tree = createProcessTree(child.pid, run.marker, run.environment.SystemRoot);
  const endNow = () => tree.endNow();
  process.once('exit', endNow);
  try {
    return await watch(child, tree, run);
  } finally {
    process.removeListener('exit', endNow);
    await tree.end();
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}

function watch(child: ChildProcess, tree: ProcessTree, run: BoundedRun): Promise<Ended> {
  const chunks: Buffer[] = [];
  let size = 0;
  let errors = '';
  return new Promise((resolve) => {
    let done = false;
    const finish = (why: Ended['why'], code: number | null = null, signal: NodeJS.Signals | null = null) => {
      if (done) return;
      done = true;
      clearTimeout(deadline);
      clearInterval(looking);
      run.signal.removeEventListener('abort', cancel);
      resolve({ why, code, signal, output: Buffer.concat(chunks).subarray(0, run.limits.output), errors });
    };
    const cancel = () => finish('cancelled');
    const deadline = setTimeout(() => finish('time'), run.limits.time);
    const looking = setInterval(() => {
      tree.look(run.limits).then(
        (beyond) => beyond && finish(beyond),
        () => undefined,
      );
    }, LOOK_EVERY);
    run.signal.addEventListener('abort', cancel);
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (!done) chunks.push(chunk);
      if (size > run.limits.output) finish('output');
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      if (errors.length < KEPT_ERRORS) errors += chunk.toString('utf8').slice(0, KEPT_ERRORS - errors.length);
    });
    child.on('error', () => finish('notStarted'));
    // `close` waits for a pipe that a forgotten grandchild may hold open; after the exit only a moment is given to it.
    child.on('exit', (code, signal) => setTimeout(() => finish('exit', code, signal), 1_000).unref());
    child.on('close', (code, signal) => finish('exit', code, signal));
  });
}
