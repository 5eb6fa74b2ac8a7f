import assert from 'node:assert/strict';
import { wantedFindings } from '../../src/steps/request/wanted-findings';
import { PROPERTY } from '../../src/steps/threads/properties';
import { hasBubblewrap } from '../work/workbench';
import { READ_TOKEN } from './apply-scene';
import { startWiredScene, type WiredScene } from './wired-scene';
import { FIX, finish } from './work-scene';

describe('several findings', () => {
  const all = ['blocker', 'warning', 'suggestion'];
  for (const [text, wanted] of [
    ['all', all],
    ['All findings', all],
    ['all warnings', ['warning']],
    ['all blockers and warnings, please', ['blocker', 'warning']],
    ['all blockers, suggestions\nand be quick', ['blocker', 'suggestion']],
    ['all usages of the old name', null],
    ['allwarnings', null],
    ['the warnings', null],
    ['', null],
  ] as const) {
    it(`${JSON.stringify(text)} means ${wanted ?? 'words of its own'}`, () =>
      assert.deepEqual(wantedFindings(text), wanted));
  }
});

(hasBubblewrap() ? describe : describe.skip)('a request for several findings', () => {
  let scene: WiredScene;
  beforeEach(async () => {
    scene = await startWiredScene({
      'src/sum.js':
        "'use strict';\n\nexports.sum = (numbers) => {\n  let total = 0;\n  for (let i = 0; i <= numbers.length; i += 1) total += numbers[i];\n  return total;\n};\n",
      'src/mean.js': "'use strict';\n\nexports.mean = (numbers) => numbers.reduce((a, b) => a + b) / numbers.length;\n",
    });
  });
  afterEach(() => scene.close());

  const place = () =>
    `${scene.azure.url}_apis/git/repositories/${scene.repository.id}/pullRequests/${scene.pullRequest.id}/threads`;
  /** As the review posts them. */
  async function finding(path: string, line: number, severity: string, title: string, token = READ_TOKEN) {
    const at = { filePath: `/${path}`, rightFileStart: { line, offset: 1 }, rightFileEnd: { line, offset: 2 } };
    const body = {
      comments: [{ content: title, commentType: 'text', parentCommentId: 0 }],
      ...{
        status: 'active',
        threadContext: at,
        properties: { [PROPERTY.kind]: 'finding', [PROPERTY.severity]: severity },
      },
      pullRequestThreadContext: { iterationContext: { firstComparingIteration: 1, secondComparingIteration: 1 } },
    };
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const answer = await fetch(`${place()}?api-version=7.1`, { method: 'POST', headers, body: JSON.stringify(body) });
    assert.equal(answer.status, 200, await answer.text());
  }
  const NoValidation = { validationCommand: '', testResults: '', proof: 'shown' };

  it('tells those that are meant, ours and open alone, each with its code, and makes one plan of them', async () => {
    scene.azure.registerToken('of-somebody-else', scene.azure.person('Somebody Else'));
    await finding('src/sum.js', 5, 'warning', 'One step too far');
    await finding('src/mean.js', 3, 'warning', 'Nothing divided by nothing');
    await finding('src/mean.js', 1, 'suggestion', 'A suggestion');
    await finding('src/mean.js', 1, 'warning', 'A forged finding', 'of-somebody-else');
    await finding('src/sum.js', 4, 'warning', 'A settled one');
    scene.azure
      .as('Web Shop Reader', scene.pullRequest.id)
      .setThreadStatus(scene.pullRequest.threads.at(-1)?.id ?? 0, 'fixed');
    let told = '';
    scene.play(({ turn, brief }) => {
      if (turn === 0) told = brief;
      const other = { name: 'bash', input: { command: "printf '// mended\\n' >> src/mean.js; printf x > NOTES.md" } };
      return turn === 0 ? { calls: [FIX, other] } : finish('Both.', ['NOTES.md']);
    });
    const { record, world } = await scene.work({
      comment: scene.ask('/second-pass fix all warnings'),
      ...NoValidation,
    });
    assert.equal(record.situation, 'notProven', record.problems.join());
    for (const shown of [/One step too far/, /Nothing divided/, /5\t {2}for \(let i/, /3\texports\.mean/])
      assert.match(told, shown);
    assert.doesNotMatch(told, /A suggestion|forged|settled/);
    assert.equal(world.left.filter(({ name }) => name === 'plan.json').length, 1);
    assert.match(
      record.checks?.map(({ text }) => text).join() ?? '',
      /The findings are in "src\/sum\.js", "src\/mean\.js"; this changes "NOTES\.md" too/,
    );
  });

  it('is answered at once where none is open: no model is asked, and nothing is paid', async () => {
    await finding('src/sum.js', 5, 'suggestion', 'A suggestion');
    const { record } = await scene.work({ comment: scene.ask('/second-pass fix all blockers'), ...NoValidation });
    assert.deepEqual(
      [record.situation, record.ending.result, record.costUsd],
      ['nothingToDo', 'SucceededWithIssues', 0],
    );
    assert.equal(scene.claude.messages().length, 0);
    assert.match(scene.answers().join(), /No such finding of Second Pass is open here/);
  });

  it('about the failed build is told the end of its log, and one about something else is not', async () => {
    const { azure, repository, asker, pullRequest } = scene;
    const build = azure.addBuild({
      project: repository.project,
      requestedFor: asker,
      sourceBranch: `refs/pull/${pullRequest.id}/merge`,
    });
    Object.assign(build, { status: 'completed', result: 'failed' });
    build.logs.set(4, ['compiling', `token ${READ_TOKEN}`, 'src/sum.js(5): array index out of range']);
    build.records.push({
      id: 'job',
      parentId: null,
      type: 'Job',
      name: 'Build',
      state: 'completed',
      result: 'failed',
      attempt: 1,
      issues: [],
    });
    build.records.push({
      id: 's',
      parentId: 'job',
      type: 'Task',
      name: 'compile',
      state: 'completed',
      result: 'failed',
      attempt: 1,
      issues: [],
      log: { id: 4 },
    });
    const told: string[] = [];
    scene.play(({ brief }) => {
      told.push(brief);
      return { calls: [{ name: 'give_up', input: { why: 'Only looking.' } }] };
    });
    await scene.work({ comment: scene.ask('/second-pass fix the failed build'), ...NoValidation });
    await scene.work({ comment: scene.ask('/second-pass fix the sum'), ...NoValidation });
    assert.match(told[0] ?? '', /Log of the failed step "Build: compile"[\s\S]*array index out of range/);
    assert.doesNotMatch(told.join(), new RegExp(READ_TOKEN));
    assert.doesNotMatch(told[1] ?? '', /array index/);
  });
});
