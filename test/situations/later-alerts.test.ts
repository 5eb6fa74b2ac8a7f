import assert from 'node:assert/strict';
import { withScene } from '../hostile/scene';
import { sarifOf } from './reviewed';

describe('a re-run of the same iteration', () => {
  it('hears an alert of an enforced rule that no earlier run was given', () =>
    withScene({ knows: [] }, async (scene) => {
      const inputs = { enforcedRules: 'shop.no-eval', sarif: '**/*.sarif' };
      const given = (report: object) => {
        const files = [{ name: 'a.sarif', content: Buffer.from(JSON.stringify(report)) }];
        return { sarifFiles: { read: async () => ({ files, notes: [], partial: false }) } };
      };
      await scene.run({ inputs, world: given(sarifOf([])) });
      assert.equal(scene.status(), 'succeeded');
      await scene.run({ inputs, world: given(sarifOf([['src/total.ts', 2]])) });
      assert.equal(scene.status(), 'failed');
    }));
});
