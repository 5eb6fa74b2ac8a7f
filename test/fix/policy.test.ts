import assert from 'node:assert/strict';
import type { FixWorld } from '../../src/fix-world';
import type { Identity } from '../emulators/azure-devops/model';
import { pushFiles, type RepositoryOnDisk, repositoryOf } from '../fakes/repository-of';
import { hasBubblewrap } from '../work/workbench';
import { startWiredScene, type WiredOptions, type WiredRun, type WiredScene } from './wired-scene';
import { bash, FIX, finish } from './work-scene';

const FILE = 'second-pass.json';
const policy = `Platform/policies/main/${FILE}`;
/** A command that takes no time. */
const INPUTS = { validationCommand: 'grep -q "i < numbers" src/sum.js', testResults: '' };

(hasBubblewrap() ? describe : describe.skip)('the policy of the service connection holds for the second task', () => {
  let scene: WiredScene;
  let policies: RepositoryOnDisk;
  beforeEach(async () => {
    scene = await startWiredScene();
    policies = repositoryOf({ [FILE]: '{}' }, { [FILE]: '{}' });
    await scene.azure.addRepository({ directory: policies.folder, name: 'policies', project: 'Platform' });
    scene.play(
      ({ turn }) => [{ calls: [FIX] }, { calls: [{ name: 'validate', input: {} }] }][turn] ?? finish('Mended.'),
    );
  });
  afterEach(async () => {
    await scene.close();
    policies.remove();
  });

  const write = (members: object, ref = policies.targetRef) =>
    pushFiles(policies, ref, { [FILE]: JSON.stringify({ policyVersion: 1, ...members }, null, 1) });
  const ask = (inputs: Record<string, string> = {}, options: WiredOptions = {}): Promise<WiredRun> =>
    scene.work({ ...INPUTS, comment: scene.ask('/second-pass fix the sum'), ...inputs }, { policy, ...options });
  const changed = ({ record }: WiredRun) => record.policy?.changed.map(({ input, held }) => `${input} ${held}`).sort();
  const asked = () => scene.claude.messages().length;
  /** The inputs with which its own stage applies it. */
  const publish = ({ world, build, record }: WiredRun) => {
    const content = (name: string) => world.left.find((file) => file.name === name)?.content ?? '';
    scene.azure.publishArtifact(build, 'second-pass-plan', {
      'plan.json': content('plan.json'),
      'change.patch': content('change.patch'),
    });
    return { runMode: 'apply', planHash: record.planHash ?? '' };
  };
  const approve = ({ build }: WiredRun, approver: Identity) => {
    const at = new Date(Date.now() + 1_000).toISOString();
    const steps = [{ approver, status: 'approved', at, comment: '' }];
    scene.azure.addStage(build, 'apply', { status: 'approved', steps });
  };

  it('caps money whatever the YAML says, also by prices of its own, and tells it in log, record and plan', async () => {
    write({
      limits: { budgetUsd: 0.5, budgetUsdPerPullRequest: 4, budgetUsdPerDay: 9 },
      scopes: { 'Web Shop/shop': { limits: { budgetUsdPerDay: 8 } } },
    });
    const inputs = {
      budgetUsd: '900',
      budgetUsdPerSession: '',
      budgetUsdPerDay: '5000',
      inputPrice: '0',
      outputPrice: '0',
    };
    const ran = await ask(inputs);
    assert.equal(ran.record.situation, 'planned', ran.record.problems.join());
    assert.deepEqual(changed(ran), [
      'budgetUsd 0.5',
      'budgetUsdPerDay 8',
      'budgetUsdPerSession 4',
      'inputPrice 2',
      'outputPrice 10',
    ]);
    assert.equal(ran.record.policy?.source, policy);
    assert.ok((ran.record.costUsd ?? 0) > 0);
    assert.ok(ran.lines.some((line) => line.includes('Policy: `budgetUsd` was 900; 0.5 holds')));
    assert.ok(ran.build.tags.size === 1 && ![...ran.build.tags].includes('second-pass-usd-900.00'));
  });

  it('is read at the protected branch: another branch of its repository, and the pull request at hand, change nothing', async () => {
    write({ enabled: false, message: 'Not before the audit.' });
    write({ enabled: true }, policies.sourceRef);
    pushFiles(scene.disk, scene.disk.sourceRef, { [FILE]: '{"policyVersion":1}', 'src/sum.js': 'x\n' });
    await scene.azure.pushIteration(scene.pullRequest.id);
    const { record } = await ask({ enabled: 'true' });
    assert.deepEqual([record.situation, record.ending.result, asked()], ['refused', 'Succeeded', 0]);
    assert.match(scene.answers().join(), /switched off here by the policy\. Not before the audit\./);
  });

  it('stops everything where it cannot be read, or forbids the model or the endpoint; whoever asked is told, and nothing is sent', async () => {
    const cases: [object | string, Record<string, string>, RegExp][] = [
      ['{"policyVersion":1,"limits":{"budget":1}}', {}, /is not valid, so nothing is sent/],
      [{ limits: { models: ['claude-haiku-*'] } }, { model: 'claude-opus-5-5' }, /allows the models claude-haiku/],
      [{ limits: { endpoints: ['https://api.anthropic.com'] } }, {}, /allows the endpoints/],
    ];
    for (const [members, inputs, why] of cases) {
      if (typeof members === 'string') pushFiles(policies, policies.targetRef, { [FILE]: members });
      else write(members);
      const { record } = await ask(inputs);
      assert.deepEqual([record.situation, record.ending.result, asked()], ['failed', 'Failed', 0], String(why));
      assert.match(scene.answers().at(-1) ?? '', why);
    }
    const { record } = await ask({}, { policy: 'Platform/policies/gone/x.json' });
    assert.deepEqual([record.codes, asked()], [['POLICY_UNREADABLE'], 0]);
  });

  it('enforces an approval: autonomous is refused, and apply keeps to it although its own stage never sees the policy', async () => {
    write({ enforced: { requireApproval: true, approver: 'notRequester', proof: 'required' } });
    const refused = await ask({ runMode: 'autonomous', requireApproval: 'false' });
    assert.deepEqual([refused.record.codes, asked(), scene.azure.collection.pushes], [['POLICY_REFUSES'], 0, []]);
    const planned = await ask({ requireApproval: 'false' });
    assert.equal(planned.record.situation, 'planned');
    const inputs = { ...publish(planned), requireApproval: 'false', approver: 'anyone' };
    const { record } = await scene.work(inputs, { build: planned.build });
    assert.deepEqual([record.situation, record.codes], ['applyRefused', ['not-approved']]);
    approve(planned, scene.asker);
    assert.equal(
      (await scene.work(inputs, { build: planned.build })).record.situation,
      'applyRefused',
      'the requester approved',
    );
    assert.deepEqual(scene.azure.collection.pushes, []);
  });

  it('is read again before apply writes: a switch thrown since, a policy that is gone, and what it enforces by now', async () => {
    write({ enabled: true });
    const planned = await ask();
    const inputs = publish(planned);
    approve(planned, scene.azure.person('Ada'));
    const applied = async () => (await scene.work(inputs, { build: planned.build })).record;
    const cases: [members: object | string, came: string, code: string, said: RegExp][] = [
      [
        { enabled: false, message: 'Not during the audit.' },
        'refused',
        'switched-off',
        /switched off here by the policy. Not during/,
      ],
      [{ enforced: { enabled: false } }, 'refused', 'switched-off', /Nothing was written/],
      ['{', 'failed', 'POLICY_UNREADABLE', /is not valid/],
      [
        { enforced: { protectedPaths: ['src/**'] } },
        'refused',
        'change-refused',
        /may not be changed \(protectedPaths/,
      ],
      [{ enforced: { branchPrefix: 'other/' } }, 'refused', 'push-forbidden', /other/],
    ];
    for (const [members, came, code, said] of cases) {
      if (typeof members === 'string') pushFiles(policies, policies.targetRef, { [FILE]: members });
      else write(members);
      const record = await applied();
      assert.deepEqual([record.ending.outcome, record.codes], [came, [code]], record.headline);
      assert.match(scene.answers().at(-1) ?? '', said);
    }
    assert.deepEqual(scene.azure.collection.pushes, []);
    write({ limits: { models: ['other-*'] } });
    assert.equal((await applied()).situation, 'applied');
  });

  it('is read again before autonomous writes', async () => {
    write({ enabled: true });
    const cases: [by: object, situation: string, code: string][] = [
      [{ enabled: false }, 'refused', 'switched-off'],
      [{ enforced: { protectedPaths: ['src/**'] } }, 'checkFailed', 'change-refused'],
      [{ enforced: { requireApproval: true } }, 'failed', 'POLICY_REFUSES'],
    ];
    for (const [by, situation, code] of cases) {
      write({ enabled: true });
      const { record } = await ask({ runMode: 'autonomous' }, { around: changedAtTheEnd(by) });
      assert.deepEqual([record.situation, record.codes], [situation, [code]], record.headline);
    }
    assert.deepEqual(scene.azure.collection.pushes, []);
  });

  /** Written while the change is proven in its clean workshop. */
  const changedAtTheEnd =
    (members: object) =>
    (world: FixWorld): FixWorld => {
      let opened = 0;
      const open: FixWorld['workshops']['open'] = (...words) => {
        opened += 1;
        if (opened === 2) write(members);
        return world.workshops.open(...words);
      };
      return { ...world, workshops: { open } };
    };

  it('closes places that no pipeline opens again, and adds what a pipeline closes besides', async () => {
    write({ enforced: { protectedPaths: ['src/**'], protectTests: true } });
    const { record } = await ask({ protectedPaths: '!src/**', protectTests: 'false' });
    assert.equal(record.situation, 'checkFailed');
    assert.match(record.headline, /place: "src\/sum\.js" may not be changed/);
    scene.play(({ turn }) =>
      turn === 0 ? bash('echo x >> docs.md; echo "// y" >> test/sum.test.js') : finish('Both', ['docs.md']),
    );
    const other = await ask({ protectedPaths: 'docs.md', protectTests: 'false', validationCommand: '' });
    const refused = other.record.checks?.filter(({ state }) => state === 'refused').map(({ check }) => check);
    assert.deepEqual(refused, ['place', 'tests']);
  });

  it('is shown by doctor, and what it forbids is a fault there', async () => {
    write({ limits: { budgetUsd: 1 }, enforced: { draft: true } });
    const { record } = await scene.work({ runMode: 'doctor' }, { policy });
    assert.match(
      record.setUp?.find(({ what }) => what === 'Policy')?.text ?? '',
      /at [0-9a-f]{8}: budgetUsd: at most \$1\.00 \(collection, line \d+\); draft: true/,
    );
    write({ limits: { models: ['other-*'] } });
    const bad = await scene.work({ runMode: 'doctor' }, { policy });
    assert.equal(bad.record.setUp?.find(({ what }) => what === 'Policy')?.state, 'fault');
  });
});
