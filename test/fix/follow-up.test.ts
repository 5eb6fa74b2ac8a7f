import assert from 'node:assert/strict';
import { previewLink } from '../../src/steps/texts/follow-up-text';
import { allButFirst } from '../agent/run-task';
import { record } from '../emulators/azure-devops/builds';
import { type ApplyScene, startApplyScene } from './apply-scene';

const HOSTS = ['preview.contoso.com'];

describe('pipelines after apply, through the packaged task', () => {
  const isHere = allButFirst();
  let scene: ApplyScene;
  beforeEach(async () => {
    scene = await startApplyScene(isHere);
    scene.publish();
  });
  afterEach(() => scene.close());

  it('a validation that fails is told with its failing steps, and costs the change nothing', async () => {
    scene.emulator.collection.onQueue = (build) => {
      Object.assign(build, { status: 'completed', result: 'failed' });
      const job = record({ id: 'job', type: 'Job', name: 'Tests' });
      const issues = [{ type: 'error', message: 'sum: expected 3, was 4 @<11111111-1111-4111-8111-111111111111> #7' }];
      build.records.push(
        job,
        record({ id: 'x', parentId: 'job', type: 'Task', name: 'npm test', result: 'failed', issues }),
      );
    };
    const outcome = await scene.run({ validationPipeline: '31' });
    assert.equal(outcome.result, 'Succeeded', outcome.lines.join('\n'));
    const queued = [...scene.emulator.collection.builds.values()].at(-1);
    assert.deepEqual([queued?.definitionId, queued?.sourceBranch], [31, scene.plan.branch]);
    assert.equal(scene.answers().length, 2);
    assert.match(
      scene.answers()[1] ?? '',
      /ended as \*\*failed\*\* on `second-pass\/pr-1-.*\n\n- Tests\\?: npm test\\?: sum\\?: expected 3, was 4/,
    );
    assert.doesNotMatch(scene.answers()[1] ?? '', /@<1|[^\\]#7/);
  });

  it('a preview is posted as a link on a listed host, and as nothing else', async () => {
    const statusOn = (targetUrl: string) => {
      scene.emulator.collection.onQueue = (build) => {
        Object.assign(build, { status: 'completed', result: 'succeeded' });
        const opened = scene.emulator.pullRequest(2);
        const { createdBy, creationDate } = opened;
        opened.statuses.push({
          ...{
            id: opened.statuses.length + 1,
            iterationId: 1,
            state: 'succeeded',
            genre: 'second-pass',
            name: 'preview',
          },
          ...{ targetUrl, properties: new Map(), createdBy, creationDate, updatedDate: creationDate },
        });
      };
    };
    statusOn('https://preview.contoso.com/pr-2/');
    await scene.run({ previewPipeline: '32', previewHosts: HOSTS.join() });
    assert.match(scene.answers()[1] ?? '', /^Preview: <https:\/\/preview\.contoso\.com\/pr-2\/> \(\[run\]/);
    statusOn('https://evil.example/');
    await scene.run({ previewPipeline: '32', previewHosts: HOSTS.join() });
    assert.match(scene.answers()[2] ?? '', /named no address that may be posted/);
  });

  it('a pipeline that cannot be started is a note', async () => {
    scene.emulator.fault({ match: { method: 'POST', route: /build\/builds\?/ }, answer: 403 });
    const outcome = await scene.run({ validationPipeline: '31' });
    assert.equal(outcome.result, 'Succeeded', outcome.lines.join('\n'));
    assert.equal(scene.answers().length, 1);
  });
});

describe('addresses of previews', () => {
  const bad = [
    'http://preview.contoso.com/',
    'https://preview.contoso.com.evil.example/',
    'https://preview.contoso.com@evil.example/',
    'https://user:x@preview.contoso.com/',
    'https://preview.contoso.com:8443/',
    'https://preview.contoso.com/a)b',
    'javascript:alert(1)',
    'no address',
    undefined,
  ];
  for (const address of bad) it(`${address} is not posted`, () => assert.equal(previewLink(address, HOSTS), null));
});
