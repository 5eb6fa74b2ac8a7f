import assert from 'node:assert/strict';
import { lackingExports } from './without-controls';

describe('the bundle without controls', () => {
  it('has a stand-in for everything that their files export', () => {
    assert.deepEqual(lackingExports(), []);
  });
});
