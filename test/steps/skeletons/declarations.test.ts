import assert from 'node:assert/strict';
import { changedSymbols, enclosingDeclaration } from '../../../src/steps/skeletons/declarations';
import { wantedOutlines } from '../../../src/steps/skeletons/wanted';
import { changedFile, outlineOf } from './outline-of';

const OUTLINE = outlineOf(`
  1 import import
  3 namespace Shop
  5-40 type Cart
  6   field _log
  8-15   method Add
  17-30   type Line
  18-20     method Price
  50-60 function main`);

describe('declarations around a line', () => {
  const cases: readonly [line: number, chain: string][] = [
    [1, ''],
    [3, 'Shop'],
    [6, 'Cart > _log'],
    [7, 'Cart'],
    [15, 'Cart > Add'],
    [19, 'Cart > Line > Price'],
    [25, 'Cart > Line'],
    [45, ''],
    [60, 'main'],
  ];

  for (const [line, chain] of cases) {
    it(`line ${line}: ${chain || 'nothing'}`, () => {
      const found = enclosingDeclaration(OUTLINE, line);
      assert.equal(found?.chain.map(({ name }) => name).join(' > ') ?? '', chain);
      assert.equal(found?.entry.name ?? '', chain.split(' > ').pop());
    });
  }
});

describe('changed symbols', () => {
  const names = (added: number[], deletedBefore: number[] = []) =>
    changedSymbols(changedFile('a.cs', added, deletedBefore), OUTLINE).map(({ name }) => name);

  it('are the innermost declarations that the change touches', () => {
    assert.deepEqual(names([10, 19, 55]), ['Cart.Add', 'Cart.Line.Price', 'main']);
  });

  it('are the container when only its own lines changed', () => {
    assert.deepEqual(names([7, 25]), ['Cart.Line']);
    assert.deepEqual(names([7]), ['Cart']);
  });

  it('count a declaration that only lost lines', () => {
    assert.deepEqual(names([], [12]), ['Cart.Add']);
    assert.deepEqual(names([1, 45]), []);
  });
});

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
