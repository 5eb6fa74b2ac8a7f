import assert from 'node:assert/strict';
import type { FixRecord } from '../../src/steps/record/fix-record';
import { allButFirst } from '../agent/run-task';
import { gitText } from '../emulators/azure-devops/git';
import { type ApplyScene, startApplyScene } from './apply-scene';

describe('doctor and clean of the second task, through the packaged task', () => {
  const isHere = allButFirst();
  let scene: ApplyScene;
  beforeEach(async () => {
    scene = await startApplyScene(isHere);
  });
  afterEach(() => scene.close());

  const doctor = async (inputs: Record<string, string> = {}) => {
    const outcome = await scene.run({ runMode: 'doctor', validationCommand: 'npm test', planHash: '', ...inputs });
    const attached = outcome.attachments.find(({ type }) => type === 'second-pass.record');
    const record = JSON.parse(String(attached?.content)) as FixRecord;
    return {
      outcome,
      setUp: new Map((record.setUp ?? []).map(({ what, state, text }) => [what, [state, text] as const])),
    };
  };

  it('doctor finds a good set-up good and writes nothing', async () => {
    scene.emulator.addGroup('[Web Shop]\\Fixers', []);
    scene.emulator.collection.retention.artifacts = 14;
    const { outcome, setUp } = await doctor({ requesters: '[Web Shop]\\Fixers', testResults: '**/junit.xml' });
    assert.equal(outcome.result, 'Succeeded', outcome.lines.join('\n'));
    assert.deepEqual([...new Set([...setUp.values()].map(([state]) => state))], ['good']);
    assert.match(setUp.get('Sandbox')?.[1] ?? '', /It opens \(bubblewrap\); a command in it writes its own copy/);
    assert.match(setUp.get('Rights')?.[1] ?? '', /may write refs\/heads\/second-pass and nothing else/);
    assert.match(setUp.get('Retention')?.[1] ?? '', /kept 14 days.*artifacts \(14\) and runs \(30\)/);
    assert.deepEqual([...new Set(scene.emulator.requests.map(({ method }) => method))], ['GET']);
  });

  it('doctor prints what gives the bot its rights, tells what is too much, and who is unknown', async () => {
    const { emulator, bot, repository } = scene;
    for (const permission of ['GenericContribute', 'CreateBranch'] as const)
      emulator.grant(bot, permission, repository);
    const wide = await doctor({ requesters: '[Web Shop]\\Nobody' });
    assert.equal(wide.outcome.result, 'SucceededWithIssues');
    assert.match(wide.setUp.get('Requesters')?.[1] ?? '', /Only 0 of 1/);
    const [state, text = ''] = wide.setUp.get('Rights') ?? [];
    assert.equal(state, 'fault');
    assert.match(text, /may push outside/);
    assert.match(text, /--token repoV2\/[0-9a-f-]+\/[0-9a-f-]+ --allow-bit 16386 --deny-bit 20/);
    assert.match(
      text,
      /--token repoV2\/\S+\/refs\/heads\/7300650063006f006e0064002d007000610073007300\/ --allow-bit 20/,
    );
    emulator.grant(bot, 'PolicyExempt', repository);
    assert.match((await doctor()).setUp.get('Rights')?.[1] ?? '', /too much \(Bypass policies when pushing\)/);
    const absent = await doctor({ validationCommand: 'no-such-program --all' });
    assert.match(absent.setUp.get('Sandbox')?.[1] ?? '', /`no-such-program` of validationCommand is not in it/);
    assert.match(absent.setUp.get('Static analysis')?.[1] ?? '', /^A change is (?:not )?scanned/);
    assert.match((await doctor({ validationCommand: '' })).setUp.get('Proof')?.[1] ?? '', /no plan is ever proven/);
  });

  it('clean removes own branches that no pull request needs, and nothing else', async () => {
    const { emulator, disk, plan } = scene;
    scene.publish();
    assert.equal((await scene.run()).outputVariables.outcome, 'applied');
    await gitText(disk.folder, ['update-ref', 'refs/heads/second-pass/pr-1-00000000', disk.commit('base')]);
    await gitText(disk.folder, ['update-ref', 'refs/heads/second-pass/by-hand', disk.commit('base')]);
    const clean = () => scene.run({ runMode: 'clean', planHash: '' });
    assert.match((await clean()).lines.join('\n'), /^0 branches removed\.$/m);
    emulator.abandon(2);
    const { sourceRef } = disk;
    const into = { repository: scene.repository, sourceRef, targetRef: plan.branch, title: 'Into ours' };
    const { id } = await emulator.openPullRequest(into);
    assert.match((await clean()).lines.join('\n'), /^0 branches removed\.$/m);
    emulator.abandon(id);
    const outcome = await clean();
    assert.equal(outcome.result, 'Succeeded', outcome.lines.join('\n'));
    assert.match(outcome.lines.join('\n'), new RegExp(`Removed ${plan.branch}`));
    const left = [...(await scene.branches()).keys()].filter((name) => name.includes('second-pass/'));
    assert.deepEqual(left, ['refs/heads/second-pass/by-hand', 'refs/heads/second-pass/pr-1-00000000']);
  });
});
