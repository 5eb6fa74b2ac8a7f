import assert from 'node:assert/strict';
import { readPatch } from '../../../src/steps/diff/read-patch';
import { lineChanges } from '../../../src/steps/skeletons/line-changes';

/** Changes as `old start,lines > new start,lines`. */
function changes(hunk: string): string[] {
  const id = '1'.repeat(40);
  const raw = `:100644 100644 ${id} ${'2'.repeat(40)} M\0a.cs\0`;
  const head = `diff --git a/a.cs b/a.cs\nindex ${id}..${'2'.repeat(40)} 100644\n--- a/a.cs\n+++ b/a.cs\n`;
  const count = (sign: RegExp) => hunk.match(sign)?.length ?? 0;
  const numbers = `${count(/^\+/gm)}\t${count(/^-/gm)}\ta.cs\0\0`;
  const [file] = readPatch(Buffer.from(raw + numbers + head + hunk));
  return lineChanges(file?.hunks ?? []).map(
    ({ oldStart, oldLines, newStart, newLines }) => `${oldStart},${oldLines} > ${newStart},${newLines}`,
  );
}

describe('changes without their context', () => {
  it('are the runs of lines that took the place of others', () => {
    assert.deepEqual(changes('@@ -3,6 +3,6 @@\n a\n-b\n-c\n+d\n e\n f\n+g\n h\n'), ['4,2 > 4,1', '8,0 > 7,1']);
  });

  it('stand before the first line of a file that had none, and of one that lost all', () => {
    assert.deepEqual(changes('@@ -0,0 +1,2 @@\n+a\n+b\n'), ['1,0 > 1,2']);
    assert.deepEqual(changes('@@ -1,2 +0,0 @@\n-a\n-b\n'), ['1,2 > 1,0']);
  });
});
