import assert from 'node:assert/strict';
import { sarifFilesOf } from '../fakes/sarif-files';
import { withScene } from '../hostile/scene';
import { sarifOf } from './reviewed';

describe('reports of enforced rules', () => {
  const report = sarifOf([['src/total.ts', 2]]);
  const files = [{ name: 'out/a.sarif', content: Buffer.from(JSON.stringify(report)) }];
  const inputs = { enforcedRules: 'shop.no-eval', sarif: '**/*.sarif' };

  it('are read once in a run', () =>
    withScene({ knows: [] }, async (scene) => {
      let reads = 0;
      const read = async () => {
        reads += 1;
        return { files, notes: [], partial: false };
      };
      await scene.run({ inputs, world: { sarifFiles: { ...sarifFilesOf(), read } } });
      assert.deepEqual([reads, scene.status()], [1, 'failed']);
    }));

  it('are not believed where the pull request itself contains them', () =>
    withScene({ knows: [] }, async (scene) => {
      const sarifFiles = {
        ...sarifFilesOf({ files }),
        ownAmong: async (names: readonly string[], own: readonly string[]) => {
          assert.ok(own.includes('src/total.ts'));
          return new Set(names);
        },
      };
      const { ending, notes } = await scene.run({ inputs, world: { sarifFiles } });
      assert.equal(ending.outcome, 'partlyReviewed');
      assert.match(notes.join('\n'), /out\/a\.sarif was not read: the pull request itself contains it/);
    }));
});

describe('a re-run of the same iteration', () => {
  it('hears an alert of an enforced rule that no earlier run was given', () =>
    withScene({ knows: [] }, async (scene) => {
      const inputs = { enforcedRules: 'shop.no-eval', sarif: '**/*.sarif' };
      const given = (report: object) => {
        const files = [{ name: 'a.sarif', content: Buffer.from(JSON.stringify(report)) }];
        return { sarifFiles: sarifFilesOf({ files }) };
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
        return { sarifFiles: sarifFilesOf({ files }) };
      };
      await scene.run({ inputs, world: given() });
      const asked = scene.reviewer.requests.length;
      const again = await scene.run({ inputs, world: given({ ruleId: 'style.semi', message: { text: 'x' } }) });
      assert.deepEqual([scene.reviewer.requests.length, again.cost.usd, scene.status()], [asked, 0, 'failed']);
      await scene.run({
        inputs,
        world: { sarifFiles: sarifFilesOf({ notes: ['none'], partial: true }) },
      });
      assert.ok(scene.reviewer.requests.length > asked);
    }));
});
