import assert from 'node:assert/strict';
import { alertsOfRun } from '../../../src/steps/alerts/alerts-of-run';
import { byNeed } from '../../../src/steps/alerts/by-need';
import { changedFile } from '../../passes/asked';

describe('what is known of a path by need', () => {
  it('is made once, when somebody asks, from the last item of the path', () => {
    const made: string[] = [];
    const known = byNeed([['a', 'first'] as const, ['a', 'last'] as const, ['b', 'other'] as const], (item) => {
      made.push(item);
      return item.length;
    });
    assert.deepEqual([known.has('a'), known.has('c')], [true, false]);
    assert.deepEqual(made, []);
    assert.deepEqual([known.get('a'), known.get('a'), known.get('c')], [4, 4, undefined]);
    assert.deepEqual(made, ['last']);
  });

  it('keeps files that no alert names unread', () => {
    const paths = ['src/a.ts', 'src/b.ts'];
    // Whoever decodes this throws.
    const contents = paths.map((path) => ({ path, after: {} as Uint8Array, before: {} as Uint8Array, oldPath: path }));
    const files = paths.map((path) => changedFile(path));
    const none = { scan: null, sarif: [], aside: [], changed: new Set(paths), enforcedRules: [] };
    assert.deepEqual(alertsOfRun({ ...none, files, contents }).alerts, []);
  });
});
