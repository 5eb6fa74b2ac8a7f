import assert from 'node:assert/strict';
import { type Plan, planBytes, planHash } from '../../src/steps/plan/plan';
import { readSession, withRequest } from '../../src/steps/session/session';
import type { TaskOutcome } from '../agent/run-task';
import { allButFirst } from '../agent/run-task';
import { gitText } from '../emulators/azure-devops/git';
import { type ApplyScene, after, changeOf, sha256, startApplyScene, variablesOf } from './apply-scene';

describe('sessions of the second task, through the packaged task', () => {
  const isHere = allButFirst();
  let scene: ApplyScene;
  beforeEach(async () => {
    scene = await startApplyScene(isHere);
    scene.publish();
    assert.equal((await scene.run()).outputVariables.outcome, 'applied');
  });
  afterEach(() => scene.close());

  /** One more request on the pull request of our branch, planned from where that branch stands. */
  async function goOn(tip: string): Promise<TaskOutcome> {
    const { emulator, disk, repository, plan: first, build: before } = scene;
    const opened = emulator.pullRequest(2);
    const words = '/second-pass fix the documentation too';
    const thread = emulator.as('Mona Lisa', 2).addThread(words).id;
    const { tree, entries, patch } = await changeOf(disk.folder, tip, {
      'docs/prices.md': 'Prices are in cents, whole.\n',
    });
    const build = emulator.addBuild({ project: repository.project, requestedFor: before.requestedFor });
    const id = `pr-2.${thread}.1`;
    const plan: Plan = {
      ...first,
      ...{ buildId: String(build.id), target: opened.sourceRef, branch: opened.sourceRef, branchTip: tip, base: tip },
      ...{ tree, entries, patchSha256: sha256(patch), summary: { title: 'Say it whole', text: 'As asked.' } },
      request: { ...first.request, id, pullRequestId: 2, threadId: thread, sha256: sha256(words) },
      session: withRequest(remembered(), { id, usd: 0.21 }, seal()),
    };
    const bytes = planBytes(plan);
    emulator.publishArtifact(build, 'second-pass-plan', { 'plan.json': bytes, 'change.patch': patch });
    const step = { approver: emulator.person('Ada Approver'), status: 'approved', at: after(plan), comment: '' };
    emulator.addStage(build, 'apply', { status: 'approved', steps: [step] });
    const variables = variablesOf(emulator, repository, build, before.requestedFor);
    return scene.run({ planHash: planHash(bytes) }, { variables });
  }

  const seal = () => ({ key: null, repositoryId: scene.repository.id, branch: scene.plan.branch });
  const remembered = () => {
    const value = scene.emulator.pullRequest(2).properties.get('SecondPass.Session')?.$value;
    return readSession(String(value), seal()).session;
  };

  it('a reply goes on with the branch, and the pull request remembers requests, cost and tip', async () => {
    const { disk, plan } = scene;
    const tip = await gitText(disk.folder, ['rev-parse', plan.branch]);
    assert.deepEqual(remembered()?.requests, [plan.request.id]);
    const outcome = await goOn(tip);
    assert.equal(outcome.result, 'Succeeded', outcome.lines.join('\n'));
    assert.equal(outcome.outputVariables.pullRequestId, '2');
    const now = await gitText(disk.folder, ['rev-parse', plan.branch]);
    assert.equal(await gitText(disk.folder, ['rev-parse', `${now}^`]), tip);
    const memory = remembered();
    assert.deepEqual([memory?.requests.length, memory?.costUsd, memory?.tip], [2, 0.42, now]);
    assert.equal(scene.emulator.pullRequest(2).iterations.length, 2);
    assert.equal(scene.emulator.collection.pullRequests.size, 2);
    assert.deepEqual(scene.emulator.violations, []);
  });

  it('a branch to which somebody else pushed is left alone', async () => {
    const { disk, plan } = scene;
    const tip = await gitText(disk.folder, ['rev-parse', plan.branch]);
    const tree = await gitText(disk.folder, ['rev-parse', `${tip}^{tree}`]);
    const env = Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap((who) => [
        [`GIT_${who}_NAME`, 'x'],
        [`GIT_${who}_EMAIL`, 'x@x'],
      ]),
    );
    const other = await gitText(disk.folder, ['commit-tree', tree, '-p', tip, '-m', 'x\n\nSecond-Pass-Plan: forged'], {
      env,
    });
    await gitText(disk.folder, ['update-ref', plan.branch, other]);
    const outcome = await goOn(other);
    assert.equal(outcome.result, 'Failed');
    assert.match(outcome.lines.join('\n'), /was pushed to by somebody else/);
    assert.equal(await gitText(disk.folder, ['rev-parse', plan.branch]), other);
  });

  it('a session whose budget is used up is refused with its figures', async () => {
    const { emulator, repository } = scene;
    const thread = emulator.as('Mona Lisa', 2).addThread('/second-pass fix more').id;
    const comment = `${emulator.url}_apis/git/repositories/${repository.id}/pullRequests/2/threads/${thread}/comments/1`;
    const inputs = { runMode: 'gate', comment, writeConnection: '', planHash: '' };
    assert.equal((await scene.run({ ...inputs, budgetUsdPerSession: '2.21' })).outputVariables.accepted, 'true');
    const refused = await scene.run({ ...inputs, budgetUsdPerSession: '2.20' });
    assert.deepEqual([refused.result, refused.outputVariables.outcome], ['Succeeded', 'refused']);
    const said = emulator.pullRequest(2).threads.find(({ id }) => id === thread)?.comments[1]?.content;
    assert.match(said ?? '', /budget of this session is used up: \$0\.21 of \$2\.20/);
  });

  it('a memory that somebody spoilt is begun anew, and stops nothing', async () => {
    const { disk, plan, emulator } = scene;
    emulator
      .pullRequest(2)
      .properties.set('SecondPass.Session', { $type: 'System.String', $value: '{"requests":"x"}' });
    const tip = await gitText(disk.folder, ['rev-parse', plan.branch]);
    assert.equal((await goOn(tip)).result, 'Succeeded');
    assert.equal(remembered()?.requests.length, 1);
  });
});
