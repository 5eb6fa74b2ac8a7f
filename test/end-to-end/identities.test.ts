import assert from 'node:assert/strict';
import { allButFirst, type Endpoint } from '../agent/run-task';
import { openStage, type Stage } from '../demo/stage';
import { DEFAULT_KEY } from '../emulators/claude/server';
import { placesOf, shownReview } from './shown';
import { smallChange } from './small-change';

describe('who reviews, where and under which name, through the packaged task', function () {
  this.timeout(120_000);
  const isServerHere = allButFirst();
  let stage: Stage;

  before(async () => {
    stage = await openStage({ repository: smallChange() });
  });
  after(() => stage.close());

  describe('without a permission', () => {
    afterEach(() => {
      const { azureDevOps, repository } = stage;
      const builder = azureDevOps.buildService(repository.project);
      azureDevOps.grant(builder, 'PullRequestContribute', repository);
      azureDevOps.grant(builder, 'GenericRead', repository);
    });

    for (const [onReviewerError, result] of [
      ['warn', 'SucceededWithIssues'],
      ['block', 'Failed'],
    ] as const) {
      it(`to contribute, ${onReviewerError}: names the identity and what to grant`, async () => {
        const { azureDevOps, repository } = stage;
        const builder = azureDevOps.buildService(repository.project);
        azureDevOps.deny(builder, 'PullRequestContribute', repository);
        const scene = await stage.open();
        const outcome = await scene.run({ inputs: { onReviewerError } });
        assert.deepEqual([outcome.result, outcome.outputVariables.outcome], [result, 'notReviewed'], outcome.rawOutput);
        const said = outcome.issues.map(({ message }) => message).join('\n');
        assert.ok(said.includes(builder.securityName), said);
        assert.match(said, /contribute to pull requests/i);
        assert.deepEqual(scene.snapshot().statuses, []);
      });
    }

    it('to read: ends with one clear message', async () => {
      const { azureDevOps, repository } = stage;
      azureDevOps.deny(azureDevOps.buildService(repository.project), 'GenericRead', repository);
      const scene = await stage.open();
      const outcome = await scene.run();
      assert.deepEqual([outcome.result, outcome.outputVariables.outcome], ['SucceededWithIssues', 'notReviewed']);
      assert.ok(outcome.issues.length >= 1, outcome.rawOutput);
      assert.match(outcome.issues.map(({ message }) => message).join('\n'), /repository|permission|not found/i);
    });
  });

  it('an expired token is told as such, not as a pull request without threads', async () => {
    const { azureDevOps } = stage;
    azureDevOps.registerToken('old-token-0123456789', azureDevOps.person('Old Bot'));
    azureDevOps.expireToken('old-token-0123456789');
    const scene = await stage.open();
    const outcome = await scene.run({ accessToken: 'old-token-0123456789' });
    assert.equal(outcome.result, 'SucceededWithIssues', outcome.rawOutput);
    assert.match(outcome.issues.map(({ message }) => message).join('\n'), /token|sign/i);
    assert.ok(!outcome.rawOutput.replaceAll(/##vso\[task\.setsecret\].*/g, '').includes('old-token-0123456789'));
  });

  it('readOnly reviews and writes nothing', async () => {
    const scene = await stage.open();
    const before = stage.azureDevOps.requests.length;
    const outcome = await scene.run({ inputs: { runMode: 'readOnly' } });
    assert.deepEqual([outcome.result, outcome.outputVariables.verdict], ['Failed', 'FAIL']);
    const own = stage.azureDevOps.requests.slice(before).filter(({ kind }) => kind !== 'git');
    assert.deepEqual([...new Set(own.map(({ method }) => method))], ['GET']);
    const { threads, statuses, votes } = scene.snapshot();
    assert.deepEqual([threads, statuses, votes], [[], [], []]);
  });

  it('two pipelines under two names review one pull request side by side', async () => {
    const scene = await stage.open();
    await scene.run();
    await scene.run({ inputs: { name: 'security' } });
    const { statuses, general, threads } = shownReview(scene.snapshot());
    assert.deepEqual(
      statuses.map((text) => text.split(' (')[0]),
      ['review pending', 'review failed', 'security pending', 'security failed'].map((text) => `second-pass/${text}`),
    );
    assert.equal(general.length, 2);
    assert.equal(threads.length, 2);
    await scene.run({ inputs: { name: 'security' } });
    assert.equal(shownReview(scene.snapshot()).threads.length, 2);
    assert.equal(shownReview(scene.snapshot()).general.length, 2);
  });

  it('a vote waits for the author on FAIL, and drafts get none', async () => {
    const inputs = { vote: 'waitForAuthor' };
    const scene = await stage.open();
    await scene.run({ inputs });
    assert.deepEqual(
      scene.snapshot().votes.map(({ vote }) => vote),
      [-5],
    );
    const draft = await stage.open({ isDraft: true });
    await draft.run({ inputs });
    assert.deepEqual(draft.snapshot().votes, []);
  });

  it('everything is posted under the bot that azureDevOpsConnection names', async () => {
    const { azureDevOps } = stage;
    azureDevOps.registerToken('token-of-the-bot-0123456789', azureDevOps.person('Review Bot'));
    const scene = await stage.open();
    const before = azureDevOps.requests.length;
    const outcome = await scene.run({ inputs: { azureDevOpsConnection: 'bot' }, endpoints: [bot(azureDevOps.url)] });
    assert.equal(outcome.outputVariables.verdict, 'FAIL', outcome.rawOutput);
    const authors = scene.snapshot().threads.flatMap(({ comments }) => comments.map(({ author }) => author));
    assert.deepEqual([...new Set(authors)], ['Review Bot']);
    assert.deepEqual([...new Set(azureDevOps.requests.slice(before).map(({ identity }) => identity))], ['Review Bot']);
    assert.ok(!outcome.lines.join('\n').includes('token-of-the-bot'));
  });

  it('the key comes from the service connection of our own type', async () => {
    const scene = await stage.open();
    const claude: Endpoint = {
      id: '33333333-0000-4000-8000-000000000003',
      name: 'claude',
      url: stage.claude.url,
      scheme: 'Token',
      parameters: { apitoken: DEFAULT_KEY },
    };
    const inputs = { connection: 'claude', anthropicApiKey: '', endpoint: '' };
    const outcome = await scene.run({ inputs, endpoints: [claude], secretVariables: {} });
    assert.equal(outcome.outputVariables.outcome, 'reviewed', outcome.rawOutput);
  });

  for (const product of ['server-2022.1', 'server-2020'] as const) {
    it(`Azure DevOps Server below /tfs/ (${product})`, async () => {
      const server = await openStage({ repository: smallChange(), azureDevOps: { product }, here: isServerHere });
      try {
        assert.match(server.azureDevOps.url, /\/tfs\/DefaultCollection\/$/);
        const outcome = await server.run();
        assert.equal(outcome.outputVariables.verdict, 'FAIL', outcome.rawOutput);
        assert.deepEqual(placesOf(server.snapshot()), ['/src/total.ts 3 Loop runs one step past the end']);
        assert.match(shownReview(server.snapshot()).statuses.at(-1) ?? '', /failed \(1\)/);
        assert.deepEqual(server.azureDevOps.violations, []);
      } finally {
        await server.close();
      }
    });
  }

  it('Azure DevOps Server: everything is posted under the bot whose token azureDevOpsServerConnection holds', async () => {
    const server = await openStage({
      repository: smallChange(),
      azureDevOps: { product: 'server-2022.1' },
      here: isServerHere,
    });
    try {
      const { azureDevOps } = server;
      azureDevOps.registerToken('token-of-the-bot-0123456789', azureDevOps.person('Review Bot'));
      const run = { inputs: { azureDevOpsServerConnection: 'bot' }, endpoints: [bot(azureDevOps.url)] };
      const outcome = await server.run(run);
      assert.equal(outcome.outputVariables.verdict, 'FAIL', outcome.rawOutput);
      assert.deepEqual([...new Set(azureDevOps.requests.map(({ identity }) => identity))], ['Review Bot']);
      assert.ok(!outcome.lines.join('\n').includes('token-of-the-bot'));
    } finally {
      await server.close();
    }
  });

  it('where git is refused, the same review comes over REST', async () => {
    const scene = await stage.open();
    await scene.run();
    const expected = shownReview(scene.snapshot());
    const other = await stage.open();
    stage.azureDevOps.git.refused = true;
    try {
      const outcome = await other.run();
      assert.equal(outcome.outputVariables.outcome, 'reviewed', outcome.rawOutput);
    } finally {
      stage.azureDevOps.git.refused = false;
    }
    assert.deepEqual(shownReview(other.snapshot()).threads, expected.threads);
  });
});

function bot(url: string): Endpoint {
  return {
    id: '44444444-0000-4000-8000-000000000004',
    name: 'bot',
    url,
    scheme: 'Token',
    parameters: { apitoken: 'token-of-the-bot-0123456789' },
  };
}
