import type { ChangedFile, DiffLine } from '../../../src/steps/diff/changed-file';

export function lineOf(kind: DiffLine['kind'], number: number, text: string): DiffLine {
  return { kind, oldLine: kind === 'added' ? null : number, newLine: kind === 'removed' ? null : number, text };
}

export function fileOf(lines: readonly DiffLine[], path = 'src/a.ts'): ChangedFile {
  const hunk = { oldStart: 1, oldLines: lines.length, newStart: 1, newLines: lines.length, lines };
  return {
    path,
    pathBytes: Buffer.from(path),
    change: 'modified',
    oldMode: '100644',
    newMode: '100644',
    oldBlob: 'a'.repeat(40),
    newBlob: 'b'.repeat(40),
    content: 'text',
    added: 1,
    removed: 0,
    hunks: [hunk],
    oldNoNewline: false,
    newNoNewline: false,
  };
}
