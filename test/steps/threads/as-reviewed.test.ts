import assert from 'node:assert/strict';
import { contentOf, isAsReviewed, shortHash } from '../../../src/steps/threads/as-reviewed';

describe('a file as the last review saw it', () => {
  const oldBlob = 'a'.repeat(40);
  const newBlob = 'b'.repeat(40);
  const path = 'src/total.ts';
  const files = { [shortHash(path)]: contentOf(oldBlob, newBlob) };
  const reviewed = { iteration: 1, base: '', source: '', settings: '', files };

  it('is told by both of its sides', () => {
    assert.ok(isAsReviewed({ path, oldBlob, newBlob }, reviewed));
    assert.ok(!isAsReviewed({ path, oldBlob: 'c'.repeat(40), newBlob }, reviewed));
  });

  it('is no content that somebody tried until it had the same eight digits', () => {
    assert.ok(!isAsReviewed({ path, oldBlob, newBlob: `${'b'.repeat(8)}${'c'.repeat(32)}` }, reviewed));
  });
});
