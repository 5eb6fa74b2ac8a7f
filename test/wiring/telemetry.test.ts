import assert from 'node:assert/strict';
import { closeAll, type Seen, serve } from '../adapters/http/loopback';
import { yamlPullRequest } from '../agent/pipelines';
import type { TaskOutcome, TaskRun } from '../agent/run-task';
import { openStage, type Stage } from '../demo/stage';
import { loopCandidate } from '../end-to-end/small-change';
import { repositoryOf } from '../fakes/repository-of';

const KEY = '11111111-2222-4333-8444-555555555555';
const CANARY = 'c4n4ry';

describe('telemetry, through the packaged task', function () {
  this.timeout(120_000);
  let stage: Stage;

  before(async () => {
    const lines = ['let a = 1;', `let ${CANARY}Code = 2;`, ''].join('\n');
    const repository = repositoryOf(
      { 'a.ts': 'let a = 1;\n' },
      { 'a.ts': lines, [`src/${CANARY}Path.ts`]: lines, [`${CANARY}.lock`]: 'x\n' },
      {
        source: `topic/${CANARY}-branch`,
        author: `${CANARY} Author <${CANARY}@shop.example>`,
        message: `${CANARY} Message`,
      },
    );
    const pullRequest = { title: `${CANARY} Title`, description: `${CANARY} Description`, author: `${CANARY} Person` };
    stage = await openStage({ repository, pullRequest, claude: { apiKeys: [`sk-${CANARY}-key`] } });
    const candidate = {
      ...loopCandidate('blocker'),
      path: 'a.ts',
      startLine: 2,
      endLine: 2,
      quote: `let ${CANARY}Code = 2;`,
    };
    const words = { title: `${CANARY} Finding`, body: `${CANARY} Body`, evidence: `${CANARY} Evidence` };
    stage.claude.answer(({ pass }) =>
      pass === 'sweep'
        ? { summary: `${CANARY} Summary`, candidates: [{ ...candidate, ...words }] }
        : {
            summary: `${CANARY} Summary`,
            verdicts: [{ id: 'c1', decision: 'confirm', severity: 'blocker', reason: `${CANARY} Reason` }],
          },
    );
  });
  afterEach(closeAll);
  after(() => stage.close());

  async function collector(handler: Parameters<typeof serve>[0] = (_seen, response) => void response.end('{}')) {
    const [traces, track] = [await serve(handler), await serve(handler)];
    const inputs = {
      otlpEndpoint: traces.url,
      applicationInsights: `InstrumentationKey=${KEY};IngestionEndpoint=${track.url}/`,
      instructions: `${CANARY} Instructions`,
      name: `${CANARY}-name`,
      exclude: `${CANARY}*`,
    };
    return { seen: () => [...traces.seen, ...track.seen], inputs };
  }
  async function review(inputs: Record<string, string>, more: Partial<TaskRun> = {}): Promise<TaskOutcome> {
    const scene = await stage.open();
    const variables = { ...yamlPullRequest(scene.world), 'Build.DefinitionName': `${CANARY} Pipeline` };
    return scene.run({ inputs, variables, secretVariables: { ClaudeKey: `sk-${CANARY}-key` }, ...more });
  }
  const spansOf = (seen: readonly Seen[]) =>
    JSON.parse(seen.find(({ url }) => url === '/v1/traces')?.body ?? '{}').resourceSpans[0].scopeSpans[0].spans;

  it('is off unless an address is given', async () => {
    const { seen } = await collector();
    await review({});
    assert.deepEqual(seen(), []);
  });

  it('sends figures of the run and of each call to both, and nothing of what was reviewed', async () => {
    const { seen: seenSoFar, inputs } = await collector();
    const outcome = await review(inputs);
    const seen = seenSoFar();
    assert.equal(outcome.outputVariables.verdict, 'FAIL', outcome.rawOutput);
    assert.deepEqual(seen.map(({ method, url }) => `${method} ${url}`).sort(), ['POST /v1/traces', 'POST /v2.1/track']);
    for (const { body, url, headers } of seen) {
      const all = JSON.stringify([body, url, headers]);
      assert.ok(!all.includes(CANARY), all.slice(Math.max(0, all.indexOf(CANARY) - 60), all.indexOf(CANARY) + 40));
    }
    const [run, ...calls] = spansOf(seen);
    const value = (name: string) => run.attributes.find(({ key }: { key: string }) => key === name)?.value;
    assert.deepEqual(value('second_pass.verdict'), { stringValue: 'FAIL' });
    assert.deepEqual(value('second_pass.blockers'), { intValue: '1' });
    assert.equal(calls.length, 2);
    const lines = seen.find(({ url }) => url === '/v2.1/track')?.body.split('\n') ?? [];
    assert.equal(lines.length, 3);
    const record = JSON.parse(outcome.attachments.find(({ type }) => type.endsWith('record'))?.content ?? '{}');
    const routes = record.accessLog.map(({ route }: { route: string }) => route);
    assert.ok(routes.includes('v1/traces') && routes.includes('v2.1/track'));
  });

  it('is given up after three seconds, and changes nothing of the result', async () => {
    const { inputs } = await collector(() => {});
    const usual = await review({});
    const slow = await review(inputs);
    assert.deepEqual([slow.result, slow.outputVariables.verdict], [usual.result, usual.outputVariables.verdict]);
    assert.match(slow.lines.join('\n'), /Telemetry was not sent: /);
    const entries = JSON.parse(slow.attachments.find(({ type }) => type.endsWith('record'))?.content ?? '{}').accessLog;
    const waited = entries.filter(({ route }: { route: string }) => route === 'v1/traces');
    assert.deepEqual(
      waited.map(({ status, attempt }: { status: number; attempt: number }) => [status, attempt]),
      [[0, 1]],
    );
  });

  it('tells of a cancelled run too', async () => {
    const { seen, inputs } = await collector();
    stage.claude.fault({ trouble: { kind: 'slowHeaders', milliseconds: 60_000 }, times: 9 });
    const outcome = await review(inputs, { cancelAfter: /git \d/ });
    stage.claude.clearFaults();
    assert.equal(outcome.result, 'Canceled', outcome.rawOutput);
    const [run] = spansOf(seen());
    assert.deepEqual(run.attributes.find(({ key }: { key: string }) => key === 'second_pass.situation').value, {
      stringValue: 'stopped',
    });
    assert.ok(!seen().some(({ body }) => body.includes(CANARY)));
  });
});
