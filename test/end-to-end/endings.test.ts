import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { yamlPullRequest } from '../agent/pipelines';
import type { TaskOutcome } from '../agent/run-task';
import { openStage, type Scene, type Stage } from '../demo/stage';
import { troubles } from '../emulators/claude/server';
import { branchOff, pushFiles } from '../fakes/repository-of';
import { shownReview } from './shown';
import { loopCandidate, SOURCE, smallChange } from './small-change';

const ZERO_WIDTH = '\u200b';

describe('runs that end otherwise, through the packaged task', function () {
  this.timeout(120_000);
  let stage: Stage;

  before(async () => {
    stage = await openStage({ repository: smallChange() });
  });
  after(() => stage.close());
  afterEach(() => {
    stage.claude.clearFaults();
    stage.claude.answer(undefined);
  });

  /** A pull request with a source branch of its own. */
  function openOn(name: string, files?: Record<string, string>): Promise<Scene> {
    const sourceRef = branchOff(stage.sample, `refs/heads/${name}`, stage.sample.sourceRef);
    if (files) pushFiles(stage.sample, sourceRef, { ...SOURCE, ...files });
    return stage.open({ sourceRef });
  }

  const lastStatus = (scene: Scene) => shownReview(scene.snapshot()).statuses.at(-1) ?? '';

  it('a push during the review: nothing of it is written, and the older status is left', async () => {
    const scene = await openOn('pushed-meanwhile');
    stage.claude.answer(async ({ pass }) => {
      if (pass !== 'critique') return undefined;
      pushFiles(stage.sample, 'refs/heads/pushed-meanwhile', { ...SOURCE, 'docs/prices.md': 'Prices.\n' });
      await stage.azureDevOps.pushIteration(scene.pullRequestId);
      return undefined;
    });
    const outcome = await scene.run();
    assert.deepEqual([outcome.result, outcome.outputVariables.outcome], ['Succeeded', 'skipped'], outcome.rawOutput);
    assert.match(outcome.lines.join('\n'), /Superseded: iteration 2 appeared while iteration 1 was reviewed/);
    const { threads, statuses } = shownReview(scene.snapshot());
    const usd = outcome.outputVariables.costUsd ?? '';
    assert.ok(Number(usd) > 0, usd);
    assert.match(outcome.lines.join('\n'), new RegExp(`Cost: about \\$${usd} for 2 calls\\.`));
    assert.deepEqual([threads, statuses], [[], ['second-pass/review pending (1): Second Pass is reviewing']]);
  });

  it('two jobs of one build at once: each problem is told once, and what both cost counts', async () => {
    const scene = await openOn('two-jobs');
    const jobOf = (id: string) => ({ ...yamlPullRequest(scene.world), 'System.JobId': id });
    let other: Promise<TaskOutcome> | undefined;
    stage.claude.answer(async ({ pass }) => {
      if (pass !== 'critique' || other) return undefined;
      other = scene.start({ variables: jobOf('22222222-0000-4000-8000-000000000002') }).finished;
      await other;
      return undefined;
    });
    const first = await scene.start({ variables: jobOf('11111111-0000-4000-8000-000000000002') }).finished;
    const second = await other;
    assert.equal(shownReview(scene.snapshot()).threads.length, 1);
    const cost = Number(first.outputVariables.costUsd) + Number(second?.outputVariables.costUsd);
    const [, inAll] = /about \$([\d.]+) in all runs/.exec(first.lines.join('\n')) ?? [];
    assert.ok(Math.abs(Number(inAll) - cost) < 0.001, `${inAll} of ${cost}`);
  });

  it('behind a proxy: it is asked for a tunnel, and named when it gives none', async () => {
    const asked: string[] = [];
    const proxy = createServer((client) => {
      client.on('error', () => {});
      client.once('data', (head) => {
        asked.push(String(head).split('\r\n')[0] ?? '');
        client.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    try {
      const scene = await openOn('behind-a-proxy');
      const { port } = proxy.address() as AddressInfo;
      const world = { ...scene.world, collectionUrl: 'https://dev.azure.com/fabrikam/' };
      const variables = { ...yamlPullRequest(world), 'Agent.ProxyUrl': `http://127.0.0.1:${port}` };
      const outcome = await scene.run({ variables });
      assert.deepEqual([outcome.result, outcome.outputVariables.outcome], ['SucceededWithIssues', 'notReviewed']);
      assert.match(outcome.lines.join('\n'), /proxy 127\.0\.0\.1:\d+ .*wants a user name and password \(407\)/);
      assert.deepEqual([...new Set(asked)], ['CONNECT dev.azure.com:443 HTTP/1.1']);
    } finally {
      proxy.close();
    }
  });

  it('a promise that nothing will keep: the process ends, and that is no success', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'second-pass-forgotten-'));
    const forgotten = join(folder, 'forgotten.js');
    writeFileSync(forgotten, "require('node:dns').lookup = () => {};");
    try {
      const scene = await openOn('forgotten');
      const variables = yamlPullRequest({ ...scene.world, collectionUrl: 'http://ado.example/' });
      const agentEnvironment = { NODE_OPTIONS: `--require ${forgotten}` };
      const outcome = await scene.run({ variables, agentEnvironment });
      assert.deepEqual([outcome.result, outcome.exitCode], ['Failed', 1], outcome.rawOutput);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('the pull request is completed during the review', async () => {
    const scene = await openOn('abandoned-meanwhile');
    stage.claude.answer(({ pass }) => {
      if (pass === 'critique') stage.azureDevOps.abandon(scene.pullRequestId);
      return undefined;
    });
    const outcome = await scene.run();
    assert.deepEqual([outcome.result, outcome.outputVariables.outcome], ['Succeeded', 'skipped']);
    assert.deepEqual(shownReview(scene.snapshot()).threads, []);
  });

  it('cancelled: the status says so within five seconds', async () => {
    const scene = await stage.open();
    const asked = stage.claude.messages().length;
    stage.claude.fault({ trouble: { kind: 'stall' } });
    const running = scene.start();
    await until(() => stage.claude.messages()[asked]?.firstByteAt !== undefined);
    const started = performance.now();
    running.cancel();
    const outcome = await running.finished;
    assert.equal(outcome.result, 'Canceled');
    assert.equal(outcome.exitCode, 0, 'the process had to be killed');
    assert.ok(performance.now() - started < 5000, 'it took too long');
    assert.match(lastStatus(scene), /^second-pass\/review error \(1\): STOPPED: The run was cancelled/);
    assert.deepEqual(outcome.leftFiles, []);
  });

  const silences = [
    ['the threads', { method: 'GET', route: /pullRequests\/\d+\/threads/i }],
    ['the iterations', { method: 'GET', route: /pullRequests\/\d+\/iterations\?/i }],
    ['its comment', { method: 'PATCH', route: /threads\/\d+\/comments/i }],
  ] as const;
  for (const [what, match] of silences)
    it(`cancelled while the service is silent about ${what} alone: the status says so all the same`, async () => {
      const scene = await stage.open();
      const asked = stage.claude.messages().length;
      stage.claude.fault({ trouble: { kind: 'stall' } });
      const running = scene.start();
      await until(() => stage.claude.messages()[asked]?.firstByteAt !== undefined);
      stage.azureDevOps.fault({ match: { ...match, times: 100 }, answer: 'delay', delayMs: 30_000 });
      try {
        running.cancel();
        const outcome = await running.finished;
        assert.deepEqual([outcome.result, outcome.exitCode], ['Canceled', 0], outcome.rawOutput);
        assert.match(lastStatus(scene), /^second-pass\/review error \(1\): STOPPED: The run was cancelled/);
      } finally {
        stage.azureDevOps.clearFaults();
      }
    });

  it('its own deadline: the status says so, and the task ends', async () => {
    const scene = await stage.open();
    const folder = mkdtempSync(join(tmpdir(), 'second-pass-hurry-'));
    const hurry = join(folder, 'hurry.js');
    writeFileSync(
      hurry,
      'const real = setTimeout; setTimeout = (f, ms, ...rest) => real(f, ms === 60000 ? 2500 : ms, ...rest);',
    );
    try {
      stage.claude.fault({ trouble: { kind: 'stall' } });
      const inputs = { timeoutMinutes: '1' };
      const outcome = await scene.run({ inputs, agentEnvironment: { NODE_OPTIONS: `--require ${hurry}` } });
      assert.deepEqual(
        [outcome.result, outcome.outputVariables.outcome],
        ['SucceededWithIssues', 'notReviewed'],
        outcome.rawOutput,
      );
      assert.match(lastStatus(scene), /error \(1\): STOPPED: The run did not end within its 1 minute\./);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('a pending status of a run that died is replaced by the next', async () => {
    const scene = await stage.open();
    stage.claude.fault({ trouble: { kind: 'stall' } });
    const dead = scene.start({ patience: { interrupt: 0, terminate: 0 } });
    await until(() => scene.snapshot().statuses.length > 0);
    dead.cancel();
    await dead.finished;
    stage.claude.clearFaults();
    await scene.run();
    assert.match(lastStatus(scene), /^second-pass\/review failed \(1\): FAIL/);
    assert.equal(shownReview(scene.snapshot()).general.length, 1);
  });

  it('an enforced alert blocks although the reviewer failed, whatever onReviewerError says', async () => {
    const scene = await openOn('hidden', { 'src/hidden.ts': `export const role = 'user${ZERO_WIDTH}';\n` });
    stage.claude.fault({ trouble: troubles.unauthorized(), times: 10 });
    const outcome = await scene.run({ inputs: { onReviewerError: 'pass' } });
    assert.deepEqual([outcome.result, outcome.outputVariables.outcome], ['Failed', 'notReviewed'], outcome.rawOutput);
    assert.match(lastStatus(scene), /failed \(1\)/);
    assert.match(
      shownReview(scene.snapshot())
        .threads.map(({ place }) => place)
        .join(),
      /^\/src\/hidden\.ts 1 /,
    );
  });

  it('a pass cannot come out of an empty answer where an enforced alert stands', async () => {
    const scene = await openOn('hidden-again', { 'src/hidden.ts': `export const role = 'user${ZERO_WIDTH}';\n` });
    stage.claude.answer(({ pass }) => ({
      pass,
      summary: 'All is well.',
      candidates: [],
      verdicts: [],
      sast: [{ id: 's1', reason: 'harmless', decision: 'dismiss' }],
    }));
    const outcome = await scene.run();
    assert.deepEqual([outcome.result, outcome.outputVariables.verdict], ['Failed', 'FAIL'], outcome.rawOutput);
    assert.match(lastStatus(scene), /failed \(1\): FAIL: 1 blocker/);
  });
});

describe('a review of which a part fails', function () {
  this.timeout(120_000);
  let stage: Stage;

  before(async () => {
    stage = await openStage({ repository: smallChange(largeFiles()) });
  });
  after(() => stage.close());
  afterEach(() => stage.claude.clearFaults());

  const rows = [
    { inputs: {}, blocker: false, status: 'error', result: 'SucceededWithIssues' },
    { inputs: { onReviewerError: 'block' }, blocker: false, status: 'error', result: 'Failed' },
    { inputs: { onReviewerError: 'pass' }, blocker: false, status: 'succeeded', result: 'SucceededWithIssues' },
    { inputs: { onReviewerError: 'pass' }, blocker: true, status: 'failed', result: 'Failed' },
  ];
  for (const { inputs, blocker, status, result } of rows) {
    it(`${JSON.stringify(inputs)}${blocker ? ' with a blocker' : ''}: ${status}, ${result}`, async () => {
      const scene = await stage.open();
      stage.claude.answer(({ pass, blocks }) => {
        const isThere = blocker && blocks.some((text) => text.includes('<= prices.length'));
        if (pass === 'sweep') return { pass, summary: 'Read.', candidates: isThere ? [loopCandidate('blocker')] : [] };
        return undefined;
      });
      const seen = (text: string) => text.includes('file: large/b.ts');
      stage.claude.fault({
        on: { match: ({ body }) => !JSON.stringify(body).includes('<= prices.length') && seen(JSON.stringify(body)) },
        trouble: troubles.shouldRetry(500, false),
        times: 10,
      });
      const outcome = await scene.run({ inputs: { budgetUsd: '', budgetUsdPerPullRequest: '', ...inputs } });
      assert.deepEqual(
        [outcome.result, outcome.outputVariables.outcome],
        [result, 'partlyReviewed'],
        outcome.rawOutput,
      );
      const { statuses, general } = shownReview(scene.snapshot());
      assert.match(statuses.at(-1) ?? '', new RegExp(`review ${status} \\(1\\): .*[1-3] of 5 files not reviewed`));
      assert.match(general[0]?.text ?? '', /Not reviewed \(\d\)[\s\S]*large\/b\.ts/);
    });
  }
});

/** Three files, of which no two fit into one part of the review. */
function largeFiles(): Record<string, string> {
  const lines = (name: string) =>
    Array.from({ length: 2600 }, (_, index) => `export const ${name}${index} = compute('${name}', ${index * 7919});`);
  return Object.fromEntries(['a', 'b', 'c'].map((name) => [`large/${name}.ts`, `${lines(name).join('\n')}\n`]));
}

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 20) {
    if (waited > 20_000) throw new Error('It did not come to that.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
