import assert from 'node:assert/strict';
import type { Control } from '../attack';
import { type Scene, withScene } from '../scene';

const TITLE = 'Loop runs one step past the end';

/** Two reviews, the blocker missed by the second; in between, somebody tampers. */
function blockerSurvives(tamper: (scene: Scene) => void): () => Promise<void> {
  return () =>
    withScene({}, async (scene) => {
      await scene.run();
      tamper(scene);
      scene.reviewer.overlooks.add(TITLE);
      scene.push({ ...scene.source, 'src/other.ts': 'export {};\n' });
      const record = await scene.run();
      assert.deepEqual([record.ending.verdict, record.counts.blockers], ['FAIL', 1]);
      assert.equal(scene.status(), 'failed');
    });
}

function property(name: string, value: string): Control['attacks'][number] {
  return {
    tries: `sets the property SecondPass.${name} of a blocker's thread to "${value}"`,
    must: 'the blocker counts on, though the model misses it this time',
    through: 'review',
    run: blockerSurvives(({ host, thread }) => host.personTampers(thread(TITLE).id, { [`SecondPass.${name}`]: value })),
  };
}

export const control: Control = {
  promise:
    'Identity and memory of findings are ours alone: what others write on a thread changes nothing, and is told.',
  attacks: [
    property('Name', 'another'),
    property('Kind', 'tracking'),
    property('Mark', '1:0000000000000000:0000000000000000'),
    property('Severity', 'suggestion'),
    property('Status', 'wontFix'),
  ],
};
