import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { branchBuild } from '../agent/pipelines';
import { type RunningTask, startTask, type TaskOutcome, type TaskRun } from '../agent/run-task';
import { packagedExtension } from '../demo/stage';
import type { Identity, PullRequest, Repository } from '../emulators/azure-devops/model';
import { type AzureDevOpsEmulator, startAzureDevOps } from '../emulators/azure-devops/server';
import {
  type ClaudeEmulator,
  type ClaudeOptions,
  DEFAULT_KEY,
  type Player,
  startClaude,
} from '../emulators/claude/server';
import { type Files, type RepositoryOnDisk, repositoryOf } from '../fakes/repository-of';
import { READ_TOKEN, variablesOf } from './apply-scene';

/** A sum that reads behind the end of its list, and a test that says so. */
export const SAMPLE: Files = {
  'src/sum.js':
    "'use strict';\n\nexports.sum = (numbers) => {\n  let total = 0;\n  for (let i = 0; i <= numbers.length; i += 1) total += numbers[i];\n  return total;\n};\n",
  'test/sum.test.js':
    "const test = require('node:test');\nconst assert = require('node:assert');\nconst { sum } = require('../src/sum');\n\ntest('adds', () => assert.equal(sum([1, 2, 3]), 6));\ntest('of nothing is 0', () => assert.equal(sum([]), 0));\n",
  'README.md': '# Sums\n',
  'config/server.pem': '-----BEGIN NOTHING-----\n',
};

export const FIX = {
  name: 'str_replace_based_edit_tool',
  input: { command: 'str_replace', path: 'src/sum.js', old_str: 'i <= numbers.length', new_str: 'i < numbers.length' },
};
export const VALIDATE = { name: 'validate', input: {} };
export const finish = (summary: string, files: readonly string[] = []) => ({
  calls: [{ name: 'finish', input: { title: 'The loop ends before the end of the list', summary, files } }],
});
export const bash = (command: string) => ({ calls: [{ name: 'bash', input: { command } }] });
/** Edits, validates, finishes. */
export const HONEST = [{ calls: [FIX] }, { calls: [VALIDATE] }, finish('It compared with `<=` and read one too many.')];

export const VALIDATION = 'node --test --test-reporter=junit --test-reporter-destination=results.xml test/';

export interface WorkScene {
  azure: AzureDevOpsEmulator;
  claude: ClaudeEmulator;
  disk: RepositoryOnDisk;
  repository: Repository;
  pullRequest: PullRequest;
  asker: Identity;
  /** Of the agent. */
  workFolder: string;
  /** Writes a comment as the person who may ask, on a new thread, and answers with its link. */
  ask(words: string, how?: { path?: string; line?: number }): string;
  start(inputs: Record<string, string>, run?: Partial<TaskRun>): RunningTask;
  run(inputs: Record<string, string>, run?: Partial<TaskRun>): Promise<TaskOutcome>;
  play(player: Player): void;
  /** What our identity says on a thread, without hidden marks. */
  answers(): string[];
  /** Files that the last run handed over, by name. */
  handedOver(outcome: TaskOutcome): Map<string, Buffer>;
  close(): Promise<void>;
}

export async function startWorkScene(
  given: Files | RepositoryOnDisk = SAMPLE,
  claudeOptions: ClaudeOptions = {},
): Promise<WorkScene> {
  const disk = isOnDisk(given) ? given : repositoryOf({ 'README.md': '# Sums\n' }, given);
  const [azure, claude] = await Promise.all([startAzureDevOps(), startClaude(claudeOptions)]);
  const repository = await azure.addRepository({ directory: disk.folder, name: 'shop', project: 'Web Shop' });
  const [asker, reader] = [azure.person('Mona Lisa'), azure.person('Web Shop Reader')];
  azure.registerToken(READ_TOKEN, reader);
  const opened = { repository, sourceRef: disk.sourceRef, targetRef: disk.targetRef, title: 'Sums' };
  const pullRequest = await azure.openPullRequest(opened);
  const workFolder = mkdtempSync(join(tmpdir(), 'fix-work-'));
  // As an agent's folders are: where the agent is root, the sandbox belongs to nobody, who has to get there.
  chmodSync(workFolder, 0o755);
  const newBuild = () => azure.addBuild({ project: repository.project, requestedFor: asker });
  const start = (inputs: Record<string, string>, run: Partial<TaskRun> = {}) =>
    startTask({
      vsix: packagedExtension(),
      task: 'SecondPassFix',
      inputs: {
        ...{ runMode: 'plan', endpoint: claude.url, anthropicApiKey: DEFAULT_KEY, validationCommand: VALIDATION },
        ...{ testResults: 'results.xml', validationMinutes: '1', semgrep: 'off', ...inputs },
      },
      variables: {
        ...branchBuild({
          collectionUrl: azure.url,
          project: repository.project,
          repository,
          pullRequestId: 0,
          sourceBranch: '',
          targetBranch: 'refs/heads/main',
        }),
        ...variablesOf(azure, repository, newBuild(), asker),
      },
      secretVariables: { apiKey: DEFAULT_KEY },
      accessToken: READ_TOKEN,
      workFolder,
      ...run,
    });
  return {
    ...{ azure, claude, disk, repository, pullRequest, asker, workFolder, start },
    run: (inputs, run) => start(inputs, run).finished,
    play: (player) => claude.play(player),
    ask(words) {
      const thread = azure.as(asker, pullRequest.id).addThread(words).id;
      return `${azure.url}_apis/git/repositories/${repository.id}/pullRequests/${pullRequest.id}/threads/${thread}/comments/1`;
    },
    answers: () =>
      pullRequest.threads
        .flatMap(({ comments }) => comments)
        .filter(({ author, isDeleted }) => author.id === reader.id && !isDeleted)
        .map(({ content }) => content.replace(/\n\n<!-- .*$/s, '')),
    handedOver({ commands }) {
      const folder = commands.find(({ name }) => name === 'artifact.upload')?.data ?? '';
      const names = ['plan.json', 'change.patch', 'fix.record.json', 'session.jsonl'];
      return new Map(
        names.filter((name) => existsSync(join(folder, name))).map((name) => [name, readFileSync(join(folder, name))]),
      );
    },
    async close() {
      await Promise.all([azure.close(), claude.close()]);
      disk.remove();
      rmSync(workFolder, { recursive: true, force: true });
    },
  };
}

function isOnDisk(given: Files | RepositoryOnDisk): given is RepositoryOnDisk {
  return typeof given.remove === 'function';
}
