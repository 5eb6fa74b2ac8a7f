import assert from 'node:assert/strict';
import { patchArguments } from '../../../src/adapters/git/patch-arguments';
import { isSecondPassError } from '../../../src/errors';
import type { ChangedFile } from '../../../src/steps/diff/changed-file';
import { readPatch } from '../../../src/steps/diff/read-patch';
import { adversarialCases } from './adversarial-cases';
import { checkPair } from './check-pair';
import { createSampleRepository, type SampleRepository, type SampleTree, sampleGit } from './sample-repository';

describe('reading a patch', () => {
  let repository: SampleRepository;
  before(() => {
    repository = createSampleRepository();
  });
  after(() => repository.remove());

  function patchOf(before: SampleTree, after: SampleTree): Buffer {
    const [base = '', source = ''] = repository.commit([before, after]);
    return sampleGit(repository.folder, patchArguments(base, source));
  }

  describe('every line of it is the one that git and the files hold', () => {
    const cases = adversarialCases();
    const pairs = new Map<string, [string, string]>();
    before(() => {
      for (const latin1Paths of [true, false]) {
        const group = cases.filter((one) => (one.latin1Paths ?? false) === latin1Paths);
        const trees = group.flatMap((one) => [one.before, one.after]);
        const ids = repository.commit(trees, { latin1Paths });
        for (const [index, one] of group.entries()) pairs.set(one.name, [ids[2 * index]!, ids[2 * index + 1]!]);
      }
    });
    for (const { name } of cases) {
      it(name, () => {
        const report = checkPair(repository.folder, ...pairs.get(name)!);
        assert.ok(report && report.files > 0);
        assert.deepEqual(report.mismatches, []);
      });
    }
  });

  describe('each entry is named for what it is', () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`;
    const lines = Array.from({ length: 40 }, (_, index) => `line ${index}\n`).join('');
    const table: [string, SampleTree, SampleTree, Partial<ChangedFile>][] = [
      ['added', {}, { x: lines }, { change: 'added', content: 'text', added: 40, removed: 0 }],
      ['deleted', { x: lines }, {}, { change: 'deleted', content: 'text', added: 0, removed: 40 }],
      ['modified', { x: lines }, { x: `${lines}x` }, { change: 'modified', newNoNewline: true, oldNoNewline: false }],
      ['renamed', { x: lines }, { y: lines }, { change: 'renamed', path: 'y', oldPath: 'x', similarity: 100 }],
      [
        'mode',
        { x: 'x' },
        { x: { mode: '100755', content: 'x' } },
        { change: 'modeChanged', newMode: '100755', hunks: [] },
      ],
      [
        'type',
        { x: 'x\n' },
        { x: { mode: '120000', content: 'y' } },
        { change: 'typeChanged', content: 'symlink', removed: 1 },
      ],
      [
        'link becomes text',
        { x: { mode: '120000', content: 'y' } },
        { x: lines },
        { change: 'typeChanged', content: 'text', added: 40 },
      ],
      ['binary', { x: 'x' }, { x: Buffer.from('\0') }, { change: 'modified', content: 'binary', hunks: [] }],
      ['submodule', {}, { x: { mode: '160000', content: '1'.repeat(40) } }, { content: 'submodule', added: 1 }],
      ['link', {}, { x: { mode: '120000', content: 'y' } }, { content: 'symlink', newNoNewline: true }],
      ['deleted link', { x: { mode: '120000', content: 'y' } }, {}, { content: 'symlink', change: 'deleted' }],
      ['LFS pointer', {}, { x: pointer }, { content: 'lfsPointer' }],
      ['changed LFS pointer', { x: pointer }, { x: pointer.replaceAll('aaaa', 'bbbb') }, { content: 'lfsPointer' }],
      ['deleted LFS pointer', { x: pointer }, {}, { content: 'lfsPointer', change: 'deleted' }],
      ['LFS pointer becomes text', { x: pointer }, { x: lines }, { content: 'text' }],
      ['LFS header in front of code', {}, { x: pointer + lines }, { content: 'text' }],
      ['LFS header in front of unchanged code', { x: lines }, { x: pointer + lines }, { content: 'text' }],
    ];
    for (const [name, before, after, expected] of table) {
      it(name, () => {
        const files = readPatch(patchOf(before, after));
        assert.equal(files.length, 1);
        assert.equal(files[0]?.unreadable, undefined);
        assert.deepEqual({ ...files[0], ...expected }, files[0]);
      });
    }

    it('a copy, which git is not asked for but which the form allows', () => {
      const [base = '', source = ''] = repository.commit([{ a: lines }, { a: `${lines}x\n`, b: lines }]);
      const files = readPatch(
        sampleGit(repository.folder, [...patchArguments(base, source).slice(0, -2), '-C', base, source]),
      );
      assert.deepEqual(
        files.map(({ path, oldPath, change }) => [path, oldPath, change]),
        [
          ['a', undefined, 'modified'],
          ['b', 'a', 'copied'],
        ],
      );
    });

    it('bytes of a path that are not UTF-8 are escaped, all others stand verbatim', () => {
      const [base = '', source = ''] = repository.commit([{}, { 'caf\xe9 \xc3\xa9 \xe2\x82': 'x' }], {
        latin1Paths: true,
      });
      const [file] = readPatch(sampleGit(repository.folder, patchArguments(base, source)));
      assert.equal(file?.path, 'caf\\xe9 é \\xe2\\x82');
      assert.deepEqual(Buffer.from(file!.pathBytes), Buffer.from('caf\xe9 \xc3\xa9 \xe2\x82', 'latin1'));
    });
  });

  describe('lines', () => {
    it('keep their carriage return and lose their sign', () => {
      const [file] = readPatch(patchOf({ x: 'a\r\nb\r\n' }, { x: 'a\r\nc\r\n' }));
      assert.deepEqual(file?.hunks[0]?.lines, [
        { kind: 'context', oldLine: 1, newLine: 1, text: 'a\r' },
        { kind: 'removed', oldLine: 2, newLine: null, text: 'b\r' },
        { kind: 'added', oldLine: null, newLine: 2, text: 'c\r' },
      ]);
    });

    it('have three lines of context on each side', () => {
      const lines = Array.from({ length: 20 }, (_, index) => `${index + 1}\n`);
      const [file] = readPatch(patchOf({ x: lines.join('') }, { x: lines.with(9, 'ten\n').join('') }));
      const [hunk] = file!.hunks;
      assert.deepEqual([hunk?.oldStart, hunk?.oldLines, hunk?.newStart, hunk?.newLines], [7, 7, 7, 7]);
    });

    it('decode as UTF-8, and as the letters of Windows-1252 where they are not', () => {
      const [file] = readPatch(patchOf({}, { x: '\ufeffé 🚀\n' }));
      assert.equal(file?.hunks[0]?.lines[0]?.text, '\ufeffé 🚀');
      const bytes = Buffer.from('caf\xe9 \x80 \x81\xa0\xad \xe2\x82\n', 'latin1');
      const [latin] = readPatch(patchOf({}, { x: bytes }));
      assert.equal(latin?.hunks[0]?.lines[0]?.text, 'café € ␁␆␇ â‚');
    });

    it('never look alike where a byte of theirs is another one', () => {
      const textsOf = (before: string, after: string) => {
        const [file] = readPatch(
          patchOf({ x: Buffer.from(`a\n${before}\n`, 'latin1') }, { x: Buffer.from(`a\n${after}\n`, 'latin1') }),
        );
        return file?.hunks[0]?.lines.slice(1).map(({ text }) => text);
      };
      assert.deepEqual(textsOf('c == "\xe9"', 'c == "\xe8"'), ['c == "é"', 'c == "è"']);
      assert.deepEqual(textsOf('c == "\xe9"', 'c == "\xc3\xa9"'), ['c == "\\xe9"', 'c == "é"']);
      assert.deepEqual(textsOf('c == "\xc3\xa9"; a', 'c == "\xe9"; b'), ['c == "é"; a', 'c == "\\xe9"; b']);
      const every = Array.from({ length: 128 }, (_, at) => textsOf('', String.fromCharCode(0x80 + at))?.[1]);
      assert.equal(new Set(every).size, 128);
    });
  });

  describe('limits name a file instead of reading a part of it', () => {
    it('a patch of more than 1 MiB', () => {
      const files = readPatch(patchOf({}, { big: `${'x'.repeat(1_100_000)}\n`, small: 'x\n' }));
      assert.match(files[0]?.unreadable ?? '', /larger than 1048576 bytes/);
      assert.deepEqual([files[0]?.added, files[0]?.hunks.length], [1, 0]);
      assert.equal(files[1]?.unreadable, undefined);
    });

    it('more than 20,000 changed lines', () => {
      const [file] = readPatch(patchOf({}, { big: 'x\n'.repeat(20_001) }));
      assert.match(file?.unreadable ?? '', /more than 20000 lines/);
      assert.equal(file?.added, 20_001);
      assert.equal(readPatch(patchOf({}, { big: 'x\n'.repeat(20_000) }))[0]?.unreadable, undefined);
    });
  });

  describe('the guard: what was tampered with is named, and nothing is guessed', () => {
    const text = 'a\nb\nc\nd\ne\nf\ng\nh\n';
    let patch: string;
    before(() => {
      patch = patchOf(
        { one: text, two: text, 'x/y': 'x' },
        { one: text.replace('d', 'D'), two: `${text}i\n`, 'x/y': 'y' },
      ).toString('latin1');
    });

    function unreadable(tampered: string): string[] {
      const files = readPatch(Buffer.from(tampered, 'latin1'));
      for (const file of files) if (file.unreadable !== undefined) assert.deepEqual(file.hunks, []);
      return files.filter((file) => file.unreadable !== undefined).map(({ path }) => path);
    }

    const damages: [string, (patch: string) => string, string[]][] = [
      ['nothing', (whole) => whole, []],
      ['a line is lost', (whole) => whole.replace('+D\n', ''), ['one']],
      ['a line is added', (whole) => whole.replace('+D\n', '+D\n+E\n'), ['one']],
      ['a sign is changed', (whole) => whole.replace('+D\n', ' D\n'), ['one']],
      ['a hunk lies about its length', (whole) => whole.replace('@@ -1,7 +1,7 @@', '@@ -1,7 +1,6 @@'), ['one']],
      ['a blank context line lost its sign', (whole) => whole.replace('\n a\n', '\n\n'), ['one']],
      ['the end is cut in a line', (whole) => whole.slice(0, -4), ['x/y']],
      ['the end is cut in a header', (whole) => whole.slice(0, whole.lastIndexOf('@@ -1')), ['x/y']],
      ['the end is cut between files', (whole) => whole.slice(0, whole.indexOf('diff --git a/two')), ['two', 'x/y']],
      ['a file is cut in the middle', (whole) => whole.replace(' c\n-d\n+D\n e\n f\n g\n', ''), ['one']],
      [
        'a section stands twice',
        (whole) => whole.replace(/(diff --git a\/two [\s\S]*?)(?=diff --git a\/x)/, '$1$1'),
        ['two'],
      ],
      ['a section is of another content', (whole) => whole.replace(/^index [0-9a-f]{8}/m, 'index 00000000'), ['one']],
      ['a hunk stands twice', (whole) => whole.replace(/(@@ -1,7[\s\S]*?)(?=diff --git)/, '$1$1'), ['one']],
    ];
    for (const [name, damage, expected] of damages) {
      it(name, () => assert.deepEqual(unreadable(damage(patch)), expected));
    }

    const broken: [string, (patch: string) => string][] = [
      [
        'a foreign section',
        (whole) => `${whole}diff --git a/other b/other\n--- a/other\n+++ b/other\n@@ -1 +1 @@\n-a\n+b\n`,
      ],
      ['a path that the numstat list does not have', (whole) => whole.replace('\t1\tone\0', '\t1\tother\0')],
      ['a list that is cut', (whole) => whole.slice(0, 70)],
      ['abbreviated ids', (whole) => whole.replace(/[0-9a-f]{40}/, '1234567')],
      ['text in front of the patch', (whole) => whole.replace('\0\0diff', '\0warning\0diff')],
    ];
    for (const [name, damage] of broken) {
      it(`${name} makes the whole output unusable`, () => {
        assert.notEqual(damage(patch), patch);
        assert.throws(
          () => readPatch(Buffer.from(damage(patch), 'latin1')),
          (error) => isSecondPassError(error) && error.code === 'diff-unreadable' && error.kind === 'platform',
        );
      });
    }

    it('every cut of the output either throws or leaves only whole files', () => {
      const whole = readPatch(Buffer.from(patch, 'latin1'));
      const start = patch.indexOf('\0\0diff');
      for (let length = 1; length < patch.length; length++) {
        const files = readOrThrow(patch.slice(0, length));
        if (length <= start) assert.ok(files === null || files.every((file) => file.unreadable !== undefined));
        for (const [index, file] of (files ?? []).entries()) {
          // Only a cut exactly in front of the mark of a missing line feed cannot be told from its absence.
          if (file.unreadable === undefined) assert.deepEqual(file.hunks, whole[index]?.hunks);
        }
      }
    });

    function readOrThrow(output: string): ChangedFile[] | null {
      try {
        return readPatch(Buffer.from(output, 'latin1'));
      } catch (error) {
        assert.ok(isSecondPassError(error));
        return null;
      }
    }

    it('an empty output is no files', () => {
      assert.deepEqual(readPatch(new Uint8Array()), []);
    });
  });
});
