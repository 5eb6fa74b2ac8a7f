import assert from 'node:assert/strict';
import { openStage, type Scene, type Stage } from '../demo/stage';
import { loopCandidate, smallChange } from '../end-to-end/small-change';

describe('run mode clean, through the packaged task', function () {
  this.timeout(120_000);
  let stage: Stage;

  before(async () => {
    stage = await openStage({ repository: smallChange(), here: true });
    const second = {
      ...loopCandidate('warning'),
      id: 'c2',
      startLine: 4,
      endLine: 4,
      quote: '    sum += prices[i] ?? 0;',
    };
    const candidates = [loopCandidate('blocker'), { ...second, title: 'A missing price counts as none' }];
    const verdicts = candidates.map(({ id, severity }) => ({
      id,
      reason: 'It is there.',
      decision: 'confirm',
      severity,
    }));
    stage.claude.answer(({ pass }) => (pass === 'sweep' ? { candidates } : { verdicts }));
  });
  after(() => stage.close());

  const clean = (scene: Scene, inputs: Record<string, string> = {}, here = true) =>
    scene.run({ here, inputs: { runMode: 'clean', ...inputs } });
  const live = (scene: Scene) =>
    scene
      .snapshot()
      .threads.filter(({ comments }) => comments.some(({ isDeleted }) => !isDeleted))
      .map(({ file, status, comments }) => [file ?? 'tracking', status, comments.length]);
  const writesOf = async (work: () => Promise<unknown>) => {
    const before = stage.azureDevOps.requests.length;
    await work();
    const own = stage.azureDevOps.requests
      .slice(before)
      .filter(({ kind, method }) => kind === 'rest' && method !== 'GET');
    return own.map(({ method }) => method);
  };

  it('takes back threads, tracking comment, vote and verdict; a thread with an answer is closed and left', async () => {
    const scene = await stage.open();
    await scene.run({ inputs: { vote: 'waitForAuthor' } });
    assert.equal(live(scene).length, 3);
    const answered =
      scene.snapshot().threads.find(({ lines }) => lines === '4')?.id ?? assert.fail('no thread on line 4');
    stage.azureDevOps.as('Dana Developer', scene.pullRequestId).reply(answered, 'Is that so?');
    const asked = stage.claude.requests.length;
    const outcome = await clean(scene, {}, false);
    assert.equal(outcome.result, 'Succeeded', outcome.rawOutput);
    assert.match(outcome.lines.join('\n'), /Taken back: 2 threads removed, 1 with answers of people closed and left\./);
    assert.deepEqual(live(scene), [['/src/total.ts', 'closed', 2]]);
    const { votes, statuses } = scene.snapshot();
    assert.deepEqual(
      votes.map(({ vote }) => vote),
      [0],
    );
    const last = statuses.at(-1);
    assert.deepEqual(
      [last?.state, last?.description],
      ['pending', 'No verdict: the review was taken back (runMode clean)'],
    );
    assert.equal(stage.claude.requests.length, asked);
  });

  it('names a bad input in the status and takes nothing back', async () => {
    const scene = await stage.open();
    await scene.run();
    const outcome = await scene.run({ inputs: { runMode: 'clean', failOn: 'sometimes' } });
    assert.equal(outcome.result, 'Failed', outcome.rawOutput);
    const { statuses } = scene.snapshot();
    assert.equal(statuses.at(-1)?.state, 'error');
    assert.match(statuses.at(-1)?.description ?? '', /^Input "failOn" was "sometimes"; allowed: /);
    assert.equal(live(scene).length, 3);
  });

  it('finds nothing to do a second time', async () => {
    const scene = await stage.open();
    await scene.run();
    await clean(scene);
    const before = JSON.stringify(scene.snapshot());
    const writes = await writesOf(async () => {
      const outcome = await clean(scene);
      assert.match(outcome.lines.join('\n'), /There is nothing to take back\./);
    });
    assert.deepEqual([writes, JSON.stringify(scene.snapshot())], [[], before]);
  });

  it('leaves what others wrote, and what was written under another name', async () => {
    const scene = await stage.open();
    await scene.run();
    await scene.run({ inputs: { name: 'security' } });
    const person = stage.azureDevOps.as('Rae Reviewer', scene.pullRequestId);
    person.addThread('By a person');
    const expected = live(scene).length - 3;
    await clean(scene);
    assert.equal(live(scene).length, expected);
    assert.match(JSON.stringify(scene.snapshot().threads), /By a person/);
  });

  it('finishes what a run that was broken off had begun', async () => {
    const scene = await stage.open();
    await scene.run();
    stage.azureDevOps.fault({ match: { method: 'DELETE', after: 1 }, answer: 403 });
    const first = await clean(scene);
    assert.equal(first.result, 'SucceededWithIssues', first.rawOutput);
    assert.match(
      first.issues.map(({ message }) => message).join('\n'),
      /Not everything could be taken back: 1 write failed/,
    );
    assert.equal(live(scene).length, 1);
    await clean(scene);
    assert.deepEqual(live(scene), []);
  });

  it('forgets: the next review says everything anew', async () => {
    const scene = await stage.open();
    await scene.run();
    await clean(scene);
    const asked = stage.claude.messages().length;
    await scene.run();
    assert.equal(live(scene).length, 3);
    assert.equal(stage.claude.messages().length, asked + 2);
  });

  it('writes nothing when it cannot read', async () => {
    const scene = await stage.open();
    stage.azureDevOps.fault({ match: { method: 'GET', route: /threads/, times: 9 }, answer: 500 });
    const writes = await writesOf(async () => assert.equal((await clean(scene)).result, 'SucceededWithIssues'));
    stage.azureDevOps.clearFaults();
    assert.deepEqual(writes, []);
  });
});
