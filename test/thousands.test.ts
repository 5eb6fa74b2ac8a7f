import assert from 'node:assert/strict';
import { thousands } from '../src/thousands';

describe('counts with their thousands apart', () => {
  for (const count of [0, 7, 999, 1_000, 12_345, 400_000, 1_234_567, 9_007_199_254_740_991]) {
    it(`${count}`, () => assert.equal(thousands(count), count.toLocaleString('en')));
  }
});
