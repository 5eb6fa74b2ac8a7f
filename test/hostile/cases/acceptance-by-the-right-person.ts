import assert from 'node:assert/strict';
import type { Thread } from '../../../src/ports/code-host';
import type { Attack, Control } from '../attack';
import { author, type Scene, withScene } from '../scene';

const TITLE = 'Loop runs one step past the end';

/** One review, then people act, then the same iteration is looked at again: the blocker must count. */
function stillCounts(tries: string, act: (scene: Scene, thread: Thread) => void, must = 'the blocker counts'): Attack {
  return {
    tries,
    must,
    through: 'review',
    run: () =>
      withScene({}, async (scene) => {
        await scene.run();
        act(scene, scene.thread(TITLE));
        const record = await scene.run();
        assert.deepEqual([record.ending.verdict, record.counts.blockers, scene.status()], ['FAIL', 1, 'failed']);
      }),
  };
}

export const control: Control = {
  promise: 'A blocker leaves the count only by the latest word of a person who may accept it.',
  attacks: [
    stillCounts('sets wontFix without a word', ({ host }, { id }) => host.personSets(id, 'wontFix')),
    stillCounts('sets wontFix with a word by the author', ({ host }, { id }) => {
      host.personReplies(author, id, 'This is fine.');
      host.personSets(id, 'wontFix');
    }),
  ],
};
