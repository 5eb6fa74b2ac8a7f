import assert from 'node:assert/strict';
import type { ReviewRecord } from '../../src/steps/record/review-record';
import { yamlPullRequest } from '../agent/pipelines';
import type { Endpoint, TaskOutcome, TaskRun } from '../agent/run-task';
import { openStage, type Scene, type Stage } from '../demo/stage';
import type { Repository } from '../emulators/azure-devops/model';
import { DEFAULT_KEY } from '../emulators/claude/server';
import { pushFiles, type RepositoryOnDisk, repositoryOf } from '../fakes/repository-of';
import { smallChange } from './small-change';

const FILE = 'second-pass.json';
const FIELD = `Platform/policies/main/${FILE}`;
const CONNECTION_ID = '33333333-0000-4000-8000-000000000003';

/** What an organisation might say, and what a team in "Web Shop" would like to get around. */
const POLICY = {
  policyVersion: 1,
  limits: { models: ['claude-*'], budgetUsd: 3, budgetUsdPerPullRequest: 5 },
  enforced: { artifacts: 'none', dismissal: 'notAuthor' },
  scopes: { 'Web Shop': { limits: { budgetUsd: 0.5 } }, 'Web Shop/ledger': { enabled: false } },
};

describe('the policy of the service connection, through the packaged task', function () {
  this.timeout(120_000);
  let stage: Stage;
  let policies: RepositoryOnDisk;
  let policyRepository: Repository;

  before(async () => {
    stage = await openStage({ repository: smallChange() });
    policies = repositoryOf({ [FILE]: JSON.stringify(POLICY, null, 2) }, { [FILE]: '{}' });
    policyRepository = await stage.azureDevOps.addRepository({
      directory: policies.folder,
      name: 'policies',
      project: 'Platform',
    });
  });
  afterEach(() => write(POLICY));
  after(async () => {
    await stage.close();
    policies.remove();
  });

  function write(policy: unknown): void {
    const text = typeof policy === 'string' ? policy : JSON.stringify(policy, null, 2);
    pushFiles(policies, policies.targetRef, { [FILE]: text });
  }

  /** The key comes from the connection; `policy` is its field. */
  function connected(run: Partial<TaskRun> = {}, policy: string = FIELD): Partial<TaskRun> {
    const claude: Endpoint = {
      id: CONNECTION_ID,
      name: 'claude',
      url: stage.claude.url,
      scheme: 'Token',
      parameters: { apitoken: DEFAULT_KEY },
      data: { policy },
    };
    const inputs = { connection: 'claude', anthropicApiKey: '', endpoint: '', ...run.inputs };
    return { endpoints: [claude], secretVariables: {}, ...run, inputs };
  }

  async function runOn(scene: Scene, run: Partial<TaskRun>) {
    const before = stage.claude.requests.length;
    const outcome = await scene.run(run);
    const text = outcome.attachments.find(({ type }) => type === 'second-pass.record')?.content ?? '{}';
    const record = JSON.parse(text) as ReviewRecord;
    const status = scene.snapshot().statuses.at(-1);
    return { outcome, record, status, asked: stage.claude.requests.length - before };
  }

  const changedIn = ({ policy }: ReviewRecord) => policy?.changed.map(({ input, held }) => `${input} ${held}`);

  it('holds, leaves a note, and is named in the record by file, commit and hash', async () => {
    const inputs = { artifacts: 'full', dismissal: 'anyone' };
    const { outcome, record } = await runOn(await stage.open(), connected({ inputs }));
    assert.equal(outcome.outputVariables.outcome, 'reviewed', outcome.rawOutput);
    assert.deepEqual(changedIn(record), ['artifacts none', 'dismissal notAuthor', 'budgetUsd 0.5']);
    assert.equal(record.policy?.source, FIELD);
    assert.equal(record.policy?.commit, policies.commit('main'));
    assert.match(record.policy?.sha256 ?? '', /^[0-9a-f]{64}$/);
    const note = 'Policy: `dismissal` was anyone; notAuthor holds (collection, line 12).';
    assert.ok(record.notes.includes(note), JSON.stringify(record.notes));
    assert.ok(outcome.lines.some((line) => line.endsWith(note)));
    assert.equal(record.findings[0]?.excerpt, undefined, 'artifacts were to be none');
  });

  describe('cannot be got around', () => {
    const asked = { budgetUsd: '900', budgetUsdPerPullRequest: '', artifacts: 'full', dismissal: 'anyone' };
    const whole = ['artifacts none', 'dismissal notAuthor', 'budgetUsd 0.5', 'budgetUsdPerPullRequest 5'];

    it('by inputs of the YAML', async () => {
      const { record } = await runOn(await stage.open(), connected({ inputs: asked }));
      assert.deepEqual(changedIn(record), whole);
    });

    it('by a low price of its own', async () => {
      const inputs = { inputPrice: '0', outputPrice: '0' };
      const { record } = await runOn(await stage.open(), connected({ inputs }));
      assert.deepEqual(changedIn(record)?.slice(-2), ['inputPrice 2', 'outputPrice 10']);
      assert.ok((record.cost.usd ?? 0) > 0);
    });

    it('by a second name on the same pull request', async () => {
      const scene = await stage.open();
      const first = await runOn(scene, connected());
      const budgetUsdPerPullRequest = (first.record.cost.usd ?? 0) + 0.001;
      write({ policyVersion: 1, limits: { budgetUsdPerPullRequest } });
      const { outcome, asked: requests } = await runOn(scene, connected({ inputs: { name: 'again' } }));
      assert.deepEqual([outcome.outputVariables.outcome, requests], ['notReviewed', 0], outcome.rawOutput);
      assert.match(outcome.rawOutput, /budgetUsdPerPullRequest/);
    });

    it('by variables that claim another project, another repository, or another policy', async () => {
      const scene = await stage.open();
      const name = `ENDPOINT_DATA_${CONNECTION_ID}_POLICY`;
      const run = connected({
        inputs: asked,
        environment: { [name]: '', [name.toUpperCase()]: '', INPUT_POLICY: '' },
        agentEnvironment: { [name]: '' },
      });
      const variables = {
        ...yamlPullRequest(scene.world),
        ...{ 'System.TeamProject': 'Elsewhere', 'Build.Repository.Name': 'elsewhere' },
      };
      const { record, outcome } = await runOn(scene, { ...run, variables });
      assert.deepEqual(changedIn(record), whole, outcome.rawOutput);
      const overlaid = await scene.run({ ...run, variables: { ...variables, [name]: 'a/b/main/c' } });
      assert.equal(overlaid.result, 'Failed');
      assert.match(overlaid.rawOutput, /_POLICY of this job stands in the place of the service connection/);
    });

    it('from a fork', async () => {
      const { azureDevOps, repository, sample } = stage;
      const forkSource = await azureDevOps.addRepository({
        directory: sample.folder,
        name: 'shop-fork',
        project: 'Web Shop',
        forkOf: repository,
      });
      const scene = await stage.open({ forkSource });
      const { record, outcome } = await runOn(scene, connected({ inputs: asked }));
      assert.deepEqual(changedIn(record), whole, outcome.rawOutput);
    });

    it('by a pull request that changes the policy itself', async () => {
      const loose = { policyVersion: 1, limits: { budgetUsd: 900 } };
      const own = repositoryOf(
        { [FILE]: JSON.stringify(POLICY, null, 2), 'a.ts': 'export const a = 1;\n' },
        { [FILE]: JSON.stringify(loose), 'a.ts': 'export const a = 2;\n' },
      );
      const { azureDevOps } = stage;
      const repository = await azureDevOps.addRepository({ directory: own.folder, name: 'own', project: 'Web Shop' });
      const scene = await stage.open({ repository, sourceRef: own.sourceRef, targetRef: own.targetRef });
      const run = connected({ inputs: asked }, `Web Shop/own/main/${FILE}`);
      const { record, outcome } = await runOn(scene, run);
      own.remove();
      assert.deepEqual(changedIn(record), whole, outcome.rawOutput);
    });

    it('by an endpoint elsewhere, with the key of the connection', async () => {
      write({ policyVersion: 1, limits: { endpoints: [stage.claude.url] } });
      const inputs = { endpoint: 'https://evil.example/' };
      const { outcome, status, asked: requests } = await runOn(await stage.open(), connected({ inputs }));
      assert.deepEqual([status?.state, requests], ['error', 0]);
      assert.match(
        status?.description ?? '',
        /^NOT REVIEWED: Nothing is sent to Claude\. The policy allows the endpoints/,
      );
      assert.match(outcome.rawOutput, /POLICY_REFUSES/);
    });

    it('by a model that is not on the list', async () => {
      const inputs = { model: 'other-model', modelFamily: 'claude-haiku-5-5' };
      const { status, asked: requests } = await runOn(await stage.open(), connected({ inputs }));
      assert.deepEqual([status?.state, requests], ['error', 0]);
      assert.match(status?.description ?? '', /allows the models claude-\* \(collection, line \d+\)/);
    });

    it('with a key outside the connection there is none, and the record shows it', async () => {
      const { record } = await runOn(await stage.open(), { inputs: asked });
      assert.equal(record.policy, undefined);
    });
  });

  describe('that cannot be used sends nothing', () => {
    it('and tells why, line by line', async () => {
      write({ policyVersion: 1, limits: { budgetUSD: 1 } });
      const { outcome, status, asked } = await runOn(await stage.open(), connected());
      assert.deepEqual([status?.state, asked], ['error', 0], outcome.rawOutput);
      assert.deepEqual([outcome.result, outcome.outputVariables.outcome], ['SucceededWithIssues', 'notReviewed']);
      const told = outcome.issues.map(({ message }) => message).join(' ');
      assert.match(told, /not valid.*Line 4: limits › budgetUSD is not known/);
      assert.match(outcome.rawOutput, /POLICY_UNREADABLE/);
    });

    it('where this run may not read it: names whom to let in', async () => {
      const { azureDevOps, repository } = stage;
      const builder = azureDevOps.buildService(repository.project);
      azureDevOps.deny(builder, 'GenericRead', policyRepository);
      const { status, asked } = await runOn(await stage.open(), connected());
      azureDevOps.grant(builder, 'GenericRead', policyRepository);
      assert.deepEqual([status?.state, asked], ['error', 0]);
    });

    for (const [onReviewerError, state, result] of [
      ['pass', 'succeeded', 'SucceededWithIssues'],
      ['block', 'error', 'Failed'],
    ] as const) {
      it(`onReviewerError ${onReviewerError} decides about the check`, async () => {
        write('');
        const { outcome, status } = await runOn(await stage.open(), connected({ inputs: { onReviewerError } }));
        assert.deepEqual([status?.state, outcome.result], [state, result]);
        assert.match(status?.description ?? '', /^NOT REVIEWED: The policy/);
      });
    }
  });

  it('switches everything off: skipped, and the status says its message', async () => {
    write({ policyVersion: 1, enabled: false, message: 'Paused until Monday (security@contoso).' });
    const { outcome, status, asked, record } = await runOn(await stage.open(), connected());
    assert.deepEqual([status?.state, outcome.outputVariables.outcome, asked], ['succeeded', 'skipped', 0]);
    assert.equal(
      status?.description,
      'Not reviewed: switched off by the policy. Paused until Monday (security@contoso).',
    );
    assert.deepEqual([record.situation, outcome.result], ['switchedOff', 'Succeeded']);
  });

  describe('is shown by the doctor', () => {
    const doctor = (outcome: TaskOutcome) => outcome.lines.filter((line) => /Policy|Claude:/.test(line)).join('\n');

    it('with every limit and its line', async () => {
      const { outcome } = await runOn(await stage.open(), connected({ inputs: { runMode: 'doctor' } }));
      assert.match(
        doctor(outcome),
        /Policy: Platform\/policies\/main\/second-pass\.json at [0-9a-f]{8}: models: claude-\* \(collection, line 4\); budgetUsd: at most \$0\.50 \(Web Shop, line \d+\)/,
      );
      assert.match(doctor(outcome), /ok +Claude:/);
    });

    it('with what keeps its file from being changed by one person', async () => {
      const { azureDevOps } = stage;
      const refName = 'refs/heads/main';
      const branch = { repository: policyRepository, refName, isBlocking: true };
      const scene = await stage.open();
      const told = async () => {
        const { outcome } = await runOn(scene, { ...connected({ inputs: { runMode: 'doctor' } }), here: true });
        return outcome.lines.filter((line) => /holds the policy|repository of the policy/.test(line)).join('\n');
      };
      azureDevOps.addBranchPolicy({
        ...{ ...branch, refName: null, settings: { maximumGitBlobSizeInBytes: 1_000_000 } },
        type: { id: '2e26e725-8201-4edd-8bf5-978563c34a80', displayName: 'File size restriction' },
      });
      assert.match(await told(), /there are none, so whoever may contribute to its repository can push another policy/);
      azureDevOps.addBranchPolicy({
        ...{ ...branch, settings: {} },
        type: { id: 'c6a1889d-b943-4856-b76f-9e46bb6b0df2', displayName: 'Comment requirements' },
      });
      assert.match(await told(), /nobody has to approve a change; require a reviewer/);
      const reviewers = { id: 'fa4e907d-c16b-4a4c-9dfa-4906e5d171dd', displayName: 'Minimum number of reviewers' };
      const minimum = azureDevOps.addBranchPolicy({
        ...{ ...branch, type: reviewers, settings: { minimumApproverCount: 1, creatorVoteCounts: true } },
      });
      assert.match(await told(), /the author's own vote approves a change; let it not count/);
      minimum.settings.creatorVoteCounts = false;
      assert.equal(await told(), '');
      assert.deepEqual(azureDevOps.violations, []);
    });

    it('as a fault without which Claude is not asked', async () => {
      write('{}');
      const { outcome, asked } = await runOn(await stage.open(), connected({ inputs: { runMode: 'doctor' } }));
      assert.match(
        doctor(outcome),
        /FAULT +Policy: .*policyVersion is missing|FAULT +Policy: .*policyVersion has to be 1/,
      );
      assert.match(doctor(outcome), /Claude: not tried without “Policy”/);
      assert.equal(asked, 0);
    });
  });
});
