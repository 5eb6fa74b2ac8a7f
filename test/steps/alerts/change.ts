import type { ScanFile } from '../../../src/ports/scanner';
import type { ChangedFile, DiffLine } from '../../../src/steps/diff/changed-file';

/** A changed file of two texts, as the diff step would give it, in one hunk. `before` null: added; `after` null: deleted. */
export function change(path: string, before: string | null, after: string | null, oldPath?: string) {
  const lines = diffLines(linesOf(before), linesOf(after));
  const file: ChangedFile = {
    path,
    pathBytes: Buffer.from(path),
    ...(oldPath === undefined ? {} : { oldPath }),
    change: before === null ? 'added' : after === null ? 'deleted' : oldPath === undefined ? 'modified' : 'renamed',
    oldMode: before === null ? '000000' : '100644',
    newMode: after === null ? '000000' : '100644',
    oldBlob: '1'.repeat(40),
    newBlob: '2'.repeat(40),
    content: 'text',
    added: lines.filter((line) => line.kind === 'added').length,
    removed: lines.filter((line) => line.kind === 'removed').length,
    hunks: [{ oldStart: 1, oldLines: linesOf(before).length, newStart: 1, newLines: linesOf(after).length, lines }],
    oldNoNewline: false,
    newNoNewline: false,
  };
  const content: ScanFile = {
    path,
    after: Buffer.from(after ?? ''),
    ...(before === null ? {} : { oldPath: oldPath ?? path, before: Buffer.from(before) }),
  };
  return { file, content };
}

function linesOf(text: string | null): string[] {
  if (text === null || text === '') return [];
  return text.replace(/\n$/, '').split('\n');
}

/** The longest common subsequence, which is plenty for the few lines of a test. */
function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  const common = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  const lengths = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1)
      lengths[i]![j] = before[i] === after[j] ? common(i + 1, j + 1) + 1 : Math.max(common(i + 1, j), common(i, j + 1));
  const lines: DiffLine[] = [];
  for (let i = 0, j = 0; i < before.length || j < after.length; ) {
    if (i < before.length && j < after.length && before[i] === after[j])
      lines.push({ kind: 'context', oldLine: ++i, newLine: ++j, text: after[j - 1]! });
    else if (i < before.length && (j === after.length || common(i + 1, j) >= common(i, j + 1)))
      lines.push({ kind: 'removed', oldLine: ++i, newLine: null, text: before[i - 1]! });
    else lines.push({ kind: 'added', oldLine: null, newLine: ++j, text: after[j - 1]! });
  }
  return lines;
}
