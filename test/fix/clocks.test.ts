import assert from 'node:assert/strict';
import type { Clock } from '../../src/ports/clock';
import { clock as realClock } from '../../src/wiring/clock';
import { script } from '../emulators/claude/server';
import { hasBubblewrap } from '../work/workbench';
import { startWiredScene, type WiredScene } from './wired-scene';
import { FIX, finish } from './work-scene';

(hasBubblewrap() ? describe : describe.skip)('an agent whose clock is off', () => {
  let scene: WiredScene;
  afterEach(() => scene.close());

  for (const minutes of [10, -10]) {
    it(`by ${minutes} minutes: an approval counts when it came after the plan by the clock of the service`, async () => {
      scene = await startWiredScene();
      scene.play(script({ calls: [FIX] }, finish('The loop ended too late.')));
      const clock: Clock = { ...realClock, now: () => Date.now() + minutes * 60_000 };
      const inputs = { validationCommand: 'true', testResults: '', comment: scene.ask('/second-pass fix the sum') };
      const before = new Date().toISOString();
      const { record, world, build } = await scene.work(inputs, { clock });
      assert.equal(record.situation, 'planned', record.headline);
      const { azure } = scene;
      const files = Object.fromEntries(world.left.map(({ name, content }) => [name, content]));
      azure.publishArtifact(build, 'second-pass-plan', files as Record<string, string>);
      const applied = async (at: string, stage: string) => {
        const step = { approver: azure.person('Ada'), status: 'approved', at, comment: '' };
        azure.addStage(build, stage, { status: 'approved', steps: [step] });
        const given = {
          runMode: 'apply',
          planHash: record.planHash ?? '',
          comment: '',
          validationCommand: '',
          testResults: '',
        };
        return (await scene.work(given, { build })).record;
      };
      const early = await applied(before, 'apply');
      assert.match(early.headline, /approved before the plan was made/);
      build.records.splice(0);
      const late = await applied(new Date(Date.now() + 2_000).toISOString(), 'apply');
      assert.equal(late.situation, 'applied', late.headline);
    });

    it(`by ${minutes} minutes: a request is as old as the service says, also one that is looked for`, async () => {
      scene = await startWiredScene();
      scene.play(() => finish('Nothing to do.'));
      const clock: Clock = { ...realClock, now: () => Date.now() + minutes * 60_000 };
      const inputs = { validationCommand: '', testResults: '', requestMinutes: '5' };
      const comment = scene.ask('/second-pass fix the sum');
      const { record } = await scene.work({ ...inputs, comment }, { clock });
      assert.equal(record.situation, 'nothingToDo', record.headline);
      const old = scene.ask('/second-pass fix it later');
      const asked = scene.pullRequest.threads.at(-1)?.comments[0];
      const time = new Date(Date.now() - 7 * 60_000).toISOString();
      Object.assign(asked ?? {}, { publishedDate: time, lastContentUpdatedDate: time });
      const swept = await scene.work({ ...inputs, runMode: 'sweep' }, { clock });
      assert.equal(swept.record.headline, 'No request was lost.');
      const late = await scene.work({ ...inputs, comment: old }, { clock });
      assert.match(late.record.headline, /too old|more than 5 minutes/);
    });
  }

  it('by a day: the budget of the day is that of the day of the service', async () => {
    scene = await startWiredScene();
    const { azure, repository, asker } = scene;
    azure.addBuild({ project: repository.project, requestedFor: asker }).tags.add('second-pass-usd-2.00');
    const inputs = { validationCommand: '', testResults: '', budgetUsd: '2', budgetUsdPerDay: '3' };
    const tomorrow: Clock = { ...realClock, now: () => Date.now() + 86_400_000 };
    const runs = [
      { ...inputs, comment: scene.ask('/second-pass fix the sum') },
      { ...inputs, request: 'fix the sum' },
    ];
    for (const given of runs) {
      const { record } = await scene.work(given, { clock: tomorrow });
      assert.match(record.headline, /budget of the day is used up: \$2\.00 of \$3\.00/);
    }
  });
});
