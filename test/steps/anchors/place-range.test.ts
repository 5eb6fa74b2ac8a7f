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
});
