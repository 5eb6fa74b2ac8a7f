import assert from 'node:assert/strict';
import { readPlan } from '../../src/steps/plan/plan';
import { readSession } from '../../src/steps/session/session';
import { record } from '../emulators/azure-devops/builds';
import { gitText } from '../emulators/azure-devops/git';
import type { Player } from '../emulators/claude/server';
import { hasBubblewrap } from '../work/workbench';
import { startWiredScene, type WiredScene } from './wired-scene';
import { finish, VALIDATE } from './work-scene';

const edit = (old: string, now: string) => ({
  calls: [
    {
      name: 'str_replace_based_edit_tool',
      input: { command: 'str_replace', path: 'src/sum.js', old_str: old, new_str: now },
    },
  ],
});

/** A command that takes no time, so that the rounds do. */
const INPUTS = {
  validationPipeline: '31',
  validationCommand: 'grep -q "i < numbers" src/sum.js',
  testResults: '',
};

(hasBubblewrap() ? describe : describe.skip)('rounds of run mode autonomous', () => {
  let scene: WiredScene;
  /** What the model was told at the beginning of each round. */
  let briefs: string[];
  /** Results of the validation pipeline, in the order of its runs; the last one holds for all that follow. */
  let results: string[];

  beforeEach(async () => {
    scene = await startWiredScene();
    briefs = [];
    scene.azure.collection.onQueue = (build) => {
      const result = results.length > 1 ? results.shift() : results[0];
      Object.assign(build, { status: 'completed', result });
      if (result === 'succeeded') return;
      build.logs.set(1, [
        ...Array.from({ length: 400 }, (_, line) => `line ${line}`),
        'lint: src/sum.js: say what it sums',
      ]);
      build.records.push(
        record({ id: 'job', type: 'Job', name: 'Checks' }),
        record({ id: 'step', parentId: 'job', type: 'Task', name: 'npm run lint', result: 'failed', log: { id: 1 } }),
      );
    };
    // Each round adds a line; the first one mends the loop.
    const player: Player = ({ turn, brief }) => {
      const round = briefs.length + (turn === 0 ? 1 : 0);
      if (turn === 0) briefs.push(brief);
      if (turn === 0 && round === 1) return edit('i <= numbers.length', 'i < numbers.length');
      if (turn === 0) return edit("'use strict';\n", `'use strict';\n// Sums numbers, ${round}.\n`);
      return turn === 1 ? { calls: [VALIDATE] } : finish(`Round ${round}.`);
    };
    scene.play(player);
  });
  afterEach(() => scene.close());

  const tips = () => scene.azure.collection.pushes.map(({ refs }) => refs[0]?.to ?? '');

  it('the log of a validation that fails comes back, and the next round goes on with the branch', async () => {
    results = ['failed', 'succeeded'];
    const comment = scene.ask('/second-pass fix the sum');
    const { record: told, world, build } = await scene.work({ runMode: 'autonomous', comment, ...INPUTS });
    assert.deepEqual([told.situation, told.validation?.result, told.pushes?.length], ['applied', 'succeeded', 2]);
    assert.equal(briefs.length, 2);
    assert.match(
      briefs[1] ?? '',
      /material build[\s\S]*Checks: npm run lint[\s\S]*its last 300 of 401 lines[\s\S]*say what it sums/,
    );
    assert.doesNotMatch(briefs[1] ?? '', /line 99\n/);
    const [first = '', second = ''] = tips();
    assert.equal(await gitText(scene.disk.folder, ['rev-parse', `${second}^`]), first);
    assert.deepEqual(
      world.left.map(({ name }) => name),
      [
        'round-1-session.jsonl',
        'round-1-plan.json',
        'round-1-change.patch',
        'session.jsonl',
        'plan.json',
        'change.patch',
      ],
    );
    const [plan1, plan2] = world.left
      .filter(({ name }) => name.endsWith('plan.json'))
      .map(({ content }) => readPlan(Buffer.from(content)));
    assert.deepEqual([plan2?.branch, plan2?.base, plan2?.branchTip], [plan1?.branch, first, first]);
    const cost = (plan1?.cost.usd ?? 0) + (plan2?.cost.usd ?? 0);
    const remembered = String(scene.azure.pullRequest(2).properties.get('SecondPass.Session')?.$value);
    const unchecked = { key: null, repositoryId: '', branch: '' };
    const { session } = readSession(remembered, unchecked);
    assert.ok(
      Math.abs((session?.costUsd ?? 0) - cost) < 1e-3 && Math.abs((told.costUsd ?? 0) - cost) < 1e-9,
      `${session?.costUsd} ${cost} ${told.costUsd}`,
    );
    assert.deepEqual([...build.tags].filter((tag) => tag.startsWith('second-pass-usd')).length, 1);
    assert.match(
      scene.answers().join('\n---\n'),
      /written to a branch now[\s\S]*Applied[\s\S]*Round 2 of 3 begins[\s\S]*Planned: [\s\S]*Applied[\s\S]*pipeline succeeded/,
    );
    assert.deepEqual(scene.azure.violations, []);
  });

  it('three rounds and no more, within the budget of the run, and each stands on the branch', async () => {
    results = ['failed'];
    const comment = scene.ask('/second-pass fix the sum');
    const { record: told } = await scene.work({ runMode: 'autonomous', comment, ...INPUTS });
    assert.deepEqual([told.situation, told.pushes?.length, briefs.length], ['applied', 3, 3]);
    assert.equal(scene.azure.collection.pullRequests.size, 2);
    assert.match(scene.answers().at(-1) ?? '', /`\/second-pass retry` asks again\.$/);
    assert.ok((told.costUsd ?? 9) <= 2);
  });

  it('a round that comes to nothing leaves what stands there, and says both', async () => {
    results = ['failed'];
    scene.play((view) => {
      const round = briefs.length + (view.turn === 0 ? 1 : 0);
      if (view.turn === 0) briefs.push(view.brief);
      if (round > 1) return { calls: [{ name: 'give_up', input: { why: 'That needs a decision.' } }] };
      return [edit('i <= numbers.length', 'i < numbers.length'), { calls: [VALIDATE] }][view.turn] ?? finish('Mended.');
    });
    const comment = scene.ask('/second-pass fix the sum');
    const { record: told } = await scene.work({ runMode: 'autonomous', comment, ...INPUTS });
    assert.deepEqual([told.situation, told.pushes?.length, told.fixPullRequest?.id], ['gaveUp', 1, 2]);
    assert.match(scene.answers().join('\n---\n'), /Applied[\s\S]*That needs a decision/);
  });
});
