import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { collectOutput, type Output } from './collect-output';
import { type FirstProcess, firstProcess } from './first-process';
import { beginProcess } from './process-log';
import { createProcessTree, type ProcessTree } from './process-tree';
import type { ProgramRun, RunLimits } from './program-run';
import { startProgram } from './start-program';

export interface Ended extends Output {
  why: 'exit' | 'time' | 'output' | 'memory' | 'processes' | 'processor' | 'cancelled' | 'notStarted';
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Why it did not start. */
  cause?: Error;
}

/**
 * Runs a program to its end or to its limits. Never throws. Unless it ended by itself, no process of it is left afterwards as far
 * as the system lets us see them, and it never waits long for one that cannot be ended.
 */
export async function runProgram(run: ProgramRun): Promise<Ended> {
  if (run.signal.aborted) return { ...NOTHING, why: 'cancelled' };
  const entry = beginProcess(run.program, run.arguments);
  const { child, mark, cause } = await startProgram(run);
  if (child === undefined) entry.end('not started');
  if (child === undefined) return { ...NOTHING, why: 'notStarted', ...(cause && { cause }) };
  const tree = createProcessTree(child, mark, run.environment.SystemRoot ?? 'C:\\Windows');
  const first = run.tellsFirst ? firstProcess(child) : undefined;
  const endNow = () => tree.endNow();
  process.once('exit', endNow);
  try {
    const ended = await watch(child, tree, run);
    entry.end(ended.why === 'exit' ? `exit ${ended.code ?? ended.signal}` : ended.why);
    if (run.endsAll && !hasEnded(child)) child.kill('SIGKILL');
    if (ended.why !== 'exit' || run.leavesNothing) await endTree(child, tree, first);
    return ended;
  } finally {
    process.removeListener('exit', endNow);
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}

const LOOK_EVERY = 300;
/** Where nothing but time is counted: most programs have ended before. */
const LOOK_SELDOM = 3_000;
/** After its end, a program whose output a forgotten child holds open gets this long for what is still in the pipe. */
const QUIET = { tick: 100, ticks: 10 };
const LONGEST_ENDING = 2_000;

const NOTHING = { code: null, signal: null, output: Buffer.alloc(0), firstErrors: '', lastErrors: '' } as const;

type Finish = (why: Ended['why'], code?: number | null, signal?: NodeJS.Signals | null) => void;

function watch(child: ChildProcess, tree: ProcessTree, run: ProgramRun): Promise<Ended> {
  return new Promise((resolve) => {
    const stop = new AbortController();
    const finish: Finish = (why, code = null, signal = null) => {
      if (stop.signal.aborted) return;
      stop.abort();
      resolve({ why, code, signal, ...collected.output() });
    };
    const collected = collectOutput(child, run, () => finish('output'));
    const deadline = setTimeout(() => finish('time'), run.limits.time);
    const looking = setInterval(() => lookAt(tree, run.limits, finish), lookEvery(run.limits));
    stop.signal.addEventListener('abort', () => [deadline, looking].forEach(clearTimeout));
    run.signal.addEventListener('abort', () => finish('cancelled'), { signal: stop.signal });
    child.on('exit', (code, signal) => collected.whenQuiet(QUIET, () => finish('exit', code, signal)));
    child.on('close', (code, signal) => finish('exit', code, signal));
  });
}

function lookEvery({ tree }: RunLimits): number {
  return tree?.memory === undefined && tree?.processes === undefined ? LOOK_SELDOM : LOOK_EVERY;
}

function lookAt(tree: ProcessTree, limits: RunLimits, finish: Finish): void {
  const beyond = limits.tree && tree.look(limits.tree);
  if (beyond) finish(beyond);
}

/** Its files are free when the program is gone; one that the system cannot end is not waited for. */
async function endTree(child: ChildProcess, tree: ProcessTree, first: FirstProcess | undefined): Promise<void> {
  const gone = new Promise<void>((resolve) => {
    if (hasEnded(child)) resolve();
    child.once('exit', () => resolve());
  });
  if (!(await first?.end())) await tree.end();
  const patience = new AbortController();
  await Promise.race([gone, pause(LONGEST_ENDING, undefined, { signal: patience.signal }).catch(() => undefined)]);
  patience.abort();
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
