import assert from 'node:assert/strict';
import { placeRange } from '../../../src/steps/anchors/place-range';
import { changedFile, numbered } from '../scope/changes';

describe('a range of a tool', () => {
  const second = { oldStart: 20, newStart: 21, ...numbered([' x', '+y', ' z'], 20, 21) };
  const file = changedFile('a.ts', [' a', '-b', '+c', '+d', ' e']);
  const both = { ...file, hunks: [...file.hunks, second] };
  const table: [side: 'new' | 'old', start: number, end: number, isInOneHunk: boolean][] = [
    ['new', 1, 1, true],
    ['new', 2, 3, true],
    ['new', 1, 4, true],
    ['new', 4, 5, false],
    ['new', 4, 22, false],
    ['new', 22, 22, true],
    ['new', 23, 24, false],
    ['new', 10, 12, false],
    ['new', 3, 2, false],
    ['old', 2, 2, true],
    ['old', 3, 3, true],
    ['old', 20, 21, true],
    ['old', 4, 4, false],
  ];
  for (const [side, startLine, endLine, isInOneHunk] of table) {
    it(`${side} ${startLine}-${endLine} has ${isInOneHunk ? 'its lines' : 'the file'} for its place`, () => {
      assert.equal(placeRange(both, { side, startLine, endLine }).kind, isInOneHunk ? 'lines' : 'file');
    });
  }

  it('of several lines that are longer than a comment speaks of has the file for its place, a single one of any length its line', () => {
    const lines = Array.from({ length: 30 }, () => `+${'x'.repeat(1_000)}`);
    const long = changedFile('a.ts', [...lines, `+${'y'.repeat(50_000)}`]);
    const kindOf = (startLine: number, endLine: number) => placeRange(long, { side: 'new', startLine, endLine }).kind;
    assert.deepEqual(
      [kindOf(1, 19), kindOf(1, 21), kindOf(31, 31), kindOf(30, 31)],
      ['lines', 'file', 'lines', 'file'],
    );
  });
});
