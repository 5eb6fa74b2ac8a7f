import assert from 'node:assert/strict';
import { shownText } from '../../../src/steps/chunks/chunk';
import { splitIntoChunks } from '../../../src/steps/chunks/split-into-chunks';
import type { ChangedFile, DiffLine } from '../../../src/steps/diff/changed-file';
import { composePrompts, piecesOf } from '../../../src/steps/prompt/compose';
import { splitPrompt } from '../../../src/steps/prompt/split-prompt';
import { composeSkeletons } from '../../../src/steps/skeletons/compose';
import { alertOn, changedFile } from '../../passes/asked';
import { outlineOf } from '../skeletons/outline-of';

const paths = (chunks: ReturnType<typeof splitIntoChunks>) =>
  chunks.map(({ files }) => [...new Set(files.map(({ file }) => file.path))]);

/** Every changed line of every file stands in exactly one chunk. */
function assertWhole(files: readonly ChangedFile[], chunks: ReturnType<typeof splitIntoChunks>): void {
  for (const file of files) {
    const parts = chunks.flatMap((chunk) => chunk.files.filter((shown) => shown.file.path === file.path));
    const lines = (hunks: ChangedFile['hunks']) => {
      const all = hunks.flatMap((hunk) => hunk.lines);
      const side = (kind: DiffLine['kind']) => all.filter((line) => line.kind === kind);
      return [...side('removed'), ...side('added')].map(
        ({ kind, oldLine, newLine }) => `${kind} ${oldLine} ${newLine}`,
      );
    };
    assert.deepEqual(
      lines(parts.sort((a, b) => a.from - b.from).flatMap(({ hunks }) => hunks)),
      lines(file.hunks),
      file.path,
    );
  }
}

