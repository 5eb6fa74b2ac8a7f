import assert from 'node:assert/strict';
import type { Attack, Control } from '../attack';
import { BASE, file, LOOP, MENDED, type Scene, withScene } from '../scene';

const TITLE = 'Loop runs one step past the end';
const OTHER_WORD = LOOP.replace('sum', 'total');
const OTHER_NAME = LOOP.replaceAll(/\bi\b/g, 'j');
const total = (lines: Record<number, string>, more: Record<string, string> = {}) => ({
  ...BASE,
  'src/total.ts': file(lines),
  ...more,
});
const GONE = total({ 12: 'log();' });

interface Back {
  push: Record<string, string>;
  /** Why there is a new iteration, each time. */
  reason?: string;
  inputs?: Record<string, string>;
  /** What the critique says when it is asked about what is back. */
  settles?: string;
}

/** A blocker that an honest critique calls mended comes back, and from then on the model is silent. */
async function comesBack({ push, reason = 'push', inputs = {}, settles }: Back, then: (scene: Scene) => Promise<void>) {
  await withScene({ source: total({ 2: LOOP, 12: 'log();' }) }, async (scene) => {
    assert.equal((await scene.run({ inputs })).counts.blockers, 1);
    scene.push(GONE, reason);
    assert.deepEqual([(await scene.run({ inputs })).counts.blockers, scene.status()], [0, 'succeeded']);
    scene.reviewer.overlooks.add(TITLE);
    if (settles !== undefined) scene.reviewer.settles.set(TITLE, settles);
    scene.push(push, reason);
    await then(scene);
  });
}

function back(tries: string, given: Back): Attack {
  return {
    tries: `mends a blocker, and ${tries}`,
    must: 'it counts again, and its thread is opened',
    through: 'review',
    run: () =>
      comesBack(given, async (scene) => {
        for (const more of ['x;\n', 'y;\n']) {
          const record = await scene.run({ inputs: given.inputs ?? {} });
          assert.deepEqual([record.counts.blockers, scene.status()], [1, 'failed'], JSON.stringify(record.writes));
          if (given.inputs?.maxComments !== '0') assert.equal(scene.thread(TITLE).status, 'active');
          scene.push({ ...given.push, 'src/more.ts': more });
        }
      }),
  };
}

const REWRITTEN = ['forcePush', 'rebase', 'retarget'];
const OUT = ['src/fresh.min.js', 'package-lock.json', 'own/fresh.ts', 'src/fresh.log'];

export const control: Control = {
  promise: 'A blocker that was over counts again when its lines, or lines like them, are back.',
  attacks: [
    back('puts its line back', { push: total({ 2: LOOP, 12: 'log();' }) }),
    back('puts it back in a new file', { push: { ...GONE, 'src/fresh.ts': file({ 5: LOOP }) } }),
    back('puts it back with another word in it', { push: total({ 2: OTHER_WORD, 12: 'log();' }) }),
    back('puts it back elsewhere, with another word in it', { push: total({ 9: OTHER_WORD, 12: 'log();' }) }),
    back('puts it back with another name', { push: total({ 2: OTHER_NAME, 12: 'log();' }) }),
    ...REWRITTEN.flatMap((reason) => [
      back(`puts it back by a ${reason}`, { push: total({ 2: LOOP, 12: 'log();' }), reason }),
      back(`puts it back by a ${reason} with another word in it`, {
        push: total({ 2: OTHER_WORD, 12: 'log();' }),
        reason,
      }),
      back(`puts it back by a ${reason} with another name`, { push: total({ 2: OTHER_NAME, 12: 'log();' }), reason }),
    ]),
    ...OUT.map((path) =>
      back(`puts its line into ${path}, which nobody reads`, {
        push: { ...GONE, [path]: file({ 5: LOOP }) },
        inputs: { exclude: 'own/**' },
      }),
    ),
    ...Object.entries({
      'its line back': { 'src/total.ts': file({ 2: LOOP, 12: 'log();' }) },
      'it back with another word in it': { 'src/total.ts': file({ 2: OTHER_WORD, 12: 'log();' }) },
      'it back with another name': { 'src/total.ts': file({ 2: OTHER_NAME, 12: 'log();' }) },
      'its line into a new file': { 'src/fresh.ts': file({ 5: LOOP }) },
      'its line into a file that nobody reads': { 'src/fresh.min.js': file({ 5: LOOP }) },
    }).map(([what, more]) =>
      back(`puts ${what}, where it has no thread`, { push: { ...GONE, ...more }, inputs: { maxComments: '0' } }),
    ),
    back('has the critique say, without a line, that what is back is handled', {
      push: total({ 2: OTHER_WORD, 12: 'log();' }),
      settles: MENDED,
    }),
    {
      tries: 'changes the settings, and puts a mended blocker back with another word in it',
      must: 'it counts again',
      through: 'review',
      run: () =>
        comesBack({ push: total({ 2: OTHER_WORD, 12: 'log();' }) }, async (scene) => {
          const record = await scene.run({ inputs: { minimumSeverity: 'warning' } });
          assert.deepEqual([record.counts.blockers, scene.status()], [1, 'failed']);
        }),
    },
    {
      tries: 'mends a blocker, and puts its line into a file that nobody reads, and has the review forced',
      must: 'it counts again',
      through: 'review',
      run: () =>
        comesBack({ push: { ...GONE, 'src/fresh.min.js': file({ 5: LOOP }) } }, async (scene) => {
          const record = await scene.run({ inputs: { force: 'true' } });
          assert.deepEqual([record.counts.blockers, scene.status()], [1, 'failed']);
        }),
    },
    {
      tries: 'has a line settle a blocker, copies it to where nobody reads, and then takes it out of its file',
      must: 'it counts again: nothing settles it there',
      through: 'review',
      run: () =>
        withScene({}, async (scene) => {
          await scene.run();
          scene.reviewer.overlooks.add(TITLE);
          scene.reviewer.settles.set(TITLE, 'handled: line 1 returns before it.');
          const settled = total({ 1: 'if (list.length === 0) return 0;', 2: LOOP });
          const copy = { 'src/fresh.min.js': file({ 5: LOOP }) };
          for (const push of [settled, { ...settled, ...copy }]) {
            scene.push(push);
            assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [0, 'succeeded']);
          }
          scene.push(total({ 12: 'log();' }, copy));
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [1, 'failed']);
        }),
    },
    {
      tries: 'has a line settle a blocker under another name, and takes that line away',
      must: 'it counts again',
      through: 'review',
      run: () =>
        withScene({}, async (scene) => {
          await scene.run();
          scene.reviewer.overlooks.add(TITLE);
          scene.reviewer.settles.set(TITLE, 'handled: line 1 returns before it.');
          scene.push(total({ 1: 'if (list.length === 0) return 0;', 2: OTHER_NAME }));
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [0, 'succeeded']);
          scene.reviewer.settles.clear();
          scene.push(total({ 2: OTHER_NAME }));
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [1, 'failed']);
        }),
    },
    {
      tries: 'nothing: mends a blocker, and later adds a line like it, which a line beside it makes safe',
      must: 'it stays over where the critique names that line',
      through: 'review',
      run: () => {
        const push = total({ 1: 'if (list.length === 0) return 0;', 2: OTHER_WORD, 12: 'log();' });
        return comesBack({ push, settles: 'handled: line 1 returns before it.' }, async (scene) => {
          assert.deepEqual([(await scene.run()).counts.blockers, scene.status()], [0, 'succeeded']);
          assert.equal(scene.thread(TITLE).status, 'fixed');
        });
      },
    },
  ],
};
