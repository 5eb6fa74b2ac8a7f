import assert from 'node:assert/strict';
import { gitText } from '../emulators/azure-devops/git';
import { script } from '../emulators/claude/server';
import { hasBubblewrap } from '../work/workbench';
import { addBot, applyApproved } from './approved-life';
import { HONEST, startWorkScene, type WorkScene } from './work-scene';

(hasBubblewrap() ? describe : describe.skip)('a whole life, through the packaged task', () => {
  let scene: WorkScene;
  let bot: ReturnType<typeof addBot>;
  beforeEach(async () => {
    scene = await startWorkScene();
    bot = addBot(scene);
    scene.play(script(...HONEST));
  });
  afterEach(() => scene.close());

  const written = async (branch: string) => gitText(scene.disk.folder, ['show', `${branch}:src/sum.js`]);

  it('a comment becomes a plan, an approval lets it pass, and what was shown is pushed', async () => {
    const { azure, disk } = scene;
    const planned = await scene.run({ comment: scene.ask('/second-pass fix the sum') });
    assert.equal(planned.outputVariables.outcome, 'planned', planned.lines.join('\n'));
    const { branch = '' } = planned.outputVariables;
    const applied = await applyApproved(scene, planned, bot);
    assert.deepEqual(
      [applied.result, applied.outputVariables.outcome],
      ['Succeeded', 'applied'],
      applied.lines.join('\n'),
    );
    assert.match(await written(branch), /i < numbers\.length/);
    assert.equal(await gitText(disk.folder, ['rev-list', '--count', `refs/heads/topic..${branch}`]), '1');
    assert.deepEqual(
      azure.collection.pushes.map(({ refs }) => refs.map(({ ref }) => ref)),
      [[branch]],
    );
    const [plan = '', answer = ''] = scene.answers();
    assert.match(plan, /Planned: /);
    assert.match(answer, /^\*\*Applied\.\*\*|Applied/);
  });

  it('autonomous plans and applies in one job', async () => {
    const comment = scene.ask('/second-pass fix the sum');
    const outcome = await scene.run({ runMode: 'autonomous', writeConnection: 'bot', comment }, bot);
    assert.deepEqual(
      [outcome.result, outcome.outputVariables.outcome],
      ['Succeeded', 'applied'],
      outcome.lines.join('\n'),
    );
    assert.match(await written(outcome.outputVariables.branch ?? ''), /i < numbers\.length/);
    assert.equal(scene.azure.pullRequest(2).isDraft, true);
  });

  it('autonomous leaves alone what is not proven', async () => {
    const comment = scene.ask('/second-pass fix the sum');
    const inputs = {
      runMode: 'autonomous',
      writeConnection: 'bot',
      comment,
      validationCommand: '',
      testResults: '',
      proof: 'shown',
    };
    const outcome = await scene.run(inputs, bot);
    assert.equal(outcome.outputVariables.outcome, 'notProven', outcome.lines.join('\n'));
    assert.deepEqual(scene.azure.collection.pushes, []);
  });

  it('sweep answers the request whose event was lost, once, and closes a plan that came to nothing', async () => {
    const { azure } = scene;
    scene.ask('/second-pass fix the sum');
    const swept = await scene.run({ runMode: 'sweep' });
    assert.equal(swept.outputVariables.outcome, 'planned', swept.lines.join('\n'));
    assert.match(swept.outputVariables.planHash ?? '', /^[0-9a-f]{64}$/);
    const build = [...azure.collection.builds.values()].at(-1);
    const again = await scene.run({ runMode: 'sweep' });
    assert.match(again.lines.join('\n'), /No request was lost/);
    assert.equal(scene.answers().length, 1);
    Object.assign(build ?? {}, { status: 'completed', result: 'canceled' });
    await scene.run({ runMode: 'sweep' });
    await scene.run({ runMode: 'sweep' });
    assert.equal(scene.answers().length, 2);
    assert.match(scene.answers()[1] ?? '', /The plan was not applied: its approval was refused or ran out/);
  });
});
