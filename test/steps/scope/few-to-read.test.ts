import assert from 'node:assert/strict';
import type { ChangedFile } from '../../../src/steps/diff/changed-file';
import { withFewRead } from '../../../src/steps/scope/few-to-read';
import { changedFile, sides } from './changes';

const lines = (count: number, text = '+x();') => Array.from({ length: count }, () => text);
const modified = (path: string, added: readonly string[]) => changedFile(path, added);
const added = (path: string, text: readonly string[]) => changedFile(path, text, sides('added', path));

/** Paths that are read of those that are left out for this reason. */
function read(files: readonly ChangedFile[], reason: string): string[] {
  const skipped = files.map(({ path }) => ({ path, reason }));
  const scope = withFewRead(files, { skipped });
  const paths = scope.files.map(({ path }) => path);
  const both = [...paths, ...scope.skipped.map(({ path }) => path)];
  assert.deepEqual(both.sort(), files.map(({ path }) => path).sort());
  return paths;
}

describe('files that are few enough to be read whatever they say of themselves', () => {
  it('changed ones that a tool once wrote, where little of them changes', () => {
    assert.deepEqual(read([modified('a', lines(60))], 'generated'), ['a']);
    assert.deepEqual(read([modified('a', lines(60, '-x();'))], 'minified'), ['a']);
    assert.deepEqual(read([modified('a', lines(61))], 'generated'), []);
    assert.deepEqual(read([modified('a', [`+${'x'.repeat(2_000)}`])], 'generated'), ['a']);
    assert.deepEqual(read([modified('a', [`+${'x'.repeat(2_001)}`])], 'generated'), []);
    assert.deepEqual(read([modified('a', [...lines(1), ` ${'x'.repeat(9_000)}`])], 'minified'), ['a']);
    assert.deepEqual(read([modified('a', lines(50, `+${'x'.repeat(900)}`))], 'generated'), []);
    assert.deepEqual(read([changedFile('a', ['-x'], sides('deleted', 'a'))], 'generated'), []);
    assert.deepEqual(read([changedFile('a', [], { unreadable: 'why' })], 'generated'), []);
  });

  it('the smallest of many', () => {
    const many = Array.from({ length: 10 }, (_, at) => modified(`f${9 - at}`, lines(50 + (9 - at))));
    const shown = read(many, 'generated');
    assert.deepEqual(shown, ['f6', 'f5', 'f4', 'f3', 'f2', 'f1', 'f0']);
  });

  it('new ones, where all of them are', () => {
    const small = added('a', lines(3));
    assert.deepEqual(read([small, added('b', lines(3_997))], 'claims to be generated'), ['a', 'b']);
    assert.deepEqual(read([small, added('b', lines(3_998))], 'claims to be generated'), []);
    assert.deepEqual(read([added('a', [`+${'x'.repeat(2_001)}`])], 'claims to be generated'), []);
  });

  it('and no others', () => {
    for (const reason of ['claims to be minified', 'too large', 'default exclusion', 'exclude', '.gitattributes'])
      assert.deepEqual(read([modified('a', lines(1))], reason), [], reason);
  });

  it('as what a tool is said to write, where the target says so', () => {
    const scope = (reason: string) => withFewRead([modified('a', lines(1))], { skipped: [{ path: 'a', reason }] });
    assert.deepEqual(
      [scope('generated').files[0]?.isGenerated, scope('claims to be generated').files[0]?.isGenerated],
      [true, undefined],
    );
  });
});
