import { type ChildProcess, spawn } from 'node:child_process';
import { isSecondPassError, SecondPassError } from '../../errors';

export interface GitRun {
  arguments: readonly string[];
  input?: Uint8Array | string;
  /** Laid over the environment for this run alone; undefined takes a variable away. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Takes the output as it comes; then `output` of the answer is empty. */
  onOutput?: (chunk: Buffer) => void;
  timeoutMilliseconds?: number;
}

export interface GitAnswer {
  exitCode: number;
  output: Buffer;
  /** The end of what git said on its error stream; hostile text, since servers write there too. */
  errorText: string;
}

/** Runs git once. Rejects when it cannot be started, is aborted or takes too long; an exit code is an answer. */
export type Git = (run: GitRun) => Promise<GitAnswer>;

const LOCAL_TIMEOUT = 180_000;

const KEPT_ERROR_TEXT = 16_384;

const COMMAND_NAME = /^[a-z]+(-[a-z]+)*$/;

/** Git with a fixed program and environment. Aborting the signal kills git and every process it started. */
export function createGit(options: {
  program: string;
  environment: Readonly<Record<string, string>>;
  signal: AbortSignal;
  folder?: string;
}): Git {
  return async (run) => {
    if (options.signal.aborted) throw abortReason(options.signal);
    const child = spawn(options.program, [...run.arguments], {
      cwd: options.folder,
      env: { ...options.environment, ...run.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      // A process group of its own, so that git's helpers die with it.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    return await answerOf(child, run, options.signal);
  };
}

/** Runs git and answers with its output; any other exit code than 0 is a failure of ours, since all input is known. */
export async function gitOutput(git: Git, run: GitRun): Promise<Buffer> {
  const { exitCode, output, errorText } = await git(run);
  if (exitCode === 0) return output;
  const command = run.arguments.find((argument) => COMMAND_NAME.test(argument)) ?? '';
  throw new SecondPassError({
    kind: 'platform',
    code: 'git-failed',
    message: `git ${command} ended with ${exitCode}: ${oneLine(errorText)}`,
  });
}

/** What git said, fit for a log: one line, no control characters, at most 300 characters from its end. */
export function oneLine(text: string): string {
  const line = text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.length > 300 ? `... ${line.slice(-300)}` : line;
}

function answerOf(child: ChildProcess, run: GitRun, signal: AbortSignal): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    const collected: Buffer[] = [];
    let errorText = '';
    let failure: Error | null = null;
    const stop = (reason: Error) => {
      failure ??= reason;
      killGroup(child);
    };
    const onAbort = () => stop(abortReason(signal));
    const timer = setTimeout(() => stop(tookTooLong(run)), run.timeoutMilliseconds ?? LOCAL_TIMEOUT);
    signal.addEventListener('abort', onAbort, { once: true });
    const settle = (settled: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      settled();
    };
    child.stdout?.on('data', run.onOutput ?? ((chunk: Buffer) => collected.push(chunk)));
    child.stderr?.on('data', (chunk: Buffer) => {
      errorText = (errorText + chunk.toString('utf8')).slice(-KEPT_ERROR_TEXT);
    });
    // git may end before it has read everything; its exit code tells why.
    child.stdin?.on('error', () => {});
    child.stdin?.end(run.input ?? '');
    child.on('error', (error) => settle(() => reject(failure ?? notStarted(error))));
    child.on('close', (exitCode) =>
      settle(() =>
        failure ? reject(failure) : resolve({ exitCode: exitCode ?? -1, output: Buffer.concat(collected), errorText }),
      ),
    );
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { windowsHide: true });
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}

function abortReason(signal: AbortSignal): SecondPassError {
  if (isSecondPassError(signal.reason)) return signal.reason;
  return new SecondPassError({ kind: 'cancelled', code: 'cancelled', message: 'The run was cancelled.' });
}

function tookTooLong(run: GitRun): SecondPassError {
  const seconds = (run.timeoutMilliseconds ?? LOCAL_TIMEOUT) / 1000;
  const command = run.arguments.find((argument) => COMMAND_NAME.test(argument)) ?? '';
  return new SecondPassError({
    kind: 'platform',
    code: 'git-timeout',
    message: `git ${command} did not end within ${seconds} seconds and was stopped.`,
  });
}

function notStarted(cause: Error): SecondPassError {
  return new SecondPassError({
    kind: 'platform',
    code: 'git-not-found',
    message: 'git could not be started on this agent.',
    cause,
  });
}
