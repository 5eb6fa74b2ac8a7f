import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccessLogEntry } from '../../src/adapters/http/http';
import type { ReviewRecord } from '../../src/steps/record/review-record';
import { type PipelineWorld, yamlPullRequest } from '../agent/pipelines';
import { allButFirst, type RunningTask, startTask, type TaskOutcome, type TaskRun } from '../agent/run-task';
import type { PullRequestToOpen } from '../emulators/azure-devops/emulator';
import type { Repository } from '../emulators/azure-devops/model';
import type { Run } from '../emulators/azure-devops/runs';
import {
  type AzureDevOpsEmulator,
  type AzureDevOpsOptions,
  type PullRequestSnapshot,
  startAzureDevOps,
} from '../emulators/azure-devops/server';
import { type ClaudeEmulator, type ClaudeOptions, DEFAULT_KEY, startClaude } from '../emulators/claude/server';
import { createSampleRepository, type SampleRepository } from './sample-repository';

/** An open pull request, and everything the pipeline's agent would know of it. */
export interface Scene {
  pullRequestId: number;
  world: PipelineWorld;
  /** Page of the pull request. */
  page: string;
  /** Runs the packaged task; by default as a YAML pipeline that a branch policy started. */
  run(run?: Partial<TaskRun>): Promise<TaskOutcome>;
  /** Starts it; the caller may cancel. */
  start(run?: Partial<TaskRun>): RunningTask;
  snapshot(): PullRequestSnapshot;
}

/** Both emulators and a repository with an open pull request. */
export interface Stage extends Scene {
  azureDevOps: AzureDevOpsEmulator;
  claude: ClaudeEmulator;
  sample: SampleRepository;
  repository: Repository;
  /** One more pull request of the same repository, with the same changes unless told otherwise. */
  open(given?: Partial<PullRequestToOpen>): Promise<Scene>;
  close(): Promise<void>;
}

export interface StageOptions {
  azureDevOps?: AzureDevOpsOptions;
  claude?: ClaudeOptions;
  /** Repository instead of the sample. */
  repository?: SampleRepository;
  /** Runs are made in the process of the tests, or in one of their own; absent: the first in its own, and the others here. */
  here?: boolean | (() => boolean);
  /** The pull request's words and state. */
  pullRequest?: Partial<PullRequestToOpen>;
}

const ROOT = join(__dirname, '..', '..');
/** Of all pipelines of the stand-in agent. */
const RUN_ID = 42;
export const JOB_TOKEN = 'job-token-of-the-build-service';

/** Path of the packaged extension, as `npm run package` leaves it. */
export function packagedExtension(): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return join(ROOT, 'dist', `second-pass-${version}.vsix`);
}

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const sample = options.repository ?? createSampleRepository();
  const azureDevOps = await startAzureDevOps(options.azureDevOps);
  const claude = await startClaude(options.claude);
  const repository = await azureDevOps.addRepository({ directory: sample.folder, name: 'shop', project: 'Web Shop' });
  azureDevOps.registerToken(JOB_TOKEN, azureDevOps.buildService(repository.project));
  const { here } = options;
  const isHere = typeof here === 'boolean' ? () => here : (here ?? allButFirst());
  const open = (given: Partial<PullRequestToOpen> = {}) =>
    openScene({ azureDevOps, claude, sample, repository, isHere }, { ...options.pullRequest, ...given });
  const scene = await open();
  return {
    ...scene,
    azureDevOps,
    claude,
    sample,
    repository,
    open,
    async close() {
      await Promise.all([azureDevOps.close(), claude.close()]);
      sample.remove();
    },
  };
}

/** What the pipeline keeps of a run: its page, with everything that the step attached. */
export function keepRun(
  { azureDevOps, repository }: Pick<Stage, 'azureDevOps' | 'repository'>,
  outcome: TaskOutcome,
): Run {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'task.json'), 'utf8'));
  const attachments = outcome.attachments.flatMap(({ type, name, content }) =>
    content === null ? [] : [{ type, name, content }],
  );
  const result = { Succeeded: 'succeeded', SucceededWithIssues: 'succeededWithIssues', Failed: 'failed' } as const;
  const step = result[outcome.result as keyof typeof result] ?? 'canceled';
  return azureDevOps.addRun({
    ...{ id: RUN_ID, project: repository.project, tags: ['second-pass'] },
    result: step === 'succeededWithIssues' ? 'partiallySucceeded' : step,
    steps: [{ taskId: manifest.id, result: step, attachments }],
  });
}

