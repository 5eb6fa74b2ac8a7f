import assert from 'node:assert/strict';
import { hasBubblewrap } from '../work/workbench';
import { startWiredScene, type WiredScene } from './wired-scene';
import { finish } from './work-scene';

(hasBubblewrap() ? describe : describe.skip)('a sweep', () => {
  let scene: WiredScene;
  beforeEach(async () => {
    scene = await startWiredScene();
    scene.play(() => finish('Nothing to do.'));
  });
  afterEach(() => scene.close());

  const inputs = { runMode: 'sweep', validationCommand: '', testResults: '' };

  it('reaches a request that may be made behind all those that may not', async () => {
    const { azure, pullRequest } = scene;
    for (let count = 0; count < 5; count += 1) azure.as('Eve', pullRequest.id).addThread('/second-pass fix it my way');
    scene.ask('/second-pass fix the sum');
    const { record } = await scene.work(inputs);
    assert.equal(record.situation, 'nothingToDo', record.headline);
    assert.equal((await scene.work(inputs)).record.headline, 'No request was lost.');
    const answered = pullRequest.threads.filter(({ comments }) => comments.length === 2);
    assert.equal(answered.length, 6);
  });

  it('leaves requests to a later run where the money of the day is spent', async () => {
    const { azure, repository, asker } = scene;
    const build = azure.addBuild({ project: repository.project, requestedFor: asker });
    build.tags.add('second-pass-usd-3.00');
    for (const words of ['/second-pass fix the sum', '/second-pass fix the rest']) scene.ask(words);
    const { record } = await scene.work({ ...inputs, budgetUsd: '2', budgetUsdPerDay: '3' });
    assert.match(record.headline, /budget of the day is used up/);
    build.tags.clear();
    assert.equal((await scene.work(inputs)).record.situation, 'nothingToDo');
  });
});
