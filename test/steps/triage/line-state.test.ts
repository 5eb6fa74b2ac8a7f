import assert from 'node:assert/strict';
import { markOf } from '../../../src/steps/triage/code-mark';
import { gistOf } from '../../../src/steps/triage/gist';
import { lineStateOf } from '../../../src/steps/triage/line-state';
import { changeOf } from '../../fakes/change-of';
import { changedFile } from '../scope/changes';
import { knownFinding } from './known';

describe('the lines of earlier findings', () => {
  // Where each file is read again for each of them, this takes minutes.
  it('are looked for in a large change however many are gone', () => {
    const lines = new Array(5_000).fill('+let x = call(a, b, c, d, e, f, g, h, i, j);');
    const change = changeOf([changedFile('src/a.ts', lines), changedFile('src/b.ts', lines)]);
    const states = Array.from({ length: 4_000 }, (_, at) => {
      const text = `evil${at}(1 + 2 + 3, z, y, w, q);`;
      const identity = { mark: markOf(text), gist: gistOf(text, 'src/a.ts') };
      return lineStateOf(knownFinding({ ...identity, severity: 'blocker' }), { change });
    });
    assert.deepEqual([...new Set(states)], ['gone']);
  });
});
