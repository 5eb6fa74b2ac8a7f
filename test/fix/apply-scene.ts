import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { branchOf } from '../../src/steps/branch/branch-name';
import { type Plan, planBytes, planHash } from '../../src/steps/plan/plan';
import { branchBuild } from '../agent/pipelines';
import { runTask, type TaskOutcome, type TaskRun } from '../agent/run-task';
import { packagedExtension } from '../demo/stage';
import type { Build } from '../emulators/azure-devops/builds';
import { git, gitText } from '../emulators/azure-devops/git';
import type { Identity, PullRequest, Repository } from '../emulators/azure-devops/model';
import { type AzureDevOpsEmulator, startAzureDevOps } from '../emulators/azure-devops/server';
import { BASE, SOURCE } from '../end-to-end/small-change';
import { type Files, type RepositoryOnDisk, repositoryOf } from '../fakes/repository-of';

export const WRITE_TOKEN = 'token-of-the-writing-bot-0123456789';
export const READ_TOKEN = 'token-of-the-reading-job-0123456789';
export const WORDS = '/second-pass fix the loop reads behind the end';

/** A pull request on which somebody asked, a run with a plan for it, and an identity that may write own branches alone. */
export interface ApplyScene {
  emulator: AzureDevOpsEmulator;
  disk: RepositoryOnDisk;
  repository: Repository;
  pullRequest: PullRequest;
  bot: Identity;
  reader: Identity;
  build: Build;
  plan: Plan;
  patch: Buffer;
  /** Publishes the plan, with the approval that stands before the stage. */
  publish(given?: Published): void;
  /** Runs the packaged task. */
  run(inputs?: Record<string, string>, run?: Partial<TaskRun>): Promise<TaskOutcome>;
  /** Ids of all branches, by their names. */
  branches(): Promise<Map<string, string>>;
  /** What our identities said on the thread, without hidden marks. */
  answers(): string[];
  close(): Promise<void>;
}

interface Published {
  plan?: Partial<Plan>;
  patch?: Buffer;
  hash?: string;
  approval?: Parameters<AzureDevOpsEmulator['addStage']>[2] | null;
}

const FIXED: Files = {
  ...SOURCE,
  'src/total.ts': String(SOURCE['src/total.ts']).replace('i <= prices', 'i < prices'),
};

/** `isHere` says of each run whether it may be made in the process of the tests. */
export async function startApplyScene(isHere: () => boolean, change: Files = FIXED): Promise<ApplyScene> {
  const disk = repositoryOf(BASE, SOURCE);
  const emulator = await startAzureDevOps();
  const repository = await emulator.addRepository({ directory: disk.folder, name: 'shop', project: 'Web Shop' });
  const [bot, reader, asker] = ['Fix Bot', 'Web Shop Reader', 'Mona Lisa'].map((name) => emulator.person(name));
  if (!bot || !reader || !asker) throw new Error('three people were wanted');
  emulator.registerToken(WRITE_TOKEN, bot);
  emulator.registerToken(READ_TOKEN, reader);
  for (const permission of ['GenericContribute', 'CreateBranch'] as const) {
    emulator.deny(bot, permission, repository);
    emulator.setBranchRight(bot, permission, repository, 'refs/heads/second-pass', true);
  }
  emulator.deny(reader, 'GenericContribute', repository);
  const opened = { repository, sourceRef: disk.sourceRef, targetRef: disk.targetRef, title: 'Sum by hand' };
  const pullRequest = await emulator.openPullRequest(opened);
  const thread = emulator.as(asker, pullRequest.id).addThread(WORDS);
  const build = emulator.addBuild({ project: repository.project, requestedFor: asker });
  const { plan, patch } = await planFor({ disk, repository, pullRequest, build, asker, thread: thread.id }, change);
  let hash = '';
  return {
    ...{ emulator, disk, repository, pullRequest, bot, reader, build, plan, patch },
    publish(given = {}) {
      const bytes = planBytes({ ...plan, ...given.plan });
      hash = given.hash ?? planHash(bytes);
      emulator.publishArtifact(build, 'second-pass-plan', { 'plan.json': bytes, 'change.patch': given.patch ?? patch });
      const granted = {
        approver: emulator.person('Ada Approver'),
        status: 'approved',
        at: after(plan),
        comment: 'good',
      };
      const approval = given.approval === undefined ? { status: 'approved', steps: [granted] } : given.approval;
      emulator.addStage(build, 'apply', approval ?? {});
    },
    run: (inputs = {}, run = {}) =>
      runTask({
        vsix: packagedExtension(),
        task: 'SecondPassFix',
        here: isHere(),
        inputs: { runMode: 'apply', planHash: hash, writeConnection: 'bot', ...inputs },
        variables: variablesOf(emulator, repository, build, asker),
        endpoints: [connection(emulator.url, 'bot', WRITE_TOKEN)],
        accessToken: READ_TOKEN,
        ...run,
      }),
    async branches() {
      const text = await gitText(disk.folder, ['for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads']);
      return new Map(text.split('\n').map((line) => line.split(' ') as [string, string]));
    },
    answers: () =>
      (pullRequest.threads.find(({ id }) => id === thread.id)?.comments ?? [])
        .filter(({ author, isDeleted }) => !isDeleted && [bot.id, reader.id].includes(author.id))
        .map(({ content }) => content.replace(/\n\n<!-- .*$/s, '')),
    close: async () => {
      await emulator.close();
      disk.remove();
    },
  };
}

