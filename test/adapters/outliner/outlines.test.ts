import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTreeSitterOutliner } from '../../../src/adapters/outliner/outliner';
import { readLanguages } from '../../../src/adapters/outliner/tree-sitter/languages';
import type { Outline } from '../../../src/ports/outliner';
import type { ChangedFile, DiffLine } from '../../../src/steps/diff/changed-file';
import { composeSkeletons } from '../../../src/steps/skeletons/compose';
import type { MadeOutline } from '../../../src/steps/skeletons/entry-tree';
import { declarationsAround } from '../../steps/skeletons/declarations-around';

const GRAMMARS = join(__dirname, '..', '..', '..', 'grammars');
const FIXTURES = join(__dirname, '..', '..', 'fixtures', 'outlines');
const ROOMY = { perFile: 100_000, perPullRequest: 100_000 };

/** Rows with the word CHANGED are the change; the word hunter2 stands wherever text must not leave the agent. */
describe('outline of every language', () => {
  const log = { info: () => undefined, warn: () => undefined, group: () => undefined };
  const outliner = createTreeSitterOutliner({ grammarFolder: GRAMMARS, log });
  const languages = [...readLanguages(GRAMMARS).keys()];

  after(() => outliner.dispose());

  it('has a case for each', () => {
    assert.deepEqual(readdirSync(FIXTURES).sort(), languages.sort());
  });

  for (const language of languages) {
    it(`${language}: skeleton and chains are as expected`, async () => {
      const folder = join(FIXTURES, language);
      const file = readdirSync(folder).find((name) => name.startsWith('given.')) as string;
      const content = readFileSync(join(folder, file));
      const [outlined] = await outliner.outline([{ path: file, content }], new AbortController().signal);
      const shown = golden(file, content.toString('utf8'), outlined?.after as Outline);
      expected(join(folder, 'expected.txt'), shown);
      assert.doesNotMatch(shown, /hunter2/);
    });
  }
});

/** The skeleton with what the change touches, then what is around each changed row. */
function golden(path: string, text: string, outline: Outline): string {
  assert.equal(outline.kind, 'outline');
  const rows = text.split('\n').flatMap((row, index) => (row.includes('CHANGED') ? [index + 1] : []));
  const { skeletons } = composeSkeletons([changed(path, rows)], new Map([[path, { after: outline }]]), ROOMY);
  const chains = rows.map((row) => {
    const around = declarationsAround(outline as MadeOutline, row);
    return `${row}: ${around.map(({ kind, name }) => `${kind} ${name}`).join(' > ')}`;
  });
  return `${skeletons[0]?.text}\n${chains.join('\n')}\n`;
}

function changed(path: string, rows: readonly number[]): ChangedFile {
  const hunks = rows.map((row) => {
    const line: DiffLine = { kind: 'added', oldLine: null, newLine: row, text: '' };
    return { oldStart: row, oldLines: 0, newStart: row, newLines: 1, lines: [line] };
  });
  const blobs = { oldMode: '100644', newMode: '100644', oldBlob: '1', newBlob: '2' };
  const rest = { removed: 0, oldNoNewline: false, newNoNewline: false };
  const pathBytes = Buffer.from(path);
  return { path, pathBytes, change: 'modified', content: 'text', added: rows.length, hunks, ...blobs, ...rest };
}

/** `--update` writes what is there now; the difference is then reviewed. */
function expected(path: string, shown: string): void {
  if (process.argv.includes('--update') || !existsSync(path)) writeFileSync(path, shown);
  assert.equal(shown, readFileSync(path, 'utf8'));
}
