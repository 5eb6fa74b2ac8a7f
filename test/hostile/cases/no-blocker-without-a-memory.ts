import assert from 'node:assert/strict';
import { SecondPassError } from '../../../src/errors';
import type { Repository } from '../../../src/ports/repository';
import type { Attack, Control } from '../attack';
import { packaged } from '../packaged-life';
import { BASE, colleague, file, type Knowledge, type Scene, withScene } from '../scene';

const LOOPS = [2, 8, 14];
const lineOf = (at: number) => `for (let i${at} = 0; i${at} <= list.length; i${at}++) use(list[i${at}]);`;
const KNOWS: Knowledge[] = LOOPS.map((at) => ({
  text: `i${at} <= list`,
  title: `Loop ${at} runs one step past the end`,
  severity: 'blocker',
}));
const THREE = Object.fromEntries(LOOPS.map((at) => [at, lineOf(at)]));
const WITH_THREE = { ...BASE, 'src/total.ts': file(THREE) };
const total = (lines: Record<number, string>, more: Record<string, string> = {}) => ({
  ...BASE,
  'src/total.ts': file(lines),
  ...more,
});

const ONE_THREAD = { inputs: { maxComments: '1' } };

interface Later {
  push: Record<string, string>;
  blockers: number;
  more?: (scene: Scene) => Promise<void> | void;
}

/** Three blockers and room for one thread; then a push, and a model that misses them all. */
function unheard(tries: string, must: string, { push, blockers, more }: Later): Attack {
  return {
    tries,
    must,
    through: 'review',
    run: () =>
      withScene({ source: WITH_THREE, knows: KNOWS }, async (scene) => {
        const first = await scene.run(ONE_THREAD);
        assert.deepEqual([first.counts.blockers, scene.findings().length], [3, 1]);
        for (const { title } of KNOWS) scene.reviewer.overlooks.add(title);
        scene.push(push);
        const record = await scene.run(ONE_THREAD);
        assert.equal(record.counts.blockers, blockers, JSON.stringify(record.blocking));
        assert.equal(scene.status(), blockers > 0 ? 'failed' : 'succeeded');
        await more?.(scene);
      }),
  };
}

export const control: Control = {
  promise: 'A blocker counts until its lines change or people accept it, whether there was room for its thread or not.',
  attacks: [
    unheard('waits for the model to miss blockers beyond `maxComments`', 'they count', {
      push: total(THREE, { 'src/more.ts': 'x;\n' }),
      blockers: 3,
      more: async (scene) => {
        scene.push(total(THREE, { 'src/more.ts': 'y;\n' }));
        assert.equal((await scene.run(ONE_THREAD)).counts.blockers, 3);
        scene.push(total({ 2: lineOf(2) }));
        assert.equal((await scene.run(ONE_THREAD)).counts.blockers, 1);
      },
    }),
    unheard('looks at the same iteration again', 'they count', {
      push: WITH_THREE,
      blockers: 3,
      more: async (scene) => assert.equal((await scene.run(ONE_THREAD)).counts.blockers, 3),
    }),
    unheard('edits their lines in a word', 'they count', {
      push: total({ ...THREE, 8: lineOf(8).replace('use', 'see'), 14: `  ${lineOf(14)} // checked` }),
      blockers: 3,
    }),
    unheard('moves them to another file', 'they count', {
      push: total({ 2: lineOf(2) }, { 'src/moved.ts': `${lineOf(8)}\n${lineOf(14)}\n` }),
      blockers: 3,
    }),
    unheard('nothing: their lines are mended', 'they are over', {
      push: total({ 2: lineOf(2), 8: lineOf(8).replace('<=', '<'), 14: lineOf(14).replace('<=', '<') }),
      blockers: 1,
    }),
    unheard('mends the one with a thread', 'another one gets its thread, where people can answer', {
      push: total({ 8: lineOf(8), 14: lineOf(14) }),
      blockers: 2,
      more: async (scene) => {
        const { id, comments } = scene.thread('Loop 8');
        assert.match(comments[0]?.content ?? '', /Found in iteration 1, when there was no thread for it/);
        scene.host.personReplies(colleague, id, 'Accepted: the list is never empty here.');
        scene.host.personSets(id, 'wontFix');
        assert.equal((await scene.run(ONE_THREAD)).counts.blockers, 1);
      },
    }),
    {
      tries: 'makes the service refuse the thread of a blocker, and waits for the model to miss it',
      must: 'it counts, and gets its thread',
      through: 'review',
      run: () =>
        withScene({ source: total({ 2: lineOf(2) }), knows: KNOWS }, async (scene) => {
          const refusal = new SecondPassError({ kind: 'platform', code: 'refused', message: 'No.' });
          scene.host.breakAt(3, refusal);
          await scene.run();
          assert.equal(scene.findings().length, 0);
          for (const { title } of KNOWS) scene.reviewer.overlooks.add(title);
          scene.push(total({ 2: lineOf(2) }, { 'src/more.ts': 'x;\n' }));
          assert.equal((await scene.run()).counts.blockers, 1);
          assert.equal(scene.findings().length, 1);
        }),
    },
    {
      tries: 'makes git fail in the run after',
      must: 'they count there and in the runs that follow',
      through: 'review',
      run: () =>
        withScene({ source: WITH_THREE, knows: KNOWS }, async (scene) => {
          await scene.run(ONE_THREAD);
          for (const { title } of KNOWS) scene.reviewer.overlooks.add(title);
          scene.push(total(THREE, { 'src/more.ts': 'x;\n' }));
          const error = new SecondPassError({ kind: 'platform', code: 'git-failed', message: 'No.' });
          const repository = { changes: () => Promise.reject(error) } as unknown as Repository;
          const record = await scene.run({ ...ONE_THREAD, isConcluded: true, world: { repository } });
          assert.deepEqual([record.situation, record.counts.blockers], ['reviewerFailed', 3]);
          assert.equal((await scene.run(ONE_THREAD)).counts.blockers, 3);
        }),
    },
    {
      tries: 'makes the run after fail before it has read anything',
      must: 'they count in the runs that follow',
      through: 'review',
      run: () =>
        withScene({ source: WITH_THREE, knows: KNOWS }, async (scene) => {
          await scene.run(ONE_THREAD);
          for (const { title } of KNOWS) scene.reviewer.overlooks.add(title);
          scene.push(total(THREE, { 'src/more.ts': 'x;\n' }));
          const record = await scene.run({ inputs: { maxComments: '1', budgetUsdPerPullRequest: '0.000001' } });
          assert.deepEqual([record.counts.blockers, scene.status()], [3, 'error']);
          assert.equal((await scene.run(ONE_THREAD)).counts.blockers, 3);
        }),
    },
    packaged('waits for the model to miss the blockers that got no thread', 'they count, and get threads', (life) => {
      const { first, second } = life;
      const threadOn = (run: typeof first) => run.after.threads.some(({ file: at }) => at === '/src/c.ts');
      assert.deepEqual([threadOn(first), threadOn(second)], [false, true]);
      for (const { record } of [first, second])
        assert.ok(
          record.blocking.some(({ path }) => path === 'src/c.ts'),
          JSON.stringify(record.blocking),
        );
    }),
  ],
};
