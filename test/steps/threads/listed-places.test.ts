import assert from 'node:assert/strict';
import type { ChangedFile } from '../../../src/steps/diff/changed-file';
import type { Change } from '../../../src/steps/scope/change';
import { anchorNow } from '../../../src/steps/threads/listed-places';
import type { ListedBlocker } from '../../../src/steps/threads/memory';
import { sameContent } from '../../../src/steps/threads/vanished-files';
import { markOf } from '../../../src/steps/triage/code-mark';
import { printOf } from '../../../src/steps/triage/code-print';
import { fileOf, lineOf } from '../secrets/changed-file';

const FILES = 200;

/** Files that count how often anybody asks what they are called. */
function countedFiles(textOf: (file: number) => string) {
  const counted = { asked: 0 };
  const files = Array.from({ length: FILES }, (_, at): ChangedFile => {
    const { path, ...file } = fileOf([lineOf('added', 1, textOf(at))], `src/new${at}.ts`);
    return {
      ...file,
      change: 'added',
      newBlob: `${at}`.padStart(40, 'b'),
      get path() {
        counted.asked += 1;
        return path;
      },
    } as ChangedFile;
  });
  return { files, counted };
}

function listed(line: string): ListedBlocker {
  const code = printOf([line], 'src/gone.ts', { startLine: 1, endLine: 1 });
  const told = { severity: 'blocker', category: 'bug', enforced: false, title: 'T', iteration: 1 } as const;
  return { ...told, mark: markOf(line), gist: '', side: 'new', path: 'src/gone.ts', code };
}

function changeOf(files: readonly ChangedFile[]): Change {
  const none = { contents: new Map(), originals: new Map(), aside: [], heldBack: [], changes: [] };
  return { ...none, paths: new Set(files.map(({ path }) => path)), scope: { files, skipped: [] } } as unknown as Change;
}

describe('the lines of listed blockers among new files', () => {
  it('are looked for once for all blockers of one shape', () => {
    const asked = (blockers: number) => {
      const { files, counted } = countedFiles((at) => `for (let j = 0; j <= other${at}; j++) more();`);
      const change = changeOf(files);
      for (let at = 0; at < blockers; at += 1)
        assert.equal(anchorNow(listed(`for (let i = 0; i <= gone${at}; i++) sum();`), change), undefined);
      return counted.asked;
    };
    assert.equal(asked(100), asked(1));
  });

  it('are found where they went', () => {
    const { files } = countedFiles((at) => `for (let j = 0; j <= other${at}; j++) more();`);
    const anchor = anchorNow(listed('for (let j = 0;  j <= other7; j++) more(); // so'), changeOf(files));
    assert.deepEqual(anchor && 'path' in anchor && anchor.path, 'src/new7.ts');
  });

  it('count where more was brought than can be looked at', () => {
    const { files } = countedFiles(() => 'x\n'.repeat(20_000));
    const long = files.map((file) => ({
      ...file,
      hunks: file.hunks.map((hunk) => ({
        ...hunk,
        lines: Array.from({ length: 2_000 }, (_, at) => lineOf('added', at + 1, 'x')),
      })),
    }));
    const change = changeOf(long);
    const anchors = Array.from({ length: 300 }, (_, at) => anchorNow(listed(`x${' y'.repeat(at + 1)}`), change));
    assert.equal(anchors[0], undefined);
    assert.match((anchors.at(-1) as { reason?: string } | undefined)?.reason ?? '', /more was brought/);
  });
});

describe('the content of files that vanished', () => {
  it('is looked for by its blob once, and not by what is no print of a file', () => {
    const { files, counted } = countedFiles(() => 'x');
    const vanished = Array.from({ length: 100 }, (_, at) => ({ path: `src/${at}.ts`, code: `file ${'c'.repeat(40)}` }));
    const last = { path: 'src/last.ts', code: `file ${files[3]?.newBlob}` };
    assert.deepEqual([...sameContent([...vanished, last], files)], [['src/last.ts', 'src/new3.ts']]);
    assert.ok(counted.asked < FILES, `${counted.asked} names`);
  });
});
