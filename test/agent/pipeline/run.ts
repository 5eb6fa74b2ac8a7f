import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Build } from '../../emulators/azure-devops/builds';
import type { Identity, Repository } from '../../emulators/azure-devops/model';
import type { AzureDevOpsEmulator } from '../../emulators/azure-devops/server';
import { branchBuild } from '../pipelines';
import { type Endpoint, startTask, type TaskOutcome, type TaskRun } from '../run-task';
import { compile, type Job, type Pipeline, type Stage, type Step, webhooksOf } from './compile';
import { evaluate, isTrue, textOf } from './expression';

/** A pipeline in a project, with what its project holds for it. */
export interface PipelineSetUp {
  yaml: string;
  azure: AzureDevOpsEmulator;
  repository: Repository;
  vsix: string;
  /** Service connections. */
  endpoints: readonly Endpoint[];
  /** Who is asked before a stage may use an environment or a service connection, by its name. */
  checks: Readonly<Record<string, readonly Identity[]>>;
  /** Names of incoming webhooks by the service connections that hold them. */
  webhooks?: Readonly<Record<string, string>>;
  /** Token of the job. */
  accessToken: string;
  /** Instead of what the pipeline says, as a runner of tests needs it: addresses of emulators, tools that are there. */
  inputs?: Readonly<Record<string, string>>;
  secretVariables?: TaskRun['secretVariables'];
  agentEnvironment?: TaskRun['agentEnvironment'];
}

export interface InstalledPipeline {
  /** As in its settings, "Processing of new run requests". */
  state: 'enabled' | 'disabled';
  /** Starts it as a person does, or a schedule. */
  queue(by: Identity, parameters?: Readonly<Record<string, unknown>>): PipelineRun;
  /** Every run so far, oldest first. */
  runs: readonly PipelineRun[];
  /** Events after which no run was queued, with the reason that "Trigger issues" shows. */
  triggerIssues: readonly string[];
}

export interface PipelineRun {
  build: Build;
  /** Names of the stages that are left after its expressions of compile time. */
  stages: readonly string[];
  /** What became of each task, by `stage.step`. */
  outcomes: Map<string, TaskOutcome>;
  finished: Promise<void>;
}

/** Saves the pipeline. Its webhooks exist from now on, as they do after a first run. */
export function installPipeline(setUp: PipelineSetUp): InstalledPipeline {
  const { azure, yaml, webhooks = {} } = setUp;
  const runs: PipelineRun[] = [];
  const triggerIssues: string[] = [];
  const installed: InstalledPipeline = {
    ...{ state: 'enabled', runs, triggerIssues },
    queue: (by, parameters = {}) => start(by, parameters, 'manual'),
  };
  const start = (by: Identity, parameters: Readonly<Record<string, unknown>>, reason: string): PipelineRun => {
    if (installed.state === 'disabled') throw new Error('The pipeline is disabled. It takes no new run requests.');
    const pipeline = compile(yaml, parameters);
    const build = azure.addBuild({ project: setUp.repository.project, requestedFor: by, reason });
    const stages = pipeline.stages.map(({ stage }) => stage);
    const run: PipelineRun = { build, stages, outcomes: new Map(), finished: Promise.resolve() };
    run.finished = runStages(setUp, pipeline, run);
    runs.push(run);
    return run;
  };
  for (const { webhook, connection, filters = [] } of webhooksOf(yaml)) {
    const name = webhooks[connection];
    if (name === undefined) throw new Error(`There is no service connection ${connection}.`);
    azure.addWebhook(name, {
      filters,
      start(payload) {
        try {
          start(azure.person('Microsoft.VisualStudio.Services.TFS'), { [webhook]: payload }, 'resourceTrigger');
        } catch (error) {
          triggerIssues.push(String(error));
        }
      },
    });
  }
  azure.collection.pipelines.set(PIPELINE, {
    name: 'second-pass-fix',
    project: setUp.repository.project,
    start: (by, parameters) => start(by, parameters, 'manual').build,
  });
  return installed;
}

/** Id of whatever pipeline is installed. */
export const PIPELINE = 7;

interface Ended {
  result: 'succeeded' | 'failed' | 'skipped';
  /** By `job.step.variable`. */
  outputs: Record<string, string>;
}

async function runStages(setUp: PipelineSetUp, { stages }: Pipeline, run: PipelineRun): Promise<void> {
  const ended: Record<string, Ended> = {};
  for (const [index, stage] of stages.entries()) {
    const before = [stage.dependsOn ?? stages[index - 1]?.stage ?? []].flat();
    ended[stage.stage] = await runStage(setUp, stage, run, { before, ended });
  }
  const results = Object.values(ended).map(({ result }) => result);
  setUp.azure.endBuild(run.build, results.includes('failed') ? 'failed' : 'succeeded');
}

interface Around {
  before: readonly string[];
  ended: Readonly<Record<string, Ended>>;
}

async function runStage(setUp: PipelineSetUp, stage: Stage, run: PipelineRun, around: Around): Promise<Ended> {
  const { azure } = setUp;
  const skipped: Ended = { result: 'skipped', outputs: {} };
  if (!isWanted(stage, around)) {
    azure.beginStage(run.build, stage.stage).end('skipped');
    return skipped;
  }
  const approvers = resourcesOf(stage).flatMap((name) => setUp.checks[name] ?? []);
  const record = azure.beginStage(run.build, stage.stage, approvers);
  if (!(await record.allowed)) {
    record.end('skipped');
    return skipped;
  }
  const outputs: Record<string, string> = {};
  let result: Ended['result'] = 'succeeded';
  for (const job of stage.jobs) {
    if (result === 'succeeded' && !(await runJob(setUp, { stage, job, run, record, outputs, ended: around.ended })))
      result = 'failed';
  }
  record.end(result);
  return { result, outputs };
}