type Standing = Pick<Stage, 'azureDevOps' | 'claude' | 'sample' | 'repository'> & { isHere(): boolean };

async function openScene(
  { azureDevOps, claude, sample, repository, isHere }: Standing,
  given: Partial<PullRequestToOpen>,
): Promise<Scene> {
  const target = given.repository ?? repository;
  const { id, sourceRef, targetRef, mergeCommit } = await azureDevOps.openPullRequest({
    repository,
    sourceRef: sample.sourceRef,
    targetRef: sample.targetRef,
    title: 'Confirm orders by mail',
    description: 'Sends a mail when an order is confirmed.',
    author: 'Dana Developer',
    ...given,
  });
  const world: PipelineWorld = {
    collectionUrl: azureDevOps.url,
    project: { id: target.project.id, name: target.project.name },
    repository: { id: target.id, name: target.name },
    pullRequestId: id,
    sourceBranch: sourceRef,
    targetBranch: targetRef,
    ...(mergeCommit === undefined ? {} : { mergeCommit }),
  };
  const start = (run: Partial<TaskRun> = {}) => startTask(taskRun(world, claude, run));
  const run = (given?: Partial<TaskRun>) =>
    withWholeReceipt(
      claude,
      () => start({ ...given, here: given?.here ?? isHere() }).finished,
      given?.inputs?.endpoint,
    );
  return {
    pullRequestId: id,
    world,
    page: azureDevOps.pageUrl(id),
    start,
    run,
    snapshot: () => azureDevOps.snapshot(id),
  };
}

const underWay = new WeakMap<ClaudeEmulator, number>();

/** Every run that is alone with its Claude is held to its receipt: it names each byte that arrived there. */
async function withWholeReceipt(
  claude: ClaudeEmulator,
  run: () => Promise<TaskOutcome>,
  endpoint?: string,
): Promise<TaskOutcome> {
  const [before, first] = [claude.contentBytes(), claude.requests.length];
  underWay.set(claude, (underWay.get(claude) ?? 0) + 1);
  const isAlone = underWay.get(claude) === 1;
  const outcome = await run();
  underWay.set(claude, (underWay.get(claude) ?? 0) - 1);
  const record = outcome.attachments.find(({ type }) => type === 'second-pass.record')?.content;
  const isBroken = claude.requests.slice(first).some(({ hungUp, fault }) => hungUp || fault);
  if (record && isAlone && !isBroken)
    assertWholeReceipt(JSON.parse(record), { at: claude.url, bytes: claude.contentBytes() - before }, endpoint);
  return outcome;
}

/** What left for another place than the stand-in, where nobody may listen, is held to the access log alone. */
function assertWholeReceipt(
  { receipt = [], accessLog }: ReviewRecord & { accessLog: AccessLogEntry[] },
  arrived: { at: string; bytes: number },
  endpoint = arrived.at,
): void {
  const { host: standIn } = new URL(arrived.at);
  const toldTo = (isThere: (host: string) => boolean) =>
    receipt.reduce((sum, { to, bytes }) => sum + (isThere(to.split('/')[0] ?? '') ? bytes : 0), 0);
  const told = toldTo((host) => host === standIn);
  // An endpoint of its own is a forwarder to the stand-in, through which all arrives, or a place where nothing does.
  const forwarded = toldTo((host) => host !== standIn && endpoint.includes(`//${host}`));
  const isWhole = [told, told + forwarded].includes(arrived.bytes);
  assert.ok(isWhole, `the receipt tells of ${told} and ${forwarded} bytes, and ${arrived.bytes} arrived`);
  const hosts = new Set(receipt.filter(({ sent }) => sent).map(({ to }) => to.split('/')[0]));
  // Foundry's tokens come from the same host here, and carry nothing of the change.
  const logged = accessLog.filter(
    ({ host, method, route }) => hosts.has(host) && method === 'POST' && !route.endsWith('/oauth2/v2.0/token'),
  );
  assert.equal(
    toldTo(() => true),
    logged.reduce((sum, { requestBytes }) => sum + requestBytes, 0),
  );
}

function taskRun(world: PipelineWorld, claude: ClaudeEmulator, run: Partial<TaskRun>): TaskRun {
  return {
    vsix: packagedExtension(),
    variables: yamlPullRequest(world),
    secretVariables: { ClaudeKey: DEFAULT_KEY },
    accessToken: JOB_TOKEN,
    ...run,
    // A scan takes seconds of each run: whoever means it switches it on.
    inputs: { anthropicApiKey: '$(ClaudeKey)', endpoint: claude.url, semgrep: 'off', ...run.inputs },
  };
}
