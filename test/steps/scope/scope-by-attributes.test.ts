import assert from 'node:assert/strict';
import { rangeInDiff } from '../../../src/steps/scope/range-in-diff';
import { scopeByAttributes } from '../../../src/steps/scope/scope-by-attributes';
import { change, changedFile, numbered } from './changes';

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

describe('a range in the diff', () => {
  const second = { oldStart: 20, newStart: 21, ...numbered([' x', '+y', ' z'], 20, 21) };
  const file = changedFile('a.ts', [' a', '-b', '+c', '+d', ' e']);
  const both = { hunks: [...file.hunks, second] };
  const table: [side: 'new' | 'old', start: number, end: number, inside: boolean, touchesChange: boolean][] = [
    ['new', 1, 1, true, false],
    ['new', 2, 3, true, true],
    ['new', 1, 4, true, true],
    ['new', 4, 5, false, false],
    ['new', 4, 22, false, true],
    ['new', 22, 22, true, true],
    ['new', 23, 24, false, false],
    ['new', 10, 12, false, false],
    ['new', 3, 2, false, false],
    ['old', 2, 2, true, true],
    ['old', 3, 3, true, false],
    ['old', 20, 21, true, false],
    ['old', 4, 4, false, false],
  ];
  for (const [side, startLine, endLine, inside, touchesChange] of table) {
    it(`${side} ${startLine}-${endLine}`, () => {
      assert.deepEqual(rangeInDiff(both, { side, startLine, endLine }), { inside, touchesChange });
    });
  }
});