describe('chunks', () => {
  it('keep a small pull request in one', () => {
    const files = ['a', 'b', 'c'].map((name) => changedFile(`src/${name}.ts`));
    assert.equal(splitIntoChunks(files).length, 1);
  });

  it('are none without files', () => assert.deepEqual(splitIntoChunks([]), []));

  it('keep a test with what it tests, though folders lie apart', () => {
    const files = [
      ...Array.from({ length: 8 }, (_, index) => changedFile(`src/one/f${index}.ts`, 30)),
      changedFile('src/one/cart.ts', 30),
      ...Array.from({ length: 8 }, (_, index) => changedFile(`tests/unit/g${index}.ts`, 30)),
      changedFile('tests/unit/cart.test.ts', 30),
    ];
    const together = paths(splitIntoChunks(files, { limit: 6000 })).find((group) => group.includes('src/one/cart.ts'));
    assert.ok(together?.includes('tests/unit/cart.test.ts'), together?.join());
  });

  it('keep the users of a changed declaration with it', () => {
    const filler = (name: string) => Array.from({ length: 30 }, (_, index) => `let ${name}Filler${index} = ${index};`);
    const money = { ...changedFile('lib/core/money.ts', filler('money')), change: 'modified' as const };
    const after = outlineOf('1-99 function roundHalfEven: export function roundHalfEven(value: number)');
    const budget = { perFile: 9000, perPullRequest: 9000 };
    const { skeletons } = composeSkeletons([money], new Map([[money.path, { after }]]), budget);
    const files = [
      money,
      ...Array.from({ length: 6 }, (_, index) => changedFile(`lib/core/x${index}.ts`, filler(`x${index}`))),
      ...Array.from({ length: 6 }, (_, index) => changedFile(`web/pages/y${index}.ts`, filler(`y${index}`))),
      changedFile('web/pages/total.ts', [...filler('total'), 'return roundHalfEven(sum);']),
    ];
    const together = paths(splitIntoChunks(files, { skeletons, limit: 6000 })).find((group) =>
      group.includes('lib/core/money.ts'),
    );
    assert.ok(together?.includes('web/pages/total.ts'), together?.join());
  });

  it('begin with the risky files, and end with tests and prose', () => {
    const files = [
      changedFile('docs/guide.md', 60),
      changedFile('src/view/list.ts', 60),
      changedFile('src/view/list2.ts', 60),
      changedFile('src/auth/login.ts', 60),
      changedFile('src/view/alerted.ts', 60),
      changedFile('test/other.test.ts', 60),
    ];
    const alerts = [alertOn('src/view/alerted.ts', 's1', { level: 'error' })];
    const order = paths(splitIntoChunks(files, { alerts, limit: 3200 })).flat();
    assert.deepEqual(new Set(order.slice(0, 2)), new Set(['src/auth/login.ts', 'src/view/alerted.ts']));
    assert.deepEqual(new Set(order.slice(-2)), new Set(['docs/guide.md', 'test/other.test.ts']));
  });

  it('divide a file that is too large between its hunks and within them, and leave nothing out', () => {
    const files = [changedFile('src/huge.ts', 3000), hunked('src/many.ts', 40, 30), changedFile('src/small.ts')];
    const chunks = splitIntoChunks(files, { limit: 10_000 });
    assertWhole(files, chunks);
    assert.ok(chunks.length > 10);
    for (const { files: shown } of chunks) assert.ok(shown.reduce((sum, { bytes }) => sum + bytes, 0) <= 12_000);
    const part = chunks
      .flatMap((chunk) => chunk.files)
      .find(({ file, from }) => file.path === 'src/huge.ts' && from > 0);
    assert.match(
      shownText(part!),
      /==== part: new lines \d+-\d+ of this file; its other hunks are reviewed elsewhere\n@@ new (\d+)-/,
    );
  });

  it('keep old and new of a rewritten stretch together', () => {
    const [file] = [hunked('src/many.ts', 1, 400)];
    const [hunk] = file!.hunks;
    const inRuns = ['removed', 'added'].flatMap((kind) => hunk!.lines.filter((line) => line.kind === kind));
    const rewritten = { ...file!, hunks: [{ ...hunk!, lines: inRuns }] };
    const chunks = splitIntoChunks([rewritten], { limit: 6000 });
    assertWhole([rewritten], chunks);
    assert.ok(chunks.length > 2);
    for (const shown of chunks.flatMap((chunk) => chunk.files.flatMap(({ hunks }) => hunks))) {
      assert.ok(shown.oldLines > 0 && Math.abs(shown.oldLines - shown.newLines) <= 1);
      assert.ok(Math.abs(shown.oldStart - shown.newStart) <= 1);
    }
  });

  it('number lines of a divided hunk as before', () => {
    const [file] = [hunked('src/many.ts', 1, 2000)];
    const chunks = splitIntoChunks([file!], { limit: 8000 });
    for (const { files } of chunks) {
      for (const { hunks } of files) {
        const [hunk] = hunks;
        const first = hunk!.lines.find(({ newLine }) => newLine !== null);
        assert.equal(hunk!.newStart, first?.newLine);
        assert.equal(hunk!.newLines, hunk!.lines.filter(({ kind }) => kind !== 'removed').length);
        assert.equal(hunk!.oldLines, hunk!.lines.filter(({ kind }) => kind !== 'added').length);
      }
    }
  });

  it('show the list of all files in each, and none when there is one chunk only', () => {
    const files = ['a', 'b', 'c', 'd'].map((name) => changedFile(`src/${name}.ts`, 60));
    const composed = (limit: number) =>
      composePrompts({
        files,
        chunks: splitIntoChunks(files, { limit }),
        skeletons: [],
        alerts: [],
        guidelines: '',
        guidelineFiles: [],
      });
    for (const pieces of composed(4000).map(piecesOf)) {
      const [, list] = /^<<< .*\n==== all 4 files [^\n]*\n([\s\S]*?)\n\n/.exec(pieces[0]!.text) ?? [];
      assert.deepEqual(
        list
          ?.split('\n')
          .map((line) => line.trim().split(' ')[0])
          .sort(),
        files.map(({ path }) => path),
      );
    }
    assert.ok(!piecesOf(composed(100_000)[0]!)[0]!.text.includes('==== all'));
  });

  it('keep that list short however many files there are', () => {
    const files = Array.from({ length: 5000 }, (_, index) =>
      changedFile(`src/area${index % 90}/module/file-number-${index}.ts`, 2),
    );
    const prompts = composePrompts({
      files,
      chunks: splitIntoChunks(files),
      skeletons: [],
      alerts: [],
      guidelines: '',
      guidelineFiles: [],
    });
    for (const pieces of prompts.map(piecesOf)) {
      const list = pieces[0]!.text.split('\n\n')[0]!;
      assert.ok(list.length < 26_000, String(list.length));
      assert.match(list, /src\/area7\/module\/ \d+ files/);
    }
  });

  it('give each alert to one of them: to the part that answers for its lines', () => {
    const files = [changedFile('src/huge.ts', 1000), changedFile('src/b.ts')];
    const at = (id: string, line: number) =>
      alertOn('src/huge.ts', id, { range: { side: 'new', startLine: line, endLine: line } });
    const { range: _, ...whole } = alertOn('src/huge.ts', 's4');
    const { id: __, ...hidden } = alertOn('src/b.ts', 'unnumbered');
    const alerts = [at('s1', 1), at('s2', 500), at('s3', 1000), whole, hidden];
    const prompts = composePrompts({
      files,
      chunks: splitIntoChunks(files, { limit: 9000 }),
      skeletons: [],
      alerts,
      guidelines: '',
      guidelineFiles: [],
    });
    assert.deepEqual(prompts.flatMap((prompt) => prompt.alerts.map(({ id }) => id)).sort(), ['s1', 's2', 's3', 's4']);
    for (const pieces of prompts.map(piecesOf)) assert.ok(!pieces.some(({ text }) => text.includes('undefined')));
  });

  it('cut in two until nothing is left to cut, and lose no line on the way', () => {
    const files = [changedFile('src/a.ts', 300), changedFile('src/b.ts', 10), hunked('src/c.ts', 5, 20)];
    let number = 1;
    let open = composePrompts({
      files,
      chunks: splitIntoChunks(files),
      skeletons: [],
      alerts: [],
      guidelines: '',
      guidelineFiles: [],
    });
    const leaves: typeof open = [];
    for (; open.length > 0; ) {
      const prompt = open.shift()!;
      const parts = splitPrompt(prompt, () => ++number);
      if (parts) open = [...open, ...parts];
      else leaves.push(prompt);
    }
    assertWhole(
      files,
      leaves.map(({ chunk }) => chunk),
    );
    assert.ok(leaves.length > 8);
    assert.equal(new Set(leaves.map(({ chunk }) => chunk.number)).size, leaves.length);
  });
});

/** A modified file: so many hunks of so many lines, every other line replaced. */
function hunked(path: string, hunks: number, lines: number): ChangedFile {
  const made = Array.from({ length: hunks }, (_, index) => {
    const start = 1 + index * (lines + 50);
    const body = Array.from({ length: lines }, (_, at): DiffLine[] => [
      { kind: 'removed', oldLine: start + at, newLine: null, text: `old line ${start + at}` },
      { kind: 'added', oldLine: null, newLine: start + at, text: `new line ${start + at}` },
    ]).flat();
    return { oldStart: start, oldLines: lines, newStart: start, newLines: lines, lines: body };
  });
  return { ...changedFile(path, 0), change: 'modified', hunks: made, added: hunks * lines, removed: hunks * lines };
}