export function after({ madeAt }: Plan, milliseconds = 60_000): string {
  return new Date(madeAt + milliseconds).toISOString();
}

interface Asked {
  disk: RepositoryOnDisk;
  repository: Repository;
  pullRequest: PullRequest;
  build: Build;
  asker: Identity;
  thread: number;
}

/** A plan as the stage before makes it, by git alone. */
async function planFor(asked: Asked, change: Files): Promise<{ plan: Plan; patch: Buffer }> {
  const { disk, repository, pullRequest, build, asker, thread } = asked;
  const base = disk.commit(disk.sourceRef);
  const { tree, entries, patch } = await changeOf(disk.folder, base, change);
  const request = {
    from: 'comment' as const,
    id: `pr-${pullRequest.id}.${thread}.1`,
    ...{ pullRequestId: pullRequest.id, threadId: thread, commentId: 1, workItemId: null },
    ...{ verb: 'fix' as const, text: 'the loop reads behind the end', at: Date.parse('2026-11-28T10:00:00Z') },
    by: { id: asker.id, name: asker.displayName },
    sha256: sha256(WORDS),
  };
  const plan: Plan = {
    planVersion: 1,
    buildId: String(build.id),
    madeAt: Date.parse('2026-11-28T10:05:00Z'),
    request,
    repositoryId: repository.id,
    target: disk.sourceRef,
    branch: branchOf(request, 'second-pass/'),
    branchTip: null,
    ...{ base, tree, entries, patchSha256: sha256(patch) },
    summary: { title: 'The loop ends before the last price', text: 'It compared with `<=` and read one too many.' },
    checks: [{ check: 'place', state: 'passed', text: 'All files are allowed.' }],
    evidence: {
      command: 'npm test',
      before: { exitCode: 1, milliseconds: 900, cases: { ran: ['sum'], failed: ['sum'], skipped: [] } },
      after: { exitCode: 0, milliseconds: 950, cases: { ran: ['sum'], failed: [], skipped: [] } },
      isProven: true,
      reasons: [],
    },
    leftBehind: [],
    cost: { usd: 0.21, turns: 5, model: 'claude-sonnet-5-5' },
    session: { requests: [request.id], costUsd: 0.21 },
    versions: { product: '1.0.0', instructions: 1 },
  };
  return { plan, patch };
}

type Change = Awaited<ReturnType<typeof madeChange>>;

const changes = new Map<string, Promise<Change>>();

/** What a change to a commit gives, asked of git once: equal ones have equal ids in every repository. */
export function changeOf(folder: string, base: string, change: Files): Promise<Change> {
  const key = JSON.stringify([base, change]);
  const known = changes.get(key) ?? madeChange(folder, base, change);
  changes.set(key, known);
  return known;
}

async function madeChange(folder: string, base: string, change: Files) {
  const env = { GIT_INDEX_FILE: join(folder, 'plan-index') };
  await gitText(folder, ['read-tree', base], { env });
  for (const [path, content] of Object.entries(change)) {
    const blob = (await git(folder, ['hash-object', '-w', '--stdin'], { input: Buffer.from(content) }))
      .toString()
      .trim();
    await gitText(folder, ['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`], { env });
  }
  const tree = await gitText(folder, ['write-tree'], { env });
  const patch = await git(folder, ['diff', '--binary', '--full-index', '--no-renames', base, tree]);
  const raw = (await git(folder, ['diff-tree', '-r', '--raw', '--no-abbrev', base, tree])).toString().trim();
  const entries = raw.split('\n').map((line) => {
    const [oldMode = '', mode = '', oldId = '', id = '', rest = ''] = line.slice(1).split(' ');
    const [letter, path = ''] = rest.split('\t');
    const status = letter === 'A' ? ('added' as const) : ('modified' as const);
    return {
      path,
      status,
      oldMode,
      mode,
      oldId,
      id,
      size: Buffer.byteLength(change[path] ?? ''),
      added: 1,
      removed: 1,
    };
  });
  return { tree, entries, patch };
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

export function connection(url: string, name: string, token: string) {
  const id = `22222222-0000-4000-8000-${sha256(name).slice(0, 12)}`;
  return { id, name, url, scheme: 'Token', parameters: { apitoken: token } };
}

export function variablesOf(emulator: AzureDevOpsEmulator, repository: Repository, build: Build, asker: Identity) {
  return {
    ...branchBuild({
      collectionUrl: emulator.url,
      project: repository.project,
      repository,
      pullRequestId: 0,
      sourceBranch: '',
      targetBranch: 'refs/heads/main',
    }),
    'Build.BuildId': String(build.id),
    'Build.RequestedForId': asker.id,
    'Build.RequestedFor': asker.displayName,
    'System.DefinitionId': String(build.definitionId),
    'System.StageName': 'apply',
    'System.StageAttempt': '1',
  };
}
