import assert from 'node:assert/strict';
import { wantedOutlines } from '../../../src/steps/skeletons/wanted';
import { changedFile } from './outline-of';

describe('wanted outlines', () => {
  it('are both sides of files that lost lines, and one of those that only gained some', () => {
    const renamed = { ...changedFile('new.cs', [1], [5]), change: 'renamed' as const, oldPath: 'old.vb' };
    const added = { ...changedFile('added.cs', [1]), change: 'added' as const };
    const changes = [
      { oldStart: 2, oldLines: 0, newStart: 1, newLines: 1 },
      { oldStart: 5, oldLines: 1, newStart: 5, newLines: 0 },
    ];
    assert.deepEqual(wantedOutlines([renamed, added, changedFile('grown.cs', [3])]), [
      { path: 'new.cs', blob: 'b', base: { path: 'old.vb', blob: 'a', changes } },
      { path: 'grown.cs', blob: 'b' },
    ]);
  });
});
