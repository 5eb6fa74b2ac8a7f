import assert from 'node:assert/strict';
import type { BlobId } from '../../../src/ports/repository';
import type { ChangedFile } from '../../../src/steps/diff/changed-file';
import { decodeFiles } from '../../../src/steps/diff/decode-files';

const NO_BLOB = '0'.repeat(40);

/** Files that went from UTF-8 to UTF-16; no line of one side is on the other, but for those that both begin with. */
function decoded(...rewrites: { shared?: number; before: number; after: number }[]): readonly ChangedFile[] {
  const contents = new Map<BlobId, Uint8Array>();
  const files = rewrites.map(({ shared = 0, before, after }, index) => {
    const [oldBlob, newBlob] = [before === 0 ? NO_BLOB : `old${index}`, `new${index}`];
    contents.set(oldBlob, Buffer.from(lines('s', shared) + lines('b', before)));
    contents.set(newBlob, Buffer.from(`\ufeff${lines('s', shared)}${lines('a', after)}`, 'utf16le'));
    return { content: 'binary', path: `${index}.sql`, oldBlob, newBlob, hunks: [] } as unknown as ChangedFile;
  });
  return decodeFiles(files, contents).files;
}

function lines(name: string, count: number): string {
  return Array.from({ length: count }, (_, index) => `${name}${index}\n`).join('');
}

describe('texts in UTF-16 are compared within bounds', () => {
  it('a file rewritten from end to end is unreadable, not compared for minutes', () => {
    const begun = process.cpuUsage();
    const [file] = decoded({ before: 9_000, after: 9_000 });
    assert.match(file?.unreadable ?? '', /takes too long to compare/);
    assert.ok(process.cpuUsage(begun).user < 10_000_000);
  });

  it('nor many files that are each just small enough', () => {
    const files = decoded(...new Array(20).fill({ before: 950, after: 950 }));
    const read = files.filter(({ unreadable }) => unreadable === undefined).length;
    assert.ok(read > 0 && read < 10, `${read} were read`);
  });

  it('nor one of hundreds of thousands of lines, which take their hundredfold of memory', () => {
    const files = decoded({ before: 450_000, after: 450_000 }, { before: 100_000, after: 10 }, { before: 0, after: 9 });
    assert.match(files[1]?.unreadable ?? '', /too large to be compared/);
    assert.equal(files[2]?.added, 9);
  });

  it('but one text under many names is compared once, and read under each of them', () => {
    const contents = new Map([
      ['old', Buffer.from(lines('b', 950))],
      ['new', Buffer.from(`\ufeff${lines('a', 950)}`, 'utf16le')],
    ]);
    const files = Array.from(
      { length: 2_000 },
      (_, at) => ({ content: 'binary', path: `${at}.sql`, oldBlob: 'old', newBlob: 'new', hunks: [] }) as never,
    );
    const read = decodeFiles(files, contents).files.filter(({ added }) => added === 950).length;
    assert.ok(read > 500 && read < 600, `${read}, each of which has its lines`);
  });

  it('while a long new file is read even after them, and one with few lines of its own on a side', () => {
    const files = decoded(...new Array(2).fill({ before: 9_000, after: 9_000 }), ...[{ before: 0, after: 15_000 }]);
    assert.deepEqual([files[2]?.unreadable, files[2]?.added], [undefined, 15_000]);
    const [edited, grown] = decoded({ shared: 15_000, before: 20, after: 30 }, { before: 10, after: 15_000 });
    assert.deepEqual([edited?.unreadable, edited?.added, edited?.removed], [undefined, 30, 20]);
    assert.deepEqual([grown?.unreadable, grown?.added, grown?.removed], [undefined, 15_000, 10]);
  });
});

it('lines of a text in UTF-16 have the numbers that they have in the file', () => {
  const [file] = decoded({ shared: 10, before: 2, after: 3 });
  const numbers = (side: 'oldLine' | 'newLine') =>
    (file?.hunks ?? [])
      .flatMap(({ lines }) => lines)
      .flatMap((line) => (line[side] === null ? [] : [`${line[side]} ${line.text}`]));
  assert.deepEqual(numbers('oldLine'), ['8 s7', '9 s8', '10 s9', '11 b0', '12 b1']);
  assert.deepEqual(numbers('newLine'), ['8 s7', '9 s8', '10 s9', '11 a0', '12 a1', '13 a2']);
});
