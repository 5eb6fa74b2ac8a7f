import assert from 'node:assert/strict';
import type { ChangedFile } from '../../../src/steps/diff/changed-file';
import { filePrintOf, isSamePrint, withCopiesOf } from '../../../src/steps/triage/file-print';

const file = (more: Partial<ChangedFile> = {}): ChangedFile => ({
  ...{ path: 'src/a.ts', pathBytes: Buffer.from('src/a.ts'), change: 'modified', content: 'text' },
  ...{ oldMode: '100644', newMode: '100644', oldBlob: '1'.repeat(40), newBlob: '2'.repeat(40) },
  ...{ added: 1, removed: 0, hunks: [], oldNoNewline: false, newNoNewline: false },
  ...more,
});

const lines = (startLine: number, endLine: number, side: 'new' | 'old' = 'new') => ({
  range: { side, startLine, endLine },
});

const accepted = filePrintOf(file(), lines(3, 5));

describe('the print of a file', () => {
  const same: Record<string, string> = {
    'the same lines': filePrintOf(file(), lines(3, 5)),
    'more of them': filePrintOf(file(), lines(1, 9)),
    'fewer of them': filePrintOf(file(), lines(4, 4)),
    'no lines': filePrintOf(file()),
    'another name in the folder': filePrintOf(file({ path: 'src/b.ts', oldPath: 'src/a.ts' }), lines(3, 5)),
  };
  for (const [what, print] of Object.entries(same))
    it(`is the same with ${what}`, () => assert.ok(isSamePrint(accepted, print)));

  const other: Record<string, string> = {
    'other lines': filePrintOf(file(), lines(6, 8)),
    'removed lines': filePrintOf(file(), lines(3, 5, 'old')),
    'another content': filePrintOf(file({ newBlob: '3'.repeat(40) }), lines(3, 5)),
    'another mode': filePrintOf(file({ newMode: '100755' }), lines(3, 5)),
    'another folder': filePrintOf(file({ path: 'prod/a.ts', oldPath: 'src/a.ts' }), lines(3, 5)),
    'another ending': filePrintOf(file({ path: 'src/a.test.ts', oldPath: 'src/a.ts' }), lines(3, 5)),
    'a copy': filePrintOf(file(), { ...lines(3, 5), copies: [file({ path: 'prod/a.ts' })] }),
  };
  for (const [what, print] of Object.entries(other))
    it(`is another one with ${what}`, () => assert.ok(!isSamePrint(accepted, print)));

  it('keeps the copies that it had where nobody told any', () => {
    const withCopy = filePrintOf(file(), { ...lines(3, 5), copies: [file({ path: 'prod/a.ts' })] });
    assert.ok(isSamePrint(withCopy, withCopiesOf(accepted, withCopy)));
    assert.ok(!isSamePrint(withCopy, accepted));
  });
});
