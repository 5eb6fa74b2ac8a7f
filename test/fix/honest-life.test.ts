import assert from 'node:assert/strict';
import { readPlan } from '../../src/steps/plan/plan';
import { script } from '../emulators/claude/server';
import { hasBubblewrap } from '../work/workbench';
import { bash, finish, HONEST, startWorkScene, type WorkScene } from './work-scene';

(hasBubblewrap() ? describe : describe.skip)('an honest life, through the packaged task', () => {
  let scene: WorkScene;
  beforeEach(async () => {
    scene = await startWorkScene();
  });
  afterEach(async () => {
    assert.deepEqual(scene.claude.violations, []);
    assert.deepEqual(scene.azure.violations, []);
    await scene.close();
  });

  it('plans a fix with its evidence, and shows it on the thread', async () => {
    scene.play(script(bash('cat src/sum.js'), ...HONEST));
    const outcome = await scene.run({ comment: scene.ask('/second-pass fix the sum') });
    const { outcome: came, planHash, accepted, branch } = outcome.outputVariables;
    assert.deepEqual([outcome.result, accepted, came], ['Succeeded', 'true', 'planned'], outcome.lines.join('\n'));
    assert.match(planHash ?? '', /^[0-9a-f]{64}$/);
    assert.match(branch ?? '', /^refs\/heads\/second-pass\/pr-\d+-[0-9a-f]{8}$/);
    const files = scene.handedOver(outcome);
    const plan = readPlan(files.get('plan.json') ?? Buffer.alloc(0));
    assert.ok(plan);
    assert.deepEqual(
      plan.entries.map(({ path, added, removed }) => [path, added, removed]),
      [['src/sum.js', 1, 1]],
    );
    assert.equal(plan.evidence.isProven, true);
    assert.deepEqual([plan.evidence.before?.exitCode, plan.evidence.after?.exitCode], [1, 0]);
    assert.equal(plan.evidence.after?.cases?.ran.length, 2);
    assert.deepEqual(plan.leftBehind, ['results.xml']);
    assert.match(String(files.get('change.patch')), /-.*i <= numbers.*\n\+.*i < numbers/);
    const [answer = ''] = scene.answers();
    for (const said of [
      /Planned: The loop ends/,
      /src\/sum\.js.*\+1/,
      /ended with 0 in a clean workshop; 2 test cases ran/,
      /<details>/,
    ]) {
      assert.match(answer, said);
    }
    assert.equal(scene.answers().length, 1);
  });

  it('answers a question and changes nothing', async () => {
    scene.play(
      script(
        bash('grep -n total src/sum.js'),
        finish('It reads `numbers[numbers.length]`, see src/sum.js:5. @<11111111-1111-1111-1111-111111111111> #1'),
      ),
    );
    const outcome = await scene.run({
      comment: scene.ask('/second-pass answer why is the sum wrong?'),
      validationCommand: '',
    });
    assert.deepEqual(
      [outcome.result, outcome.outputVariables.outcome, outcome.outputVariables.planHash],
      ['Succeeded', 'answered', ''],
    );
    assert.deepEqual([...scene.handedOver(outcome).keys()], ['fix.record.json', 'session.jsonl']);
    const [answer = ''] = scene.answers();
    assert.match(answer, /src\/sum/);
    assert.doesNotMatch(answer, /@<1|(?<!\\)#1/);
  });

  it('is cancelled in the middle of a command within seven seconds, with an answer and nothing left behind', async () => {
    scene.play(script(bash('echo started; sleep 120')));
    const running = scene.start({ comment: scene.ask('/second-pass fix the sum'), validationCommand: '' });
    while (scene.claude.messages().length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const begun = performance.now();
    running.cancel();
    const outcome = await running.finished;
    assert.ok(performance.now() - begun < 7_400, `${Math.round(performance.now() - begun)} ms`);
    assert.equal(outcome.outputVariables.outcome, 'gaveUp', outcome.lines.join('\n'));
    assert.match(scene.answers().join(), /Stopped/);
    assert.deepEqual(
      outcome.leftFiles.filter((path) => path.includes('tree')),
      [],
    );
  });
});
