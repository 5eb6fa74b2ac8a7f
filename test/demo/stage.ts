import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PipelineWorld, yamlPullRequest } from '../agent/pipelines';
import { runTask, type TaskOutcome, type TaskRun } from '../agent/run-task';
import { type AzureDevOpsEmulator, type AzureDevOpsOptions, startAzureDevOps } from '../emulators/azure-devops/server';
import { type ClaudeEmulator, type ClaudeOptions, DEFAULT_KEY, startClaude } from '../emulators/claude/server';
import { createSampleRepository, type SampleRepository } from './sample-repository';

/** Both emulators, a repository with an open pull request, and everything the pipeline's agent would know of it. */
export interface Stage {
  azureDevOps: AzureDevOpsEmulator;
  claude: ClaudeEmulator;
  sample: SampleRepository;
  pullRequestId: number;
  world: PipelineWorld;
  /** Page of the pull request. */
  page: string;
  /** Runs the packaged task; by default as a YAML pipeline that a branch policy started. */
  run(run?: Partial<TaskRun>): Promise<TaskOutcome>;
  close(): Promise<void>;
}

export interface StageOptions {
  azureDevOps?: AzureDevOpsOptions;
  claude?: ClaudeOptions;
  /** Repository instead of the sample. */
  repository?: SampleRepository;
  title?: string;
  isDraft?: boolean;
}

const ROOT = join(__dirname, '..', '..');
const JOB_TOKEN = 'job-token-of-the-build-service';

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
  const opened = await azureDevOps.openPullRequest({
    repository,
    sourceRef: sample.sourceRef,
    targetRef: sample.targetRef,
    title: options.title ?? 'Confirm orders by mail',
    description: 'Sends a mail when an order is confirmed.',
    author: 'Dana Developer',
    isDraft: options.isDraft ?? false,
  });
  const world: PipelineWorld = {
    collectionUrl: azureDevOps.url,
    project: { id: repository.project.id, name: repository.project.name },
    repository: { id: repository.id, name: repository.name },
    pullRequestId: opened.id,
    sourceBranch: sample.sourceRef,
    targetBranch: sample.targetRef,
  };
  return {
    azureDevOps,
    claude,
    sample,
    pullRequestId: opened.id,
    world,
    page: azureDevOps.pageUrl(opened.id),
    run: (run = {}) => runOnStage(world, claude, run),
    async close() {
      await Promise.all([azureDevOps.close(), claude.close()]);
      sample.remove();
    },
  };
}

function runOnStage(world: PipelineWorld, claude: ClaudeEmulator, run: Partial<TaskRun>): Promise<TaskOutcome> {
  return runTask({
    vsix: packagedExtension(),
    variables: yamlPullRequest(world),
    secretVariables: { ClaudeKey: DEFAULT_KEY },
    accessToken: JOB_TOKEN,
    ...run,
    inputs: { anthropicApiKey: '$(ClaudeKey)', endpoint: claude.url, ...run.inputs },
  });
}
