import type { Readable } from 'node:stream';
import { cutStart } from '../../cut-text';
import { cancelled, diskFault, isSecondPassError, SecondPassError } from '../../errors';
import { type Ended, runProgram } from '../process/run-program';

const LOCAL_TIMEOUT = 180_000;
/** Beyond this, what git prints is no list of a change that anybody could review. */
const MAX_OUTPUT = 134_217_728;

const OVERWORKED = 'git took more of the processor than it may';

const COMMAND_NAME = /^[a-z]+(-[a-z]+)*$/;

export interface GitRun {
  arguments: readonly string[];
  input?: Uint8Array | string | Readable;
  /** Laid over the environment for this run alone; undefined takes a variable away. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Takes the output as it comes; then `output` of the answer is empty. */
  onOutput?: (chunk: Buffer) => void;
  timeoutMilliseconds?: number;
  /** Seconds of processor time, where the system can tell. Beyond, it is stopped, and answers so. */
  processorSeconds?: number;
  /** Stops this run alone. */
  signal?: AbortSignal;
}

export interface GitAnswer {
  exitCode: number;
  output: Buffer;
  /** The end of what git said on its error stream; hostile text, since servers write there too. */
  errorText: string;
}

/** Runs git once. Rejects when it cannot be started, is aborted or takes too long; an exit code is an answer. */
export type Git = (run: GitRun) => Promise<GitAnswer>;

/** Git with a fixed program and environment. Aborting the signal kills git and every process it started. */
export function createGit(options: {
  program: string;
  environment: Readonly<Record<string, string>>;
  signal: AbortSignal;
  folder: string;
}): Git {
  return async (run) => {
    const ended = await runProgram({
      ...options,
      arguments: run.arguments,
      environment: laidOver(options.environment, run.environment),
      ...(run.input === undefined ? {} : { input: run.input }),
      ...(run.onOutput && { onOutput: run.onOutput }),
      ...(run.signal && { signal: AbortSignal.any([options.signal, run.signal]) }),
      limits: {
        time: run.timeoutMilliseconds ?? LOCAL_TIMEOUT,
        output: MAX_OUTPUT,
        ...(run.processorSeconds && { tree: { seconds: run.processorSeconds } }),
      },
    });
    if (ended.why === 'processor') return { exitCode: -1, output: ended.output, errorText: OVERWORKED };
    if (ended.why !== 'exit') throw failureOf(ended, run, options.signal);
    return { exitCode: ended.code ?? -1, output: ended.output, errorText: ended.lastErrors };
  };
}

/** Runs git and answers with its output; any other exit code than 0 is a failure of ours, since all input is known. */
export async function gitOutput(git: Git, run: GitRun): Promise<Buffer> {
  const answer = await git(run);
  if (answer.exitCode === 0) return answer.output;
  throw gitEnded(run, answer);
}

/** The failure of a run that ended where it should not have. */
export function gitEnded(run: Pick<GitRun, 'arguments'>, { exitCode, errorText }: GitAnswer): SecondPassError {
  const fault = diskFault(errorText);
  if (fault) return fault;
  return new SecondPassError({
    kind: 'platform',
    code: 'git-failed',
    message: `git ${commandOf(run)} ended with ${exitCode}: ${oneLine(errorText)}`,
  });
}

/** What git said, fit for a log: one line, no control characters, at most 300 characters from its end. */
export function oneLine(text: string): string {
  const line = text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.length > 300 ? `... ${cutStart(line, 300)}` : line;
}

function laidOver(
  environment: Readonly<Record<string, string>>,
  over: GitRun['environment'] = {},
): Record<string, string> {
  const all = Object.entries({ ...environment, ...over });
  return Object.fromEntries(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function failureOf(ended: Ended, run: GitRun, signal: AbortSignal): SecondPassError {
  if (ended.why === 'notStarted') return notStarted(ended.cause);
  if (ended.why === 'output') return printedTooMuch(run);
  return ended.why === 'cancelled' ? abortReason(signal) : tookTooLong(run);
}

function abortReason(signal: AbortSignal): SecondPassError {
  if (isSecondPassError(signal.reason)) return signal.reason;
  return cancelled();
}

function printedTooMuch(run: GitRun): SecondPassError {
  return new SecondPassError({
    kind: 'platform',
    code: 'git-failed',
    message: `git ${commandOf(run)} printed more than ${MAX_OUTPUT} bytes and was stopped.`,
    advice: 'A change of this size is not reviewed.',
  });
}

/** `fetch` of `git -c name=value fetch ...`. */
export function commandOf(run: Pick<GitRun, 'arguments'>): string {
  return run.arguments.find((argument) => COMMAND_NAME.test(argument)) ?? '';
}

function tookTooLong(run: GitRun): SecondPassError {
  const seconds = (run.timeoutMilliseconds ?? LOCAL_TIMEOUT) / 1000;
  return new SecondPassError({
    kind: 'platform',
    code: 'git-timeout',
    message: `git ${commandOf(run)} did not end within ${seconds} seconds and was stopped.`,
  });
}

function notStarted(cause: Error | undefined): SecondPassError {
  return new SecondPassError({
    kind: 'platform',
    code: 'git-not-found',
    message: 'git could not be started on this agent.',
    ...(cause && { cause }),
  });
}
