import assert from 'node:assert/strict';
import { hasBubblewrap } from '../work/workbench';
import { allAtOnce } from './all-at-once';
import { startWiredScene, type WiredScene } from './wired-scene';
import { finish } from './work-scene';

(hasBubblewrap() ? describe : describe.skip)('the budget of a day', () => {
  let scene: WiredScene;
  beforeEach(async () => {
    scene = await startWiredScene();
    scene.play(() => finish('Nothing to do.'));
  });
  afterEach(() => scene.close());

  it('is kept by runs that begin at the same moment, each of which is answered', async () => {
    const around = allAtOnce(2);
    const inputs = { validationCommand: '', testResults: '', budgetUsd: '2', budgetUsdPerDay: '3' };
    const runs = await Promise.all(
      ['/second-pass fix the sum', '/second-pass fix the rest'].map((words) =>
        scene.work({ ...inputs, comment: scene.ask(words) }, { around }),
      ),
    );
    const worked = runs.filter(({ record }) => record.situation === 'nothingToDo');
    assert.ok(worked.length <= 1, 'two runs of 2 USD would pass 3 USD');
    for (const { record } of runs.filter((run) => !worked.includes(run))) {
      assert.deepEqual([record.situation, record.ending.result], ['refused', 'Succeeded']);
      assert.match(record.headline, /budget of the day is used up: \$2\.00 of \$3\.00/);
    }
    assert.equal(scene.answers().length, 2);
    const tags = [...scene.azure.collection.builds.values()].flatMap((build) => [...build.tags]);
    assert.ok(!tags.includes('second-pass-usd-2.00'), 'what was reserved is given back');
  });

  it('counts every run of the day, however many whoever comments has started', async () => {
    const { azure, repository, asker } = scene;
    const add = (at: number) =>
      azure.addBuild({
        ...{ project: repository.project, requestedFor: asker },
        queueTime: new Date(Date.now() - 60_000 + at).toISOString(),
      });
    add(0).tags.add('second-pass-usd-2.00');
    for (let at = 1; at < 2_100; at += 1) add(at);
    const inputs = { validationCommand: '', testResults: '', budgetUsd: '2', budgetUsdPerDay: '3' };
    const { record } = await scene.work({ ...inputs, comment: scene.ask('/second-pass fix the sum') });
    assert.match(record.headline, /budget of the day is used up: \$2\.00 of \$3\.00/);
  });

  it('lets the next one through', async () => {
    const inputs = { validationCommand: '', testResults: '', budgetUsd: '2', budgetUsdPerDay: '3' };
    for (const words of ['/second-pass fix the sum', '/second-pass fix the rest']) {
      const { record } = await scene.work({ ...inputs, comment: scene.ask(words) });
      assert.equal(record.situation, 'nothingToDo', record.headline);
    }
  });
});
