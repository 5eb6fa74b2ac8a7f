import assert from 'node:assert/strict';
import { join } from 'node:path';
import { checkPair } from './check-pair';
import { historyPairs, isShallow } from './history-pairs';

describe('the differential test on a history', () => {
  const ownHistory = join(__dirname, '..', '..', '..', '.git');

  it('finds no mismatch over 60 commits of this project', function () {
    let pairs: ReturnType<typeof historyPairs> = [];
    try {
      if (isShallow(ownHistory)) this.skip();
      pairs = historyPairs(ownHistory, 60);
    } catch {
      // An exported tree, or a work tree without a repository of its own, has no history to test with.
      this.skip();
    }
    const mismatches = pairs.flatMap(({ base, source }) => checkPair(ownHistory, base, source)?.mismatches ?? []);
    assert.ok(pairs.length > 0);
    assert.deepEqual(mismatches, []);
  });
});
