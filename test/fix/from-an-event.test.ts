import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compile } from '../agent/pipeline/compile';
import type { PipelineRun } from '../agent/pipeline/run';
import { documentedPipeline, type FixStage, openFixStage } from '../demo/fix-stage';
import { hasBubblewrap } from '../work/workbench';

const EVENT = 'ms.vss-code.git-pullrequest-comment-event';
const eventOf = (content: string, href: unknown) => ({
  eventType: EVENT,
  resource: { comment: { content, _links: { self: { href } } } },
});

describe('an event starts the pipeline of the documentation', () => {
  let stage: FixStage;
  beforeEach(async () => {
    stage = await openFixStage();
  });
  afterEach(() => stage.close());

  const send = (payload: unknown) =>
    fetch(stage.azure.webhookUrl([...stage.azure.collection.webhooks.keys()][0] ?? ''), {
      method: 'POST',
      body: JSON.stringify(payload),
    });
  const resultsOf = ({ build }: PipelineRun) =>
    build.records.filter(({ type }) => type === 'Stage').map(({ identifier, result }) => [identifier, result]);
  const asked = (content: string) => stage.azure.as(stage.asker, stage.pullRequest.id).addThread(content);

  it('and no agent for a comment that is not for us, whoever writes it', async () => {
    asked('Looks good to me.');
    stage.azure.as('Somebody', stage.pullRequest.id).reply(stage.pullRequest.threads[0]?.id ?? 0, 'Thanks.');
    await stage.azure.delivered();
    await Promise.all(stage.pipeline.runs.map(({ finished }) => finished));
    assert.deepEqual(stage.pipeline.runs.map(resultsOf), [[['ignored', 'succeeded']], [['ignored', 'succeeded']]]);
    assert.ok(stage.pipeline.runs.every(({ outcomes }) => outcomes.size === 0));
  });

  it('and nothing for an event of another kind, for a body that is none, and for one that holds an object where a text belongs', async () => {
    assert.equal((await send({ ...eventOf('/second-pass fix', 'x'), eventType: 'git.push' })).status, 200);
    assert.equal((await fetch(stage.azure.webhookUrl('no-such-hook'), { method: 'POST', body: '{}' })).status, 500);
    assert.equal((await send(eventOf('/second-pass fix', { href: 'x' }))).status, 200);
    assert.equal(stage.pipeline.runs.length, 0);
    assert.match(stage.pipeline.triggerIssues.join(), /An object cannot be put into a text/);
  });

  it('but a forged one comes to nothing: the link is looked at, never believed', async () => {
    const { azure, repository, pullRequest } = stage;
    const thread = asked('A harmless question');
    await azure.delivered();
    const harmless = `${azure.url}_apis/git/repositories/${repository.id}/pullRequests/${pullRequest.id}/threads/${thread.id}/comments/1`;
    await send(eventOf('/second-pass fix', 'https://elsewhere.example/$(ClaudeKey)'));
    await send(eventOf('/second-pass fix', harmless));
    const forged = await stage.nextRun();
    const other = await stage.nextRun();
    await Promise.all([forged.finished, other.finished]);
    assert.deepEqual(resultsOf(forged), [
      ['plan', 'failed'],
      ['apply', 'skipped'],
    ]);
    assert.match(forged.outcomes.get('plan.fix')?.lines.join('\n') ?? '', /not-a-request|no link of a comment/);
    assert.deepEqual(resultsOf(other), [
      ['plan', 'succeeded'],
      ['apply', 'skipped'],
    ]);
    assert.deepEqual([azure.collection.pushes, stage.claude.messages()], [[], []]);
  });

  it('and an edited request is told so, once', async () => {
    const { azure, pullRequest } = stage;
    azure.collection.hooks[0]!.state = 'disabledByUser';
    const thread = asked('Hello');
    azure.collection.hooks[0]!.state = 'enabled';
    azure.collection.clock = () => new Date(Date.now() + 1_000);
    azure.as(stage.asker, pullRequest.id).edit(thread.id, 1, '/second-pass fix everything');
    const run = await stage.nextRun();
    await run.finished;
    assert.deepEqual(resultsOf(run), [
      ['plan', 'succeeded'],
      ['apply', 'skipped'],
    ]);
    assert.equal(thread.comments.length, 2);
    assert.match(thread.comments[1]?.content ?? '', /write it again/);
  });

  (hasBubblewrap() ? it : it.skip)('and nobody is asked to approve a plan that is only looked at', async () => {
    const { azure, pullRequest } = stage;
    await stage.review();
    const finding = pullRequest.threads.find(({ context }) => context !== undefined);
    azure.as(stage.asker, pullRequest.id).reply(finding?.id ?? 0, '/second-pass plan');
    const run = await stage.nextRun();
    await run.finished;
    assert.match(finding?.comments.at(-1)?.content ?? '', /This is a look ahead/);
    assert.deepEqual(resultsOf(run), [
      ['plan', 'succeeded'],
      ['apply', 'skipped'],
    ]);
    assert.deepEqual(azure.collection.approvals, []);
  });

  (hasBubblewrap() ? it : it.skip)('an approval that is refused leaves a plan and writes nothing', async () => {
    const { azure, approver, pullRequest } = stage;
    await stage.review();
    const finding = pullRequest.threads.find(({ context }) => context !== undefined);
    azure.as(stage.asker, pullRequest.id).reply(finding?.id ?? 0, '/second-pass fix');
    const run = await stage.nextRun();
    while (!azure.collection.approvals.some(({ status }) => status === 'pending'))
      await new Promise((resolve) => setTimeout(resolve, 50));
    const [approval] = azure.collection.approvals;
    assert.ok(approval);
    assert.equal(azure.decide(approval, stage.asker, { isGranted: true }), false, 'nobody asked him');
    assert.equal(azure.decide(approval, approver, { isGranted: false, comment: 'No.' }), true);
    await run.finished;
    assert.deepEqual(resultsOf(run), [
      ['plan', 'succeeded'],
      ['apply', 'skipped'],
    ]);
    assert.deepEqual([azure.collection.pushes, azure.collection.pullRequests.size], [[], 1]);
    assert.match(finding?.comments.at(-1)?.content ?? '', /It waits for approval/);
  });
});

