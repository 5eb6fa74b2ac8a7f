import assert from 'node:assert/strict';
import { gitText } from '../emulators/azure-devops/git';
import { pushFiles } from '../fakes/repository-of';
import { hasBubblewrap } from '../work/workbench';
import { allAtOnce } from './all-at-once';
import { startWiredScene, type WiredScene } from './wired-scene';
import { FIX, finish, SAMPLE } from './work-scene';

const NO_VALIDATION = { validationCommand: '', testResults: '' };
const VALIDATED = { validationCommand: 'true', testResults: '' };

(hasBubblewrap() ? describe : describe.skip)('retry', () => {
  let scene: WiredScene;
  beforeEach(async () => {
    scene = await startWiredScene();
  });
  afterEach(() => scene.close());

  const linkOf = (pullRequestId: number, thread: number, comment: number) =>
    `${scene.azure.url}_apis/git/repositories/${scene.repository.id}/pullRequests/${pullRequestId}/threads/${thread}/comments/${comment}`;
  const newest = (pullRequestId: number) => scene.azure.pullRequest(pullRequestId).threads.at(-1)?.id ?? 0;
  const reply = (words: string, { by = 'Mona Lisa', on = scene.pullRequest.id, thread = newest(on) } = {}) => {
    scene.azure.as(by, on).reply(thread, words);
    const replied = scene.azure.pullRequest(on).threads.find(({ id }) => id === thread);
    return linkOf(on, thread, replied?.comments.at(-1)?.id ?? 0);
  };
  /** What the newest question to the model said of the request. */
  const asked = () => {
    const said = JSON.stringify(scene.claude.messages().at(-1)?.body.messages);
    return (/<<< request [0-9a-f]+\\n(.*?)\\n>>> end/.exec(said)?.[1] ?? '').replaceAll('\\n', '\n');
  };

  it('asks for what was asked before, with its own words on top', async () => {
    scene.play(() => finish('Nothing to do.'));
    scene.ask('/second-pass fix the sum');
    const { record } = await scene.work({ comment: reply('/second-pass retry and keep the name'), ...NO_VALIDATION });
    assert.equal(record.situation, 'nothingToDo', record.headline);
    assert.equal(asked(), 'fix the sum\n\nand keep the name');
  });

  it('is a question again where one was asked, and a fix of its thread where nothing was', async () => {
    scene.play(() => finish('Because.'));
    scene.ask('/second-pass answer why is that so?');
    const { record } = await scene.work({ comment: reply('/second-pass retry'), ...NO_VALIDATION });
    assert.deepEqual([record.situation, asked()], ['answered', 'answer why is that so?']);
    const alone = await scene.work({ comment: scene.ask('/second-pass retry'), ...NO_VALIDATION });
    assert.deepEqual([alone.record.situation, asked()], ['nothingToDo', 'fix']);
  });

  it('speaks for nobody who may not ask, and for no words that were changed since', async () => {
    scene.play(() => finish('Nothing to do.'));
    const thread = scene.azure.as('Eve', scene.pullRequest.id).addThread('/second-pass fix it Eve’s way').id;
    const edited = reply('/second-pass fix it well', { thread });
    const comment = scene.pullRequest.threads.at(-1)?.comments.at(-1);
    Object.assign(comment ?? {}, {
      content: '/second-pass fix it badly',
      lastContentUpdatedDate: new Date(Date.now() + 5).toISOString(),
    });
    assert.match(edited, /comments\/2$/);
    await scene.work({ comment: reply('/second-pass retry', { thread }), ...NO_VALIDATION });
    assert.equal(asked(), 'fix');
  });

  it('goes on with the branch that came of the first request', async () => {
    const { azure, disk } = scene;
    scene.play(({ turn }) => (turn === 0 ? { calls: [FIX] } : finish('The loop ended too late.')));
    const inputs = { runMode: 'autonomous', ...VALIDATED };
    const first = await scene.work({ ...inputs, comment: scene.ask('/second-pass fix the sum') });
    assert.equal(first.record.situation, 'applied', first.record.headline);
    const edit = { command: 'str_replace', path: 'README.md', old_str: '# Sums', new_str: '# All sums' };
    scene.play(({ turn }) =>
      turn === 0 ? { calls: [{ name: 'str_replace_based_edit_tool', input: edit }] } : finish('Said it too.'),
    );
    const again = await scene.work({ ...inputs, comment: reply('/second-pass retry and say it') });
    assert.deepEqual(
      [again.record.situation, again.record.branch, again.record.fixPullRequest?.isNew],
      ['applied', first.record.branch, false],
      again.record.headline,
    );
    assert.equal(azure.collection.pullRequests.size, 2);
    const count = ['rev-list', '--count', `refs/heads/topic..${first.record.branch}`];
    assert.equal(await gitText(disk.folder, count), '2');
  });

  it('begins a new branch where somebody else pushed to ours, of which whoever asks is told before anything is paid', async () => {
    const { azure, disk, claude } = scene;
    scene.play(({ turn }) => (turn === 0 ? { calls: [FIX] } : finish('The loop ended too late.')));
    const inputs = { runMode: 'autonomous', ...VALIDATED };
    const { record } = await scene.work({ ...inputs, comment: scene.ask('/second-pass fix the sum') });
    const { branch = '', fixPullRequest } = record;
    const own = fixPullRequest?.id ?? 0;
    pushFiles(disk, branch, { ...SAMPLE, 'README.md': '# Mine\n' });
    await azure.pushIteration(own);
    const questions = claude.messages().length;
    const thread = azure.as('Mona Lisa', own).addThread('/second-pass fix the sum').id;
    const refused = await scene.work({ ...inputs, comment: linkOf(own, thread, 1) });
    assert.deepEqual([refused.record.situation, refused.record.ending.result], ['refused', 'Succeeded']);
    const said = azure.pullRequest(own).threads.at(-1)?.comments.at(-1)?.content ?? '';
    assert.match(said, /Somebody else pushed to the branch.*`\/second-pass retry`/);
    assert.equal(claude.messages().length, questions);
    const again = await scene.work({ ...inputs, comment: reply('/second-pass retry', { on: own }) });
    assert.equal(again.record.situation, 'applied', again.record.headline);
    assert.notEqual(again.record.branch, branch);
    const opened = azure.pullRequest(again.record.fixPullRequest?.id ?? 0);
    assert.equal(opened.targetRef, branch);
  });

  it('closes what was planned on its thread before, and came to nothing', async () => {
    scene.play(({ turn }) => (turn === 0 ? { calls: [FIX] } : finish('The loop ended too late.')));
    const { build } = await scene.work({ ...VALIDATED, comment: scene.ask('/second-pass fix the sum') });
    const waiting = await scene.work({ ...VALIDATED, comment: reply('/second-pass retry') });
    assert.equal(scene.answers().filter((said) => said.startsWith('The plan was not applied')).length, 0);
    for (const one of [build, waiting.build]) Object.assign(one, { status: 'completed', result: 'failed' });
    await scene.work({ ...VALIDATED, comment: reply('/second-pass retry') });
    await scene.work({ ...VALIDATED, comment: reply('/second-pass retry') });
    assert.equal(scene.answers().filter((said) => said.startsWith('The plan was not applied')).length, 2);
  });

  it('counts what a session has paid for in vain', async () => {
    scene.play(({ turn }) => (turn === 0 ? { calls: [FIX] } : finish('The loop ended too late.')));
    const inputs = { runMode: 'autonomous', ...VALIDATED };
    const { record } = await scene.work({ ...inputs, comment: scene.ask('/second-pass fix the sum') });
    const own = record.fixPullRequest?.id ?? 0;
    scene.play(() => finish('Because.'));
    const ask = () => linkOf(own, scene.azure.as('Mona Lisa', own).addThread('/second-pass answer why?').id, 1);
    const { world } = await scene.work({ ...inputs, comment: ask() });
    const paid = world.calls.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0);
    assert.ok(paid > 0);
    const spent = (record.costUsd ?? 0) + paid;
    const cap = (spent + 2 - paid / 2).toFixed(5);
    const refused = await scene.work({ ...inputs, comment: ask(), budgetUsd: '2', budgetUsdPerSession: cap });
    assert.equal(refused.record.situation, 'refused', refused.record.headline);
  });

  it('counts what was paid on the thread that a session came of', async () => {
    scene.play(({ turn }) => (turn === 0 ? { calls: [FIX] } : finish('The loop ended too late.')));
    const inputs = { runMode: 'autonomous', ...VALIDATED };
    const { record } = await scene.work({ ...inputs, comment: scene.ask('/second-pass fix the sum') });
    const thread = newest(scene.pullRequest.id);
    scene.play(() => finish('Nothing to do.'));
    const again = () => reply('/second-pass retry', { thread });
    const { world } = await scene.work({ ...inputs, comment: again() });
    const paid = world.calls.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0);
    const cap = ((record.costUsd ?? 0) + 2 + paid / 2).toFixed(5);
    const given = { ...inputs, budgetUsd: '2', budgetUsdPerSession: cap };
    const own = record.fixPullRequest?.id ?? 0;
    const there = linkOf(own, scene.azure.as('Mona Lisa', own).addThread('/second-pass answer why?').id, 1);
    for (const comment of [again(), there]) {
      const refused = await scene.work({ ...given, comment });
      assert.equal(refused.record.situation, 'refused', refused.record.headline);
    }
  });

  it('counts what a run may spend that is at work on the same session, or died there', async () => {
    scene.play(({ turn }) => (turn === 0 ? { calls: [FIX] } : finish('The loop ended too late.')));
    const inputs = { runMode: 'autonomous', ...VALIDATED };
    const { record } = await scene.work({ ...inputs, comment: scene.ask('/second-pass fix the sum') });
    const own = record.fixPullRequest?.id ?? 0;
    scene.play(() => finish('Because.'));
    const ask = () => linkOf(own, scene.azure.as('Mona Lisa', own).addThread('/second-pass answer why?').id, 1);
    const given = { ...inputs, budgetUsd: '2', budgetUsdPerSession: '3.9' };
    const around = allAtOnce(2);
    const runs = await Promise.all([ask(), ask()].map((comment) => scene.work({ ...given, comment }, { around })));
    const answered = runs.filter(({ record: { situation } }) => situation === 'answered');
    assert.ok(answered.length <= 1, 'two runs of 2 USD would pass 3.9 USD');
    for (const one of runs.filter((run) => !answered.includes(run)))
      assert.match(one.record.headline, /budget of this session is used up/);
    const next = await scene.work({ ...given, comment: ask() });
    assert.equal(next.record.situation, 'answered', next.record.headline);
  });

  it('counts what our answers say where somebody changed the memory of a session, and tells that', async () => {
    scene.play(({ turn }) => (turn === 0 ? { calls: [FIX] } : finish('The loop ended too late.')));
    const inputs = { runMode: 'autonomous', ...VALIDATED };
    const { record } = await scene.work({ ...inputs, comment: scene.ask('/second-pass fix the sum') });
    const own = record.fixPullRequest?.id ?? 0;
    const memory = scene.azure.pullRequest(own).properties;
    const signed = String(memory.get('SecondPass.Session')?.$value);
    const rewrite = (text: string) => void memory.set('SecondPass.Session', { $type: 'System.String', $value: text });
    scene.play(() => finish('Because.'));
    const ask = () => linkOf(own, scene.azure.as('Mona Lisa', own).addThread('/second-pass answer why?').id, 1);
    const paidFor = ask();
    const { world } = await scene.work({ ...inputs, comment: paidFor });
    const paid = world.calls.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0);
    const request = paidFor.replace(/^.*threads\/(\d+)\/comments\/(\d+)$/, `pr-${own}.$1.$2`);
    rewrite(JSON.stringify({ ...JSON.parse(signed), requests: [request], costUsd: 0 }));
    const cap = (2 + paid / 2).toFixed(5);
    const refused = await scene.work({ ...inputs, comment: ask(), budgetUsd: '2', budgetUsdPerSession: cap });
    assert.equal(refused.record.situation, 'refused', refused.record.headline);
    rewrite(JSON.stringify({ ...JSON.parse(signed), costUsd: 900 }));
    const answered = await scene.work({ ...inputs, comment: ask() });
    assert.equal(answered.record.situation, 'answered', answered.record.headline);
    const told = answered.record.gate?.find(({ check }) => check === 'session')?.text ?? '';
    assert.match(told, /not signed by our key, and is not believed/);
    assert.ok(answered.lines.includes(told));
  });
});
