import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccessLogEntry } from '../../src/adapters/http/http';
import type { ReviewRecord } from '../../src/steps/record/review-record';
import type { TaskOutcome, TaskRun } from '../agent/run-task';
import type { Scene } from '../demo/stage';

/** What one run of the packaged task took. */
export interface Measured {
  /** Seconds by the clock: from the start of the process to its end, and to its first question to the model. */
  wall: number;
  firstQuestion: number;
  /** Seconds of processor: of the task with its threads, and of the programs that it started. */
  processor: number;
  programs: number;
  megabytes: number;
  /** Command lines of what it started. */
  started: readonly string[];
  outlined: number;
  /** Grammars loaded, by all threads together. */
  grammars: number;
  /** Parts of Node that it made ready for nothing: a second undici, HTTP/2. */
  heavy: readonly string[];
  rest: number;
  questions: number;
  /** To the model. */
  bytes: number;
  tokens: number;
  /** Files of the change, and those that were read by the model. */
  files: number;
  reviewed: number;
  situation: string;
}

export type Taken = Pick<
  Measured,
  'processor' | 'programs' | 'megabytes' | 'started' | 'outlined' | 'grammars' | 'heavy'
>;

/** Runs the task once on that Node, and reads its record and what its process says of itself at the end. */
export async function measuredRun(
  scene: Scene,
  node: string,
  inputs: Record<string, string>,
  run: Partial<TaskRun> = {},
): Promise<Measured> {
  const { outcome, taken } = await taking(node, (measuring) => scene.run({ ...run, node: measuring, inputs }));
  return { ...taken, ...told(outcome) };
}

/** What the process of one run took; `run` is given the Node to run it with. */
export async function taking<Outcome>(
  node: string,
  run: (node: string) => Promise<Outcome>,
): Promise<{ outcome: Outcome; taken: Taken }> {
  const folder = mkdtempSync(join(tmpdir(), 'second-pass-measured-'));
  try {
    const outcome = await run(measuringNode(folder, node));
    return { outcome, taken: JSON.parse(readFileSync(join(folder, 'taken'), 'utf8')) as Taken };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How often git was started. */
export function gitStarts({ started }: Pick<Measured, 'started'>): number {
  return started.filter((words) => /(^|\/)git(\.exe)? /.test(words)).length;
}

/** A program that is that Node with our counting before the task. */
function measuringNode(folder: string, node: string): string {
  const path = join(folder, 'node');
  const counting = join(__dirname, 'measure.cjs');
  const words = `SECOND_PASS_MEASURED='${join(folder, 'taken')}' exec '${node}' --require '${counting}' "$@"`;
  writeFileSync(path, `#!/bin/sh\n${words}\n`);
  chmodSync(path, 0o755);
  if (!existsSync(node)) throw new Error(`There is no Node at ${node}.`);
  return path;
}

function told(outcome: TaskOutcome): Omit<Measured, keyof Taken> {
  const text = outcome.attachments.find(({ type }) => type === 'second-pass.record')?.content;
  if (!text) throw new Error(`The task left no record:\n${outcome.rawOutput.slice(-2000)}`);
  const record = JSON.parse(text) as ReviewRecord & { accessLog: (AccessLogEntry & { time: number })[] };
  const started = Date.now() - outcome.milliseconds;
  const models = record.accessLog.filter(({ route }) => route.endsWith('/messages'));
  return {
    wall: outcome.milliseconds / 1000,
    firstQuestion: (Math.min(...models.map(({ time }) => time)) - started) / 1000,
    rest: record.accessLog.filter(({ method }) => method !== 'GIT').length - models.length,
    questions: models.length,
    bytes: models.reduce((sum, { requestBytes }) => sum + requestBytes, 0),
    tokens: record.calls.reduce((sum, { input, cacheRead, cacheWrite }) => sum + input + cacheRead + cacheWrite, 0),
    files: record.files.length,
    reviewed: record.files.filter(({ state }) => state === 'reviewed').length,
    situation: record.situation,
  };
}
