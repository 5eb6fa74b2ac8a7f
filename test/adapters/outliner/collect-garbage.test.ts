import assert from 'node:assert/strict';
import { collectGarbage } from '../../../src/adapters/outliner/collect-garbage';

describe('collecting garbage', () => {
  it('gives back buffers that nobody needs, at once', () => {
    const held = Array.from({ length: 50 }, () => Buffer.alloc(1_000_000, 1));
    collectGarbage();
    const before = process.memoryUsage().arrayBuffers;
    held.length = 0;
    collectGarbage();
    assert.ok(before - process.memoryUsage().arrayBuffers > 40_000_000);
  });

  it('leaves no way to do it to others', () => {
    collectGarbage();
    assert.equal('gc' in globalThis, false);
  });
});
