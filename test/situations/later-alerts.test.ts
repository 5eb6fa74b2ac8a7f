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

  it('is free where the reports say the same of enforced rules, whatever else is new in them', () =>
    withScene({ knows: [] }, async (scene) => {
      const inputs = { enforcedRules: 'shop.no-eval', sarif: '**/*.sarif' };
      const given = (...results: object[]) => {
        const report = sarifOf([['src/total.ts', 2]]) as { runs: { results: object[] }[] };
        report.runs[0]?.results.push(...results);
        const files = [
          { name: 'a.sarif', content: Buffer.from(JSON.stringify({ ...report, guid: `${results.length}` })) },
        ];
        return { sarifFiles: { read: async () => ({ files, notes: [], partial: false }) } };
      };
      await scene.run({ inputs, world: given() });
      const asked = scene.reviewer.requests.length;
      const again = await scene.run({ inputs, world: given({ ruleId: 'style.semi', message: { text: 'x' } }) });
      assert.deepEqual([scene.reviewer.requests.length, again.cost.usd, scene.status()], [asked, 0, 'failed']);
      await scene.run({
        inputs,
        world: { sarifFiles: { read: async () => ({ files: [], notes: ['none'], partial: true }) } },
      });
      assert.ok(scene.reviewer.requests.length > asked);
    }));
});
