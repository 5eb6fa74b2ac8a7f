import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type InstalledPipeline, installPipeline, type PipelineRun } from '../agent/pipeline/run';
import { yamlPullRequest } from '../agent/pipelines';
import { startTask, type TaskRun } from '../agent/run-task';
import type { Identity, PullRequest, Repository } from '../emulators/azure-devops/model';
import { type AzureDevOpsEmulator, startAzureDevOps } from '../emulators/azure-devops/server';
import { type ClaudeEmulator, DEFAULT_KEY, standInFixer, startClaude } from '../emulators/claude/server';
import type { RepositoryOnDisk } from '../fakes/repository-of';
import { createFixSample, VALIDATION } from './fix-sample';
import { JOB_TOKEN, packagedExtension } from './stage';

/** An organisation in which a comment starts a pipeline of two stages, the second behind an approval. */
export interface FixStage {
  azure: AzureDevOpsEmulator;
  claude: ClaudeEmulator;
  disk: RepositoryOnDisk;
  repository: Repository;
  pullRequest: PullRequest;
  pipeline: InstalledPipeline;
  /** May ask; wrote the pull request. */
  asker: Identity;
  approver: Identity;
  /** Reviews the pull request with the first task, so that there are findings to ask about. */
  review(): Promise<void>;
  /** The next run that does more than to see that a comment is not for it; answers of ours start such runs too. */
  nextRun(): Promise<PipelineRun>;
  close(): Promise<void>;
}

export interface FixStageOptions {
  repository?: RepositoryOnDisk;
  /** Of Claude itself, instead of the stand-in. */
  key?: string;
  inputs?: Readonly<Record<string, string>>;
  /** How the documented pipeline begins: by events, or with a parameter that whoever queues it gives. */
  begins?: 'byEvents' | 'byHand';
}

const BOT_TOKEN = 'token-of-the-bot-that-writes';
const GROUP = '[Web Shop]\\Second Pass Requesters';
/** Whoever knows it may send events; nobody believes them. */
const HOOK = 'b1946ac92492d2347c6235b4d2611184';

/** The pipelines that the documentation tells to set up, word for word. */
export function documentedPipeline(begins: 'byEvents' | 'byHand' = 'byEvents'): string {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'fix.md'), 'utf8');
  const first = begins === 'byEvents' ? 'resources' : 'parameters';
  const [, yaml] = new RegExp(`\`\`\`yaml\\n(trigger: none\\n${first}:[\\s\\S]*?)\`\`\``).exec(page) ?? [];
  if (yaml === undefined) throw new Error(`docs/fix.md shows no pipeline that begins ${begins}`);
  return yaml;
}

export async function openFixStage({
  repository: given,
  key = '',
  inputs = {},
  begins = 'byEvents',
}: FixStageOptions = {}): Promise<FixStage> {
  const disk = given ?? createFixSample();
  const [azure, claude] = await Promise.all([startAzureDevOps(), startClaude()]);
  claude.play(standInFixer);
  const repository = await azure.addRepository({ directory: disk.folder, name: 'shop', project: 'Web Shop' });
  const [asker, approver, bot] = [
    azure.person('Dana Developer'),
    azure.person('Ada Approver'),
    azure.person('Fix Bot'),
  ];
  azure.registerToken(JOB_TOKEN, azure.buildService(repository.project));
  azure.registerToken(BOT_TOKEN, bot);
  azure.addGroup(GROUP, [asker]);
  for (const permission of ['GenericContribute', 'CreateBranch'] as const) {
    azure.deny(bot, permission, repository);
    azure.setBranchRight(bot, permission, repository, 'refs/heads/second-pass', true);
  }
  const { sourceRef, targetRef } = disk;
  const words = { title: 'Many of a kind are cheaper', description: 'More than ten of a kind cost a tenth less.' };
  const pullRequest = await azure.openPullRequest({ repository, sourceRef, targetRef, ...words, author: asker });
  const model = { url: key === '' ? claude.url : '', key: key === '' ? DEFAULT_KEY : key };
  const endpoints = [
    {
      id: '33333333-0000-4000-8000-000000000001',
      name: 'claude',
      url: model.url,
      scheme: 'Token',
      parameters: { apitoken: model.key },
    },
    {
      id: '33333333-0000-4000-8000-000000000002',
      name: 'second-pass-bot',
      url: azure.url,
      scheme: 'Token',
      parameters: { apitoken: BOT_TOKEN },
    },
  ];
  const pipeline = installPipeline({
    ...{
      yaml: documentedPipeline(begins),
      azure,
      repository,
      vsix: packagedExtension(),
      endpoints,
      accessToken: JOB_TOKEN,
    },
    webhooks: { 'second-pass-hook': HOOK },
    checks: { 'second-pass-bot': [approver] },
    inputs: {
      ...{ requesters: GROUP, sandboxImage: '', setupCommand: '', egress: '', validationCommand: VALIDATION },
      testResults: 'results.xml',
      ...inputs,
    },
  });
  if (begins === 'byEvents') azure.addHook({ url: azure.webhookUrl(HOOK) });
  const seen = new Set<PipelineRun>();
  return {
    ...{ azure, claude, disk, repository, pullRequest, pipeline, asker, approver },
    review: () => reviewed({ azure, repository, pullRequest }, model),
    async nextRun() {
      for (;;) {
        const run = pipeline.runs.find((one) => one.stages.includes('plan') && !seen.has(one));
        if (run) return seen.add(run) && run;
        await azure.delivered();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async close() {
      await azure.delivered();
      await Promise.all([azure.close(), claude.close()]);
      disk.remove();
    },
  };
}

async function reviewed(
  { azure, repository, pullRequest }: Pick<FixStage, 'azure' | 'repository' | 'pullRequest'>,
  { url, key }: { url: string; key: string },
): Promise<void> {
  const { id, sourceRef, targetRef, mergeCommit } = pullRequest;
  const run: TaskRun = {
    vsix: packagedExtension(),
    inputs: { anthropicApiKey: '$(ClaudeKey)', endpoint: url, semgrep: 'off' },
    variables: yamlPullRequest({
      ...{ collectionUrl: azure.url, project: repository.project, repository, pullRequestId: id },
      ...{ sourceBranch: sourceRef, targetBranch: targetRef, ...(mergeCommit === undefined ? {} : { mergeCommit }) },
    }),
    secretVariables: { ClaudeKey: key },
    accessToken: JOB_TOKEN,
  };
  const { outputVariables, rawOutput } = await startTask(run).finished;
  if (outputVariables.outcome !== 'reviewed') throw new Error(rawOutput);
}
