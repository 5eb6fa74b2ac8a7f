import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { createTreeSitterOutliner } from '../../../src/adapters/outliner/outliner';
import { readLanguages } from '../../../src/adapters/outliner/tree-sitter/languages';
import type { OutlinedFile } from '../../../src/ports/outliner';
import type { ChangedFile, DiffLine, Hunk } from '../../../src/steps/diff/changed-file';
import { composeSkeletons } from '../../../src/steps/skeletons/compose';
import { lineChanges } from '../../../src/steps/skeletons/line-changes';
import { keptLog } from '../../fakes/world';
import { changedFile } from '../../steps/skeletons/outline-of';

const GRAMMARS = join(__dirname, '..', '..', '..', 'grammars');
const FIXTURES = join(__dirname, '..', '..', 'fixtures', 'outlines');
const ROOMY = { perFile: 100_000, perPullRequest: 100_000 };

/** New lines `from` to before `to` that stand where the base had `base`. */
interface Edit {
  from: number;
  to: number;
  base: string[];
}

describe('outline of the base side', () => {
  const outliner = createTreeSitterOutliner({ grammarFolder: GRAMMARS, log: keptLog() });
  const never = new AbortController().signal;

  after(() => outliner.dispose());

  async function outlined(path: string, text: string, edits: readonly Edit[]): Promise<OutlinedFile> {
    const { file, baseText } = changed(path, text, edits);
    const base = { path, content: Buffer.from(baseText), changes: lineChanges(file.hunks) };
    const [made] = await outliner.outline([{ path, content: Buffer.from(text), base }], never);
    return made ?? assert.fail('no outline');
  }

  it('holds what the change touches and what is around it, and may leave out the rest', async () => {
    const text = 'class A\n{\n    int far;\n\n    int near;\n\n    int z;\n}\n';
    const { before } = await outlined('a.cs', text, [{ from: 4, to: 5, base: ['    long near;', '    int gone;'] }]);
    assert.ok(before?.kind === 'outline');
    assert.deepEqual(
      before.entries.map(({ signature }) => signature),
      ['class A', 'long near', 'int gone'],
    );
  });

  it('is read by its own language after a rename', async () => {
    const base = { path: 'a.py', content: Buffer.from('def gone():\n  pass\n'), changes: [] };
    const [made] = await outliner.outline([{ path: 'a.cs', content: Buffer.from('class A {}'), base }], never);
    assert.equal(made?.before?.kind === 'outline' && made.before.language, 'Python');
  });

  it('is believed even if the changes that are told do not fit', async () => {
    const changes = [{ oldStart: 7, oldLines: 90, newStart: 1, newLines: 0 }];
    const base = { path: 'a.cs', content: Buffer.from('class B { int y; }\n'), changes };
    const [made] = await outliner.outline(
      [{ path: 'a.cs', content: Buffer.from('class A { int x; }\n'), base }],
      never,
    );
    assert.ok(made?.after.kind === 'outline' && made.before?.kind === 'outline');
    assert.deepEqual(
      made.after.entries.map(({ name }) => name),
      ['A', 'x'],
    );
  });

  for (const language of readLanguages(GRAMMARS).keys()) {
    it(`${language}: names the same as two whole outlines would, whatever the change tears apart`, async () => {
      const folder = join(FIXTURES, language);
      const path = readdirSync(folder).find((name) => name.startsWith('given.')) as string;
      const text = readFileSync(join(folder, path), 'utf8');
      await fc.assert(
        fc.asyncProperty(edits(text), async (made) => {
          const { file, baseText } = changed(path, text, made);
          const [after, before] = await outliner.outline(
            [text, baseText].map((side) => ({ path, content: Buffer.from(side) })),
            never,
          );
          assert.ok(after && before);
          assert.equal(
            skeleton(file, await outlined(path, text, made)),
            skeleton(file, { after: after.after, before: before.after }),
          );
        }),
        // The same edits in every run: among thousands of random ones, a tree torn in two places reads otherwise from the other side.
        { numRuns: 25, seed: 1 },
      );
    });
  }
});

function skeleton(file: ChangedFile, outlined: OutlinedFile): string {
  return composeSkeletons([file], new Map([[file.path, outlined]]), ROOMY).skeletons[0]?.text ?? 'none';
}

/** Some places of a text, in their order, where the base has had nothing, less, or other lines of the same text. */
function edits(text: string): fc.Arbitrary<Edit[]> {
  const lines = text.split('\n');
  const place = fc.record({
    from: fc.nat(lines.length - 2),
    length: fc.nat(4),
    baseFrom: fc.nat(lines.length - 2),
    baseLength: fc.nat(5),
  });
  return fc.array(place, { minLength: 1, maxLength: 4 }).map((places) => {
    const made: Edit[] = [];
    for (const { from, length, baseFrom, baseLength } of places.sort((a, b) => a.from - b.from)) {
      // A line between two changes, as in a diff.
      if (from <= (made[made.length - 1]?.to ?? -1)) continue;
      const to = Math.min(from + length, lines.length - 1);
      const base = lines.slice(baseFrom, Math.min(baseFrom + baseLength, lines.length - 1));
      if (to > from || base.length > 0) made.push({ from, to, base });
    }
    return made;
  });
}

function changed(path: string, text: string, made: readonly Edit[]): { file: ChangedFile; baseText: string } {
  const lines = text.split('\n');
  const baseLines: string[] = [];
  const hunks: Hunk[] = [];
  let next = 0;
  for (const { from, to, base } of made) {
    baseLines.push(...lines.slice(next, from));
    hunks.push(hunkOf(lines.slice(from, to), from + 1, base, baseLines.length + 1));
    baseLines.push(...base);
    next = to;
  }
  baseLines.push(...lines.slice(next));
  return { file: { ...changedFile(path, []), hunks }, baseText: baseLines.join('\n') };
}

/** As git writes it: an empty side starts at the line before. */
function hunkOf(added: readonly string[], newStart: number, removed: readonly string[], oldStart: number): Hunk {
  const lines: DiffLine[] = [
    ...removed.map((text, index) => ({ kind: 'removed' as const, oldLine: oldStart + index, newLine: null, text })),
    ...added.map((text, index) => ({ kind: 'added' as const, oldLine: null, newLine: newStart + index, text })),
  ];
  const [oldLines, newLines] = [removed.length, added.length];
  const starts = {
    oldStart: oldLines === 0 ? oldStart - 1 : oldStart,
    newStart: newLines === 0 ? newStart - 1 : newStart,
  };
  return { ...starts, oldLines, newLines, lines };
}
