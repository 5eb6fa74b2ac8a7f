import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { allButFirst } from '../agent/run-task';
import type { FaultAnswer } from '../emulators/azure-devops/faults';
import { gitText } from '../emulators/azure-devops/git';
import { type ApplyScene, startApplyScene } from './apply-scene';

const PUSH = /_git\/shop\/git-receive-pack$/;
const OPEN = /\/pullrequests(\?|$)/i;
const ANSWER = /threads\/\d+\/comments/i;

describe('writes of the second task, through the packaged task', () => {
  const isHere = allButFirst();
  let scene: ApplyScene;
  beforeEach(async () => {
    scene = await startApplyScene(isHere);
    scene.publish();
  });
  afterEach(() => scene.close());

  const lost: [where: string, method: string, route: RegExp, answer: FaultAnswer][] = [
    ['a push that is dropped', 'POST', PUSH, 'reset'],
    ['a push whose answer is lost', 'POST', PUSH, 'appliedThenReset'],
    ['a push that meets a 500', 'POST', PUSH, 500],
    ['a pull request that is dropped', 'POST', OPEN, 'reset'],
    ['a pull request whose answer is lost', 'POST', OPEN, 'appliedThenReset'],
    ['a pull request whose answer is cut off', 'POST', OPEN, 'cutBody'],
    ['a pull request that meets a 500', 'POST', OPEN, 500],
    ['an answer whose answer is lost', 'POST', ANSWER, 'appliedThenReset'],
    ['an answer that meets a 500', 'POST', ANSWER, 500],
  ];
  for (const [what, method, route, answer] of lost) {
    it(`${what} ends with one branch, one pull request and one answer`, async () => {
      scene.emulator.fault({ match: { method, route }, answer });
      const outcome = await scene.run();
      assert.equal(outcome.result, 'Succeeded', outcome.lines.join('\n'));
      assert.deepEqual(await written(scene), { branch: true, pullRequests: 1, answers: 1 });
      assert.equal(
        await gitText(scene.disk.folder, ['rev-list', '--count', `${scene.plan.base}..${scene.plan.branch}`]),
        '1',
      );
    });
  }

  const refused: [where: string, method: string, route: RegExp, status: number, left: object, said: RegExp][] = [
    ['a push', 'POST', PUSH, 401, { branch: false, pullRequests: 0, answers: 1 }, /may not push/],
    ['a push', 'POST', PUSH, 403, { branch: false, pullRequests: 0, answers: 1 }, /may not push/],
    [
      'a pull request',
      'POST',
      OPEN,
      401,
      { branch: true, pullRequests: 0, answers: 1 },
      /branch was pushed \(.*no pull request was opened/,
    ],
    [
      'a pull request',
      'POST',
      OPEN,
      403,
      { branch: true, pullRequests: 0, answers: 1 },
      /branch was pushed \(.*no pull request was opened/,
    ],
    [
      'a pull request',
      'POST',
      OPEN,
      409,
      { branch: true, pullRequests: 0, answers: 1 },
      /branch was pushed \(.*no pull request was opened/,
    ],
  ];
  for (const [what, method, route, status, left, said] of refused) {
    it(`${what} that meets a ${status} fails once, says what was written, and is finished by the next run`, async () => {
      scene.emulator.fault({ match: { method, route }, answer: status });
      const outcome = await scene.run();
      assert.equal(outcome.result, 'Failed', outcome.lines.join('\n'));
      assert.match(outcome.lines.join('\n'), said);
      assert.deepEqual(await written(scene), left);
      const again = await scene.run();
      assert.equal(again.result, 'Succeeded', again.lines.join('\n'));
      assert.deepEqual(await written(scene), { branch: true, pullRequests: 1, answers: 2 });
    });
  }

  it('a policy that refuses the push is named, and nothing is written', async () => {
    scene.emulator.forbidPushes(scene.repository, scene.plan.branch);
    const outcome = await scene.run();
    assert.equal(outcome.result, 'Failed');
    assert.match(outcome.lines.join('\n'), /The server refused the push: TF402455/);
    assert.deepEqual(await written(scene), { branch: false, pullRequests: 0, answers: 1 });
  });

  it('a right that the branch lacks after it was looked at is named, and nothing is written', async () => {
    const { emulator, bot, repository, plan } = scene;
    emulator.setBranchRight(bot, 'CreateBranch', repository, plan.branch, false);
    const outcome = await scene.run();
    assert.match(outcome.lines.join('\n'), /The server refused the push: TF401027: .*CreateBranch/);
    assert.deepEqual(await written(scene), { branch: false, pullRequests: 0, answers: 1 });
  });

  it('a branch that is taken while the push is under way stays with whoever took it', async () => {
    const { emulator, disk, plan } = scene;
    emulator.fault({ match: { method: 'GET', route: /service=git-receive-pack/ }, answer: 'delay', delayMs: 600 });
    const running = scene.run();
    const isUnderWay = () => emulator.requests.some(({ query }) => query.service === 'git-receive-pack');
    while (!isUnderWay()) await pause(5);
    await gitText(disk.folder, ['update-ref', plan.branch, disk.commit('base')]);
    const outcome = await running;
    assert.equal(outcome.result, 'Failed');
    assert.match(outcome.lines.join('\n'), /somebody else pushed/);
    assert.equal((await scene.branches()).get(plan.branch), disk.commit('base'));
    assert.equal(emulator.collection.pullRequests.size, 1);
  });

  it('a pull request of the branch that is open already is taken, not opened again', async () => {
    const { emulator, disk, plan, repository } = scene;
    assert.equal((await scene.run()).result, 'Succeeded');
    emulator.pullRequest(1).threads[0]?.comments.splice(1);
    const again = await scene.run();
    assert.equal(again.outputVariables.pullRequestId, '2');
    assert.deepEqual(await written(scene), { branch: true, pullRequests: 1, answers: 1 });
    assert.ok(disk && plan && repository);
  });

  it('words of the model mention nobody, link nothing, forge no trailer and switch nothing', async () => {
    const title =
      'x\n\nApproved-by: Eve <eve@example.org>\n[skip ci] ***NO_CI*** #12 !7 @<11111111-1111-4111-8111-111111111111>';
    const text =
      '@<11111111-1111-4111-8111-111111111111> #1 ![x](http://evil.example/y) <b>b</b> ```\nfence $$x$$ :tada:';
    const other = await startApplyScene(isHere);
    try {
      other.publish({ plan: { summary: { title, text } } });
      const outcome = await other.run({ skipCi: 'false' });
      assert.equal(outcome.result, 'Succeeded', outcome.lines.join('\n'));
      const message = await gitText(other.disk.folder, ['log', '-1', '--format=%B', other.plan.branch]);
      const trailers = await gitText(other.disk.folder, [
        'log',
        '-1',
        '--format=%(trailers:key=Approved-by)',
        other.plan.branch,
      ]);
      assert.doesNotMatch(message, /\[skip ci\]|\*\*\*|#12|@</);
      assert.match(trailers, /^Approved-by: Ada Approver <[0-9a-f-]+>$/);
      const opened = other.emulator.pullRequest(2);
      assert.doesNotMatch(`${opened.title}${opened.description}`, /@<1|(?<!\\)#1|!\[x\]|<b>|^```/m);
    } finally {
      await other.close();
    }
  });
});

async function written({ branches, plan, emulator, answers }: ApplyScene) {
  return {
    branch: (await branches()).has(plan.branch),
    pullRequests: emulator.collection.pullRequests.size - 1,
    answers: answers().length,
  };
}
