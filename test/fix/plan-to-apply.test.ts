import assert from 'node:assert/strict';
import { allButFirst } from '../agent/run-task';
import { gitText } from '../emulators/azure-devops/git';
import { type ApplyScene, after, startApplyScene, WORDS, WRITE_TOKEN } from './apply-scene';

describe('plan to apply, through the packaged task', () => {
  const isHere = allButFirst();
  let scene: ApplyScene;
  beforeEach(async () => {
    scene = await startApplyScene(isHere);
  });
  afterEach(() => scene.close());

  it('writes what was shown: one branch with one commit, a draft pull request, an answer; a second time nothing', async () => {
    const { plan, emulator, disk } = scene;
    scene.publish();
    const before = await scene.branches();
    const outcome = await scene.run();
    assert.equal(outcome.result, 'Succeeded', outcome.lines.join('\n'));
    assert.deepEqual(
      [outcome.outputVariables.outcome, outcome.outputVariables.branch, outcome.outputVariables.pullRequestId],
      ['applied', plan.branch, '2'],
    );
    const tip = await gitText(disk.folder, ['rev-parse', plan.branch]);
    assert.equal(await gitText(disk.folder, ['rev-parse', `${tip}^{tree}`]), plan.tree);
    assert.equal(await gitText(disk.folder, ['rev-parse', `${tip}^`]), plan.base);
    assert.deepEqual(await scene.branches(), new Map([...before, [plan.branch, tip]]));
    const message = await gitText(disk.folder, ['log', '-1', '--format=%an <%ae>|%cn%n%B', tip]);
    assert.match(
      message,
      /^Fix Bot <[0-9a-f-]+@second-pass\.invalid>\|Fix Bot\nfix: The loop ends before the last price\n/,
    );
    const asked = `Requested-by: Mona Lisa <${plan.request.by.id}>\nApproved-by: Ada Approver <[0-9a-f-]+>`;
    assert.match(
      message,
      new RegExp(`\\[skip ci\\]\n\n${asked}\nSecond-Pass-Request: pr-1\\.\\d+\\.1\nSecond-Pass-Plan: `),
    );
    const opened = emulator.pullRequest(2);
    assert.deepEqual(
      [
        opened.isDraft,
        opened.targetRef,
        opened.title,
        opened.labels.map(({ name }) => name),
        opened.createdBy.displayName,
      ],
      [true, disk.sourceRef, 'fix: The loop ends before the last price', ['second-pass'], 'Fix Bot'],
    );
    assert.match(
      opened.description,
      /> the loop reads behind the end[\s\S]*Requested by Mona Lisa[\s\S]*`src\/total\.ts` \+1 −1/,
    );
    assert.match(opened.description, /^Not checked: whether this is what was asked, /m);
    assert.match(
      scene.answers().join(),
      /^\*\*Applied\.\*\* 1 file on `second-pass\/pr-1-[0-9a-f]{8}`, a draft pull request \[2\]/,
    );
    assert.deepEqual(emulator.violations, []);

    const again = await scene.run();
    assert.deepEqual([again.result, again.outputVariables.pullRequestId], ['Succeeded', '2'], again.lines.join('\n'));
    assert.equal(await gitText(disk.folder, ['rev-parse', plan.branch]), tip);
    assert.deepEqual([emulator.collection.pullRequests.size, scene.answers().length], [2, 1]);
  });

  const refused: [
    what: string,
    prepare: (scene: ApplyScene) => unknown,
    said: RegExp,
    inputs?: Record<string, string>,
  ][] = [
    [
      'a patch that was swapped',
      (one) => one.publish({ patch: Buffer.from(String(one.patch).replace('+  for', '+  fur')) }),
      /patch is another one/,
    ],
    ['a hash that was swapped', (one) => one.publish({ hash: 'a'.repeat(64) }), /its hash differs/],
    ['a plan of another run', (one) => one.publish({ plan: { buildId: '17' } }), /was made by run 17/],
    ['no plan', (one) => void one.emulator.addStage(one.build, 'apply'), /holds no plan/, { planHash: 'b'.repeat(64) }],
    ['a tree that the patch does not make', (one) => one.publish({ plan: { tree: 'c'.repeat(40) } }), /another tree/],
    [
      'a base that the patch does not fit',
      (one) => one.publish({ plan: { base: one.disk.commit('base') } }),
      /does not apply|another tree/,
    ],
    ['no approval', (one) => one.publish({ approval: null }), /Nothing had to be approved/],
    ['an approval that waits', (one) => one.publish({ approval: { status: 'pending' } }), /approval is pending/],
    [
      'an approval that was refused',
      (one) => one.publish({ approval: { status: 'rejected' } }),
      /approval is rejected/,
    ],
    [
      'an approval before the plan',
      (one) => one.publish({ approval: granted(one, 'Ada Approver', -1) }),
      /before the plan/,
    ],
    [
      'an approval by the requester',
      (one) => one.publish({ approval: granted(one, 'Mona Lisa') }),
      /Who asked approved/,
      { approver: 'notRequester' },
    ],
    [
      'an approval of two with the requester as one',
      (one) => one.publish({ approval: { ...granted(one, 'Mona Lisa'), minRequiredApprovers: 2 } }),
      /Who asked approved/,
      { approver: 'notRequester' },
    ],
    [
      'an approval that all who were asked have to give, one of whom did before the plan',
      (one) => {
        const [early, late] = [granted(one, 'Bob', -1), granted(one, 'Ada Approver')];
        one.publish({ approval: { ...late, minRequiredApprovers: 0, steps: [...early.steps, ...late.steps] } });
      },
      /Of 2 who have to approve, 1 did so after/,
    ],
    [
      'an approval of another stage',
      (one) => {
        one.publish({ approval: null });
        one.emulator.addStage(one.build, 'other', granted(one, 'Ada Approver'));
      },
      /Nothing had to be approved/,
    ],
    [
      'a comment that was edited',
      (one) => {
        one.publish();
        edit(one, `${WORDS} and the key`);
      },
      /another one than the plan/,
    ],
    [
      'a comment that is gone',
      (one) => {
        one.publish();
        edit(one, null);
      },
      /comment that asked is gone/,
    ],
    [
      'a pull request that was closed',
      (one) => {
        one.publish();
        one.emulator.abandon(1);
      },
      /pull request is abandoned/,
    ],
    [
      'a base that moved',
      async (one) => {
        one.publish();
        await commitOn(one, 'refs/heads/topic');
      },
      /topic moved after the plan/,
    ],
    [
      'a branch that somebody took',
      async (one) => {
        one.publish();
        await commitOn(one, one.plan.branch, 'refs/heads/main');
      },
      /was moved by somebody else/,
    ],
    [
      'a plan that is not proven',
      (one) => one.publish({ plan: { evidence: { ...one.plan.evidence, isProven: false, reasons: ['x'] } } }),
      /not proven/,
    ],
    ['a switch that is off', (one) => one.publish(), /switched off/, { enabled: 'false' }],
    [
      'rights that are too wide',
      (one) => {
        one.publish();
        one.emulator.grant(one.bot, 'ForcePush', one.repository);
      },
      /may do too much: Force push/,
    ],
    [
      'rights on the folder that are too wide',
      (one) => {
        one.publish();
        one.emulator.setBranchRight(one.bot, 'PolicyExempt', one.repository, 'refs/heads/second-pass', true);
      },
      /Bypass policies when pushing/,
    ],
    [
      'rights that the service does not tell',
      (one) => {
        one.publish();
        one.emulator.fault({ match: { route: /_apis\/permissions/, times: 99 }, answer: 404 });
      },
      /does not tell/,
    ],
    [
      'a right that is missing',
      (one) => {
        one.publish();
        one.emulator.setBranchRight(one.bot, 'CreateBranch', one.repository, 'refs/heads/second-pass/', false);
        one.emulator.collection.branchRights.splice(1, 1);
      },
      /lacks on refs\/heads\/second-pass: Create branch/,
    ],
  ];
  for (const [what, prepare, said, inputs] of refused) {
    it(`refuses ${what}, and writes nothing`, async () => {
      await prepare(scene);
      const before = await scene.branches();
      const outcome = await scene.run(inputs);
      const isOff = inputs?.enabled === 'false';
      assert.equal(outcome.result, isOff ? 'Succeeded' : 'Failed', outcome.lines.join('\n'));
      assert.match(outcome.lines.join('\n'), said);
      assert.ok(
        ['refused', 'notProven'].includes(outcome.outputVariables.outcome ?? ''),
        outcome.outputVariables.outcome,
      );
      assert.deepEqual(await scene.branches(), before);
      assert.equal(scene.emulator.collection.pullRequests.size, 1);
      assert.deepEqual(
        scene.emulator.requests.filter(({ refs }) => (refs ?? []).length > 0),
        [],
      );
      assert.ok(scene.answers().length <= 1);
      for (const answer of scene.answers()) assert.match(answer, /^\*\*Not applied\.\*\*/);
    });
  }

  const unjudged: [what: string, change: Record<string, string>, said: RegExp][] = [
    [
      'a pipeline',
      { 'azure-pipelines.yml': 'steps: [{ script: "curl x" }]\n' },
      /"azure-pipelines\.yml" may not be changed/,
    ],
    [
      'a secret',
      { 'src/key.ts': `export const key = '${'ghp_'}${'a1B2c3D4e5'.repeat(3)}F6g7h8';\n` },
      /"src\/key\.ts"/,
    ],
    ['a hidden character', { 'src/x.ts': 'const a = "\u202e";\n' }, /"src\/x\.ts"/],
    ['too many files', Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`src/n${at}.ts`, 'x\n'])), /21 files/],
  ];
  for (const [what, change, said] of unjudged) {
    it(`judges again: an approved plan with ${what} is refused, and nothing is written`, async () => {
      const other = await startApplyScene(isHere, change);
      try {
        other.publish();
        const before = await other.branches();
        const outcome = await other.run();
        assert.equal(outcome.result, 'Failed', outcome.lines.join('\n'));
        assert.match(outcome.lines.join('\n'), said);
        assert.deepEqual(await other.branches(), before);
      } finally {
        await other.close();
      }
    });
  }

  it('names the token of the bot that was revoked, and writes nothing', async () => {
    scene.publish();
    scene.emulator.expireToken(WRITE_TOKEN, 'revoked');
    const before = await scene.branches();
    const outcome = await scene.run();
    assert.equal(outcome.result, 'Failed', outcome.lines.join('\n'));
    assert.match(outcome.lines.join('\n'), /refused the token/);
    assert.deepEqual(await scene.branches(), before);
  });

  it('applies without an approval only where none is required, and says so', async () => {
    scene.publish({ approval: null });
    const outcome = await scene.run({ requireApproval: 'false' });
    assert.equal(outcome.result, 'Succeeded', outcome.lines.join('\n'));
    assert.match(scene.answers().join(), /Nobody had to approve/);
    const message = await gitText(scene.disk.folder, ['log', '-1', '--format=%B', scene.plan.branch]);
    assert.doesNotMatch(message, /Approved-by/);
  });

  it('applies what is not proven where `proof: shown` lets an approver, the only one of those who all have to', async () => {
    scene.publish({
      approval: { ...granted(scene, 'Ada Approver'), minRequiredApprovers: 0 },
      plan: { evidence: { ...scene.plan.evidence, isProven: false, reasons: ['1 test case is missing'] } },
    });
    const outcome = await scene.run({ proof: 'shown' });
    assert.equal(outcome.result, 'Succeeded', outcome.lines.join('\n'));
    assert.match(scene.emulator.pullRequest(2).description, /NOT PROVEN.*1 test case is missing/);
  });
});

function granted({ emulator, plan }: ApplyScene, name: string, minutes = 1) {
  const at = after(plan, minutes * 60_000);
  return { status: 'approved', steps: [{ approver: emulator.person(name), status: 'approved', at, comment: '' }] };
}

function edit({ emulator, pullRequest, plan }: ApplyScene, content: string | null): void {
  const person = emulator.as('Mona Lisa', pullRequest.id);
  if (content === null) person.deleteComment(plan.request.threadId ?? 0, 1);
  else person.edit(plan.request.threadId ?? 0, 1, content);
}

async function commitOn({ disk }: ApplyScene, ref: string, from = ref): Promise<void> {
  const parent = await gitText(disk.folder, ['rev-parse', from]);
  const tree = await gitText(disk.folder, ['rev-parse', `${parent}^{tree}`]);
  const env = Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) => [
      [`GIT_${who}_NAME`, 'x'],
      [`GIT_${who}_EMAIL`, 'x@x'],
    ]),
  );
  const made = await gitText(disk.folder, ['commit-tree', tree, '-p', parent, '-m', 'somebody else'], { env });
  await gitText(disk.folder, ['update-ref', ref, made]);
}
