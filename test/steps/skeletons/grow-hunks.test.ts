import assert from 'node:assert/strict';
import type { OutlineEntry } from '../../../src/ports/outliner';
import type { ChangedFile } from '../../../src/steps/diff/changed-file';
import { growHunks } from '../../../src/steps/skeletons/grow-hunks';

const NEW = Array.from({ length: 60 }, (_, index) => `line ${index + 1}`);

/** One hunk of three added lines that end one function and begin the next. */
function changedAcross(from: number): ChangedFile {
  const lines = Array.from({ length: 9 }, (_, index) => {
    const line = from - 3 + index;
    const isAdded = index >= 3 && index < 6;
    const oldLine = isAdded ? null : line - (index < 3 ? 0 : 3);
    return { kind: isAdded ? ('added' as const) : ('context' as const), oldLine, newLine: line, text: `line ${line}` };
  });
  const hunk = { oldStart: from - 3, oldLines: 6, newStart: from - 3, newLines: 9, lines };
  return { ...changed([]), hunks: [hunk] };
}

/** A file whose lines at these numbers are new; one old line went where it says so. */
function changed(added: readonly number[], content = NEW): ChangedFile {
  const hunks = added.map((at) => {
    const shift = added.filter((one) => one < at).length;
    const [from, to] = [Math.max(1, at - 3), Math.min(content.length, at + 3)];
    const lines = content.slice(from - 1, to).map((text, index) => {
      const line = from + index;
      const kind = line === at ? ('added' as const) : ('context' as const);
      const oldLine = kind === 'added' ? null : line - shift - (line > at ? 1 : 0);
      return { kind, oldLine, newLine: line, text };
    });
    return { oldStart: from - shift, oldLines: to - from, newStart: from, newLines: to - from + 1, lines };
  });
  return {
    ...{ path: 'a.ts', pathBytes: Buffer.from('a.ts'), change: 'modified', oldMode: '100644', newMode: '100644' },
    ...{ oldBlob: 'old', newBlob: 'new', content: 'text', added: added.length, removed: 0, hunks },
    ...{ oldNoNewline: false, newNoNewline: false },
  };
}

function entry(kind: string, startLine: number, endLine: number, depth = 0): OutlineEntry {
  return { kind, name: `${kind}${startLine}`, signature: '', startLine, endLine, headerEndLine: startLine, depth };
}

function grown(file: ChangedFile, entries: OutlineEntry[], budget = 10_000, content = `${NEW.join('\n')}\n`) {
  const outline = { kind: 'outline', language: 'TypeScript', parse: 'ok', lines: 60, entries } as const;
  const [one] = growHunks([file], new Map([['a.ts', outline]]), new Map([['new', Buffer.from(content)]]), budget);
  return one!.hunks;
}

const spans = (hunks: ChangedFile['hunks']) => hunks.map((hunk) => [hunk.newStart, hunk.newStart + hunk.newLines - 1]);

describe('hunks', () => {
  it('grow to the ends of the function', () => {
    const hunks = grown(changed([20]), [entry('type', 1, 60), entry('method', 10, 40, 1)]);
    assert.deepEqual(spans(hunks), [[10, 40]]);
    const lines = hunks[0]!.lines;
    assert.ok(lines.every(({ text, newLine }) => text === `line ${newLine}`));
    assert.ok(
      lines.every(({ kind, oldLine, newLine }) => kind === 'added' || oldLine === newLine! - Number(newLine! > 20)),
    );
    assert.deepEqual([hunks[0]!.oldStart, hunks[0]!.oldLines], [10, 30]);
  });

  it('grow to the start of the first and the end of the last function where a change spans both', () => {
    const entries = [entry('function', 5, 20), entry('function', 21, 40)];
    assert.deepEqual(spans(grown(changedAcross(19), entries)), [[5, 40]]);
  });

  it('become one where they touch', () => {
    const hunks = grown(changed([20, 35]), [entry('method', 10, 40)]);
    assert.deepEqual(spans(hunks), [[10, 40]]);
    assert.deepEqual(
      hunks[0]!.lines.map(({ newLine }) => newLine),
      Array.from({ length: 31 }, (_, at) => at + 10),
    );
    assert.equal(hunks[0]!.oldLines, 29);
  });

  it('grow by 50 lines at most, and never over the end of the file', () => {
    const long = Array.from({ length: 300 }, (_, index) => `line ${index + 1}`);
    const file = changed([150], long);
    assert.deepEqual(spans(grown(file, [entry('function', 1, 300)], 99_999, long.join('\n'))), [[97, 203]]);
    assert.deepEqual(spans(grown(changed([58]), [entry('function', 50, 99)])), [[50, 60]]);
  });

  it('leave a long type alone, and read a short one whole', () => {
    const long = Array.from({ length: 300 }, (_, index) => `line ${index + 1}`);
    assert.deepEqual(spans(grown(changed([150], long), [entry('type', 1, 300)], 99_999, long.join('\n'))), [
      [147, 153],
    ]);
    assert.deepEqual(spans(grown(changed([20]), [entry('type', 12, 30)])), [[12, 30]]);
  });

  it('grow as far as the budget goes, the cheapest first', () => {
    const entries = [entry('method', 1, 12), entry('method', 25, 55)];
    assert.deepEqual(spans(grown(changed([8, 40]), entries, 150)), [
      [1, 12],
      [37, 43],
    ]);
  });

  it('stay where the content reads otherwise than the diff', () => {
    assert.deepEqual(spans(grown(changed([20]), [entry('method', 10, 40)], 10_000, 'other\n'.repeat(60))), [[17, 23]]);
  });
});
