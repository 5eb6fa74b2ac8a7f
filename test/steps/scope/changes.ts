import type { ChangedFile, ChangeKind, DiffLine, TreeChange } from '../../../src/steps/diff/changed-file';

export const noBlob = '0'.repeat(40);

/** An entry of a tree's difference, modified unless something else is said. */
export function change(path: string, more: Partial<TreeChange> = {}): TreeChange {
  const entry = {
    oldMode: '100644',
    newMode: '100644',
    oldBlob: blobOf(`old ${path}`),
    newBlob: blobOf(`new ${path}`),
  };
  return { path, pathBytes: Buffer.from(path), change: 'modified', ...entry, ...more };
}

/** A changed file with one hunk: `+added`, `-removed` and ` context` lines, counted from line 1. */
export function changedFile(path: string, lines: readonly string[], more: Partial<ChangedFile> = {}): ChangedFile {
  const hunk = { oldStart: 1, newStart: 1, ...numbered(lines, 1, 1) };
  const count = (kind: DiffLine['kind']) => hunk.lines.filter((line) => line.kind === kind).length;
  return {
    ...change(path),
    content: 'text',
    added: count('added'),
    removed: count('removed'),
    hunks: lines.length === 0 ? [] : [hunk],
    oldNoNewline: false,
    newNoNewline: false,
    ...more,
  };
}

/** Lines of a hunk with their numbers, from those of the first line on. */
export function numbered(lines: readonly string[], oldStart: number, newStart: number) {
  let [oldNext, newNext] = [oldStart, newStart];
  const numberedLines = lines.map((line): DiffLine => {
    const kind = line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'context';
    const oldLine = kind === 'added' ? null : oldNext++;
    const newLine = kind === 'removed' ? null : newNext++;
    return { kind, oldLine, newLine, text: line.slice(1) };
  });
  return { lines: numberedLines, oldLines: oldNext - oldStart, newLines: newNext - newStart };
}

/** The blob ids and modes that go with a kind of change. */
export function sides(kind: ChangeKind, path: string): Partial<ChangedFile> {
  const added = { oldMode: '000000', oldBlob: noBlob };
  const deleted = { newMode: '000000', newBlob: noBlob };
  return { ...change(path), change: kind, ...(kind === 'added' && added), ...(kind === 'deleted' && deleted) };
}

function blobOf(text: string): string {
  return Buffer.from(text).toString('hex').padEnd(40, 'f').slice(-40);
}
