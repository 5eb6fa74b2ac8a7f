import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { LogCommand } from './log-command';
import { eachLine } from './output-lines';
import { type Endpoint, type StepFacts, stepEnvironment } from './step-environment';
import { type Attachment, createStepLog, type Issue, type StepLog, type StepResult } from './step-log';
import { isTaskHere, type TaskProcess, taskHere } from './task-here';
import { type InstalledTask, installTask, unpackedTask } from './task-package';

export type { Endpoint } from './step-environment';

export interface TaskRun {
  /** Path of the packaged extension. */
  vsix: string;
  /** Which of its tasks; absent: the first. */
  task?: string;
  inputs?: Readonly<Record<string, string>>;
  /** Added to the agent's own; see `pipelines.ts` for those of whole pipelines. */
  variables?: Readonly<Record<string, string>>;
  secretVariables?: Readonly<Record<string, string>>;
  /** What the server knows; the task gets those that its inputs name. */
  endpoints?: readonly Endpoint[];
  /** Token of the job (SystemVssConnection). */
  accessToken?: string;
  /** Node to run it with; by default SECOND_PASS_NODE, else the one that runs the tests. */
  node?: string;
  /** `env:` of the step. */
  environment?: Readonly<Record<string, string>>;
  /** Added to the agent's own environment. */
  agentEnvironment?: Readonly<Record<string, string>>;
  /** Kept when given; otherwise one is made and removed. */
  workFolder?: string;
  /** System.DefaultWorkingDirectory; below the work folder when absent. */
  workingFolder?: string;
  /** Milliseconds after which the job is cancelled, or a text in the output that cancels it. */
  cancelAfter?: number | RegExp;
  /** Milliseconds between the signals; 7,500 and 2,500 as agents have them. */
  patience?: { interrupt: number; terminate: number };
  /** In this process, which takes a part of the time; see `taskHere`. */
  here?: boolean;
  /** A build of a fork whose pipeline gives no secrets to forks. */
  withoutSecrets?: boolean;
}

export interface TaskOutcome {
  result: StepResult;
  /** Null when a signal ended the process, or when it never ran. */
  exitCode: number | null;
  commands: readonly LogCommand[];
  issues: readonly Issue[];
  outputVariables: Readonly<Record<string, string>>;
  attachments: readonly Attachment[];
  /** Markdown of all uploaded summaries. */
  summary: string;
  /** The log as the agent keeps it: secrets masked, commands left out. */
  lines: readonly string[];
  /** What the process wrote, unmasked, in order of arrival. */
  rawOutput: string;
  /** Files left in the agent's temporary folder, relative, without those that were handed over. */
  leftFiles: readonly string[];
  milliseconds: number;
}

export interface RunningTask {
  finished: Promise<TaskOutcome>;
  /** Cancels the job, as the button on the page does. */
  cancel(): void;
}

/** Runs the packaged task as the pipeline's agent does. */
export function runTask(run: TaskRun): Promise<TaskOutcome> {
  return startTask(run).finished;
}

/** Starts it; the caller may cancel. */
export function startTask(run: TaskRun): RunningTask {
  const workFolder = run.workFolder ?? mkdtempSync(join(tmpdir(), 'second-pass-agent-'));
  const here = isHere(run);
  const task = here ? unpackedTask(run.vsix, run.task) : installTask(run.vsix, workFolder, run.task);
  const facts = stepFacts(run, task, workFolder);
  const log = createStepLog(task.manifest);
  if (run.withoutSecrets && namesConnection(facts)) {
    return { finished: Promise.resolve(skipped(run, workFolder)), cancel() {} };
  }
  const { environment, secrets } = stepEnvironment(facts);
  for (const secret of secrets) log.mask.add(secret);
  const child = here ? taskHere(targetOf(task), environment) : taskProcess(run, task, facts, environment);
  const ending = createEnding(child, run.patience);
  log.onDone(ending.endSoon);
  return { finished: finish(run, child, log, ending, workFolder), cancel: ending.cancel };
}

/** Says of each run whether it may be made in this process: the first of its kind goes through one of its own. */
export function allButFirst(): () => boolean {
  let runs = 0;
  return () => runs++ > 0;
}

/** Where another Node, its options, or Windows is the point, a process of its own is too. */
function isHere({ here, node, agentEnvironment, environment, cancelAfter }: TaskRun): boolean {
  const isOrdinary =
    !node && !process.env.SECOND_PASS_NODE && process.platform !== 'win32' && cancelAfter === undefined;
  const hasOptions = [agentEnvironment, environment].some((given) => given && 'NODE_OPTIONS' in given);
  return here === true && isOrdinary && !hasOptions && !isTaskHere();
}