describe('a service hook', () => {
  let stage: FixStage;
  const answers: number[] = [];
  const bodies: string[] = [];
  const consumer = createServer((request, response) => {
    request
      .on('data', (chunk) => bodies.push(String(chunk)))
      .on('end', () => response.writeHead(answers.shift() ?? 200).end());
  });
  before(async () => {
    await new Promise<void>((resolve) => consumer.listen(0, '127.0.0.1', resolve));
    stage = await openFixStage();
  });
  after(async () => {
    consumer.close();
    await stage.close();
  });

  it('tries again for a while, then loses what happens in its probation, and is switched off by a 410', async () => {
    const { azure, pullRequest, asker } = stage;
    const hook = azure.addHook({ url: `http://127.0.0.1:${(consumer.address() as AddressInfo).port}/` });
    const say = async (...given: number[]) => {
      answers.splice(0, answers.length, ...given);
      azure.as(asker, pullRequest.id).addThread('Hello');
      await azure.delivered();
    };
    await say(503, 502, 200);
    assert.deepEqual(
      [hook.state, hook.notifications.at(-1)],
      ['enabled', { id: 1, event: 'created', answers: [503, 502, 200], result: 'succeeded' }],
    );
    await say(500);
    assert.equal(hook.state, 'onProbation');
    await say(200);
    assert.equal(hook.notifications.length, 2);
    hook.state = 'enabled';
    await say(410);
    assert.equal(hook.state, 'disabledBySystem');
    const { resource } = JSON.parse(bodies[0] ?? '');
    assert.match(resource.comment._links.self.href, /\/pullRequests\/1\/threads\/\d+\/comments\/1$/);
    assert.equal(resource.pullRequest.pullRequestId, 1);
  });
});

describe('a pipeline at compile time', () => {
  it('puts nothing where a path leads nowhere, and compares texts in any case', () => {
    const { stages } = compile(documentedPipeline(), {
      prComment: { resource: { comment: { content: 'see /SECOND-PASS' } } },
    });
    assert.deepEqual(
      stages.map(({ stage: name }) => name),
      ['plan', 'apply'],
    );
    assert.equal(stages[0]?.jobs[0]?.steps?.[1]?.inputs?.comment, '');
  });
});
