import assert from 'node:assert/strict';
import { suppressionNotes } from '../../../src/steps/alerts/suppression-notes';

const marker = 'nosemgrep';

describe('note of requests to hide alerts', () => {
  it('is one for all of them, by file', () => {
    const suppressions = [
      { path: 'a.py', line: 3, marker },
      { path: '.semgrepignore', marker },
      { path: 'a.py', line: 9, marker },
    ];
    assert.deepEqual(suppressionNotes(suppressions), [
      'The pull request adds 3 requests to hide alerts, which are shown all the same: a.py line 3, 9; .semgrepignore.',
    ]);
    assert.deepEqual(suppressionNotes([]), []);
  });

  it('does not grow with the pull request', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => ({ path: `${index % 40}.cs`, line: index, marker }));
    const [note = ''] = suppressionNotes(many);
    assert.ok(note.length < 1_000 && note.endsWith('; and 30 more files.'), note);
  });
});