function taskProcess(run: TaskRun, task: InstalledTask, facts: StepFacts, env: Record<string, string>): ChildProcess {
  const child = spawn(run.node ?? process.env.SECOND_PASS_NODE ?? process.execPath, [targetOf(task)], {
    cwd: facts.variables['System.DefaultWorkingDirectory'],
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {});
  child.stdin.end();
  return child;
}

function stepFacts(run: TaskRun, task: InstalledTask, workFolder: string): StepFacts {
  const temporaryFolder = join(workFolder, '_temp');
  const workingFolder = run.workingFolder ?? join(workFolder, '1', 's');
  rmSync(temporaryFolder, { recursive: true, force: true });
  for (const folder of [temporaryFolder, workingFolder]) mkdirSync(folder, { recursive: true });
  return {
    manifest: task.manifest,
    inputs: run.inputs ?? {},
    variables: {
      'Agent.TempDirectory': temporaryFolder,
      'Agent.WorkFolder': workFolder,
      'Agent.Version': '5.278.0',
      'Agent.Name': 'stand-in',
      'System.DefaultWorkingDirectory': workingFolder,
      'Task.DisplayName': 'Second Pass',
      ...run.variables,
    },
    secretVariables: run.withoutSecrets ? {} : (run.secretVariables ?? {}),
    endpoints: run.endpoints ?? [],
    agentEnvironment: { PATH: process.env.PATH ?? '', HOME: workFolder, LANG: 'C.UTF-8', ...run.agentEnvironment },
    environment: run.environment ?? {},
    accessToken: run.accessToken ?? 'job-token-of-the-stand-in',
    sourcesFolder: workingFolder,
  };
}

function namesConnection({ manifest, inputs }: StepFacts): boolean {
  return manifest.inputs.some(({ name, type }) => type.startsWith('connectedService:') && inputs[name]);
}

function skipped(run: TaskRun, workFolder: string): TaskOutcome {
  if (!run.workFolder) rmSync(workFolder, { recursive: true, force: true });
  const nothing = { commands: [], issues: [], attachments: [], lines: [], leftFiles: [] };
  return {
    ...nothing,
    result: 'Skipped',
    exitCode: null,
    outputVariables: {},
    summary: '',
    rawOutput: '',
    milliseconds: 0,
  };
}

function targetOf({ manifest, folder }: InstalledTask): string {
  const handler = manifest.execution.Node24 ?? manifest.execution.Node20_1;
  if (!handler) throw new Error('task.json has no handler for Node 20 or 24');
  return join(folder, handler.target);
}

interface Ending {
  cancel(): void;
  /** The step ends five seconds after a command said so, whatever the process does. */
  endSoon(): void;
  isCancelled(): boolean;
  isCut(): boolean;
  clear(): void;
}

function createEnding(child: ChildProcess | TaskProcess, patience = { interrupt: 7_500, terminate: 2_500 }): Ending {
  const timers: NodeJS.Timeout[] = [];
  const later = (milliseconds: number, act: () => void) => timers.push(setTimeout(act, milliseconds));
  let isCancelled = false;
  let isCut = false;
  return {
    cancel() {
      if (isCancelled) return;
      isCancelled = true;
      child.kill('SIGINT');
      later(patience.interrupt, () => child.kill('SIGTERM'));
      later(patience.interrupt + patience.terminate, () => child.kill('SIGKILL'));
    },
    endSoon() {
      later(5_000, () => {
        isCut = true;
        child.kill('SIGKILL');
      });
    },
    isCancelled: () => isCancelled,
    isCut: () => isCut,
    clear: () => timers.forEach(clearTimeout),
  };
}

async function finish(
  run: TaskRun,
  child: ChildProcess | TaskProcess,
  log: StepLog,
  ending: Ending,
  workFolder: string,
): Promise<TaskOutcome> {
  const started = performance.now();
  const timer = typeof run.cancelAfter === 'number' ? setTimeout(ending.cancel, run.cancelAfter) : undefined;
  let rawOutput = '';
  const take = (line: string) => {
    if (ending.isCut()) return;
    rawOutput += `${line}\n`;
    log.take(line);
    if (run.cancelAfter instanceof RegExp && run.cancelAfter.test(line)) ending.cancel();
  };
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  const [exitCode] = await Promise.all([
    ended,
    ...[child.stdout, child.stderr].map((stream) => (stream ? eachLine(stream, take) : undefined)),
  ]);
  clearTimeout(timer);
  ending.clear();
  if (exitCode !== 0 && !ending.isCut() && !ending.isCancelled()) {
    log.addIssue('error', `Exit code ${exitCode} returned from process`);
  }
  const { attachments, summary, handedOver } = log.collect();
  const temporaryFolder = join(workFolder, '_temp');
  const leftFiles = filesBelow(temporaryFolder).filter((path) => !handedOver.has(path));
  if (!run.workFolder) rmSync(workFolder, { recursive: true, force: true });
  return {
    result: resultOf(log, ending, exitCode),
    exitCode,
    commands: log.commands,
    issues: log.issues,
    outputVariables: log.outputVariables,
    attachments,
    summary,
    lines: log.lines,
    rawOutput,
    leftFiles: leftFiles.map((path) => relative(temporaryFolder, path)),
    milliseconds: performance.now() - started,
  };
}

function resultOf(log: StepLog, ending: Ending, exitCode: number | null): StepResult {
  if (ending.isCancelled()) return 'Canceled';
  if (exitCode !== 0 && !ending.isCut()) return 'Failed';
  return log.result() ?? 'Succeeded';
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .sort();
}
