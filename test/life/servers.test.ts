import assert from 'node:assert/strict';
import type { Product } from '../emulators/azure-devops/server';
import { findings, numbered, source, statuses, total, withLife } from './small';

const products: Product[] = ['services', 'server-2022.1', 'server-2022', 'server-2020', 'server-2019'];

/** REST calls of a run, git aside, without one for each thread that is opened. */
const BUDGET = 16;

describe('a review from beginning to end', () => {
  for (const product of products) {
    it(`on ${product}: opens, resolves, tells, votes, and keeps to the description`, () =>
      withLife({ product, fetches: true }, async (life) => {
        const inputs = { vote: 'waitForAuthor' };
        await life.run({ inputs });
        assert.equal(findings(life).length, 2);
        await life.push({ ...source, 'src/a.ts': numbered('a', { 5: total }) });
        await life.run({ inputs });
        await life.run({ inputs });
        assert.deepEqual(
          findings(life)
            .map(({ status }) => status)
            .sort(),
          ['active', 'fixed'],
        );
        assert.match(statuses(life).at(-1) ?? '', /^failed \(2\): FAIL: 1 blocker, 0 warnings/);
        assert.deepEqual(life.emulator.violations, []);
      }));
  }

  it(`takes at most ${BUDGET} calls and one for each thread`, () =>
    withLife({}, async (life) => {
      const counted = async () => {
        const before = life.emulator.requests.length;
        await life.run();
        return life.emulator.requests.slice(before).filter(({ kind }) => kind !== 'git').length;
      };
      assert.ok((await counted()) <= BUDGET + 2);
      // Where a blocker stands, who pushed the branch is asked as well.
      assert.ok((await counted()) <= 11);
      await life.push({ ...source, 'src/b.ts': numbered('b', { 3: 'more();' }) });
      assert.ok((await counted()) <= BUDGET + 1);
    }));
});
