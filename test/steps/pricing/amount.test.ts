import assert from 'node:assert/strict';
import { amount } from '../../../src/steps/pricing/amount';

describe('amounts of money in words', () => {
  for (const [usd, shown] of [
    [1.005, '$1.00'],
    [12.3, '$12.30'],
    [1234.5, '$1234.50'],
    [0.01, '$0.01'],
    [0.0099, '$0.0099'],
    [0.00996, '$0.01'],
    [0.0001, '$0.0001'],
    [0.0000123, '$0.000012'],
    [0, '$0.00'],
    [-0.2, '$0.00'],
  ] as const) {
    it(`${usd} is ${shown}`, () => assert.equal(amount(usd), shown));
  }
});