function isWanted({ condition }: Stage, { before, ended }: Around): boolean {
  const isGood = before.every((name) => ended[name]?.result === 'succeeded');
  if (condition === undefined) return isGood;
  const dependencies = Object.fromEntries(before.map((name) => [name, ended[name]]));
  return isTrue(evaluate(condition, { dependencies }, { succeeded: () => isGood, always: () => true }));
}

/** Environments and service connections that the stage names: each may hold it up by its checks. */
function resourcesOf({ jobs }: Stage): string[] {
  const inputs = jobs.flatMap(stepsOf).flatMap(({ inputs = {} }) => [inputs.writeConnection, inputs.connection]);
  return [...new Set([...jobs.map(({ environment }) => environment), ...inputs])].filter((name) => name !== undefined);
}

function stepsOf({ steps, strategy }: Job): readonly Step[] {
  return steps ?? strategy?.runOnce.deploy.steps ?? [];
}

interface RunningJob {
  stage: Stage;
  job: Job;
  run: PipelineRun;
  record: ReturnType<AzureDevOpsEmulator['beginStage']>;
  outputs: Record<string, string>;
  ended: Readonly<Record<string, Ended>>;
}

/** Every job has an agent of its own; false when a step failed. */
async function runJob(setUp: PipelineSetUp, running: RunningJob): Promise<boolean> {
  const workFolder = mkdtempSync(join(tmpdir(), 'second-pass-agent-'));
  const name = running.job.job ?? running.job.deployment ?? '';
  try {
    for (const step of stepsOf(running.job)) {
      if (!step.task?.startsWith('SecondPass')) continue;
      const outcome = await runStep(setUp, running, step, workFolder);
      running.run.outcomes.set(`${running.stage.stage}.${step.name ?? step.task}`, outcome);
      keep(setUp, running, step, outcome);
      for (const [variable, value] of Object.entries(outcome.outputVariables))
        running.outputs[`${name}.${step.name}.${variable}`] = value;
      if (outcome.result === 'Failed' || outcome.result === 'Canceled') return false;
    }
    return true;
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}

function runStep(
  setUp: PipelineSetUp,
  { stage, run, ended }: RunningJob,
  { task = '', inputs = {} }: Step,
  workFolder: string,
): Promise<TaskOutcome> {
  const { azure, repository, vsix, endpoints, accessToken, secretVariables = {}, agentEnvironment = {} } = setUp;
  const connections = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, String(value)]));
  return startTask({
    ...{ vsix, task: task.replace(/@\d+$/, ''), endpoints, accessToken, secretVariables, agentEnvironment, workFolder },
    inputs: { ...connections, ...setUp.inputs },
    variables: {
      ...branchBuild({
        collectionUrl: azure.url,
        project: repository.project,
        repository,
        pullRequestId: 0,
        sourceBranch: '',
        targetBranch: repository.defaultBranch,
      }),
      'Build.BuildId': String(run.build.id),
      'Build.RequestedForId': run.build.requestedFor.id,
      'Build.RequestedFor': run.build.requestedFor.displayName,
      'System.DefinitionId': String(run.build.definitionId),
      'System.StageName': stage.stage,
      'System.StageAttempt': '1',
      ...variablesOf(stage, ended),
    },
  }).finished;
}

/** `$[ ]` is evaluated when the stage begins. */
function variablesOf({ variables = {} }: Stage, ended: Readonly<Record<string, Ended>>): Record<string, string> {
  // Here outputs stand below their job.
  const stageDependencies = Object.fromEntries(
    Object.entries(ended).map(([name, { outputs }]) => [name, byJob(outputs)]),
  );
  const value = (text: string) => {
    const [, expression] = /^\$\[(.*)\]$/s.exec(text) ?? [];
    return expression === undefined ? text : textOf(evaluate(expression, { stageDependencies }));
  };
  return Object.fromEntries(Object.entries(variables).map(([name, text]) => [name, value(text)]));
}

function byJob(outputs: Readonly<Record<string, string>>) {
  const jobs: Record<string, { outputs: Record<string, string> }> = {};
  for (const [name, value] of Object.entries(outputs)) {
    const [job = '', ...rest] = name.split('.');
    jobs[job] ??= { outputs: {} };
    jobs[job].outputs[rest.join('.')] = value;
  }
  return jobs;
}

/** What the agent hands to the server: log, artifacts, and how the step ended. */
function keep(
  { azure }: PipelineSetUp,
  { run, record }: RunningJob,
  { task = '' }: Step,
  { lines, commands, result, issues }: TaskOutcome,
): void {
  record.addTask({
    name: task,
    lines,
    issues,
    result: result === 'Failed' ? 'failed' : result === 'Canceled' ? 'canceled' : 'succeeded',
  });
  for (const { name, data, properties } of commands) {
    if (name !== 'artifact.upload' || !existsSync(data)) continue;
    const files = readdirSync(data).map((file) => [file, readFileSync(join(data, file))] as const);
    azure.publishArtifact(run.build, properties.artifactname ?? '', Object.fromEntries(files));
  }
}
