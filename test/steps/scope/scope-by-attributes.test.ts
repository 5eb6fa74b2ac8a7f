import assert from 'node:assert/strict';
import { scopeByAttributes } from '../../../src/steps/scope/scope-by-attributes';
import { change } from './changes';

const attributes = new Map<string, Record<string, string>>([
  ['gen.ts', { 'linguist-generated': 'set' }],
  ['gen2.ts', { 'linguist-generated': 'true' }],
  ['lib.ts', { 'linguist-vendored': 'set', 'linguist-generated': 'unspecified' }],
  ['blob.x', { binary: 'set', diff: 'unset' }],
  ['nodiff.x', { binary: 'unspecified', diff: 'unset' }],
  ['a.ts', { 'linguist-generated': 'unset', diff: 'javascript', binary: 'unset' }],
  ['b.ts', { 'linguist-generated': 'false', diff: 'set' }],
]);
const changes = [...attributes.keys(), 'unknown.ts'].map((path) => change(path));

describe('scope by attributes', () => {
  it('skips what the target marks as generated, vendored or not to be shown', () => {
    const { kept, skipped } = scopeByAttributes(changes, attributes);
    assert.deepEqual(
      kept.map(({ path }) => path),
      ['a.ts', 'b.ts', 'unknown.ts'],
    );
    assert.deepEqual(skipped, [
      { path: 'gen.ts', reason: '.gitattributes', rule: 'linguist-generated' },
      { path: 'gen2.ts', reason: '.gitattributes', rule: 'linguist-generated' },
      { path: 'lib.ts', reason: '.gitattributes', rule: 'linguist-vendored' },
      { path: 'blob.x', reason: '.gitattributes', rule: 'binary' },
      { path: 'nodiff.x', reason: '.gitattributes', rule: '-diff' },
    ]);
  });

  it('yields to the customer', () => {
    assert.deepEqual(scopeByAttributes(changes, attributes, { useDefaultExclusions: false }).skipped, []);
    const { kept } = scopeByAttributes(changes, attributes, { reincluded: new Set(['gen.ts']) });
    assert.equal(kept[0]?.path, 'gen.ts');
  });
});
