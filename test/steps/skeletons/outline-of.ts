import type { OutlineEntry } from '../../../src/ports/outliner';
import type { ChangedFile, DiffLine } from '../../../src/steps/diff/changed-file';
import type { MadeOutline } from '../../../src/steps/skeletons/entry-tree';

/**
 * An outline from lines such as `3-9  method Add: void Add(int a)`; two more blanks are one more level,
 * and without a signature kind and name are it.
 */
export function outlineOf(text: string): MadeOutline {
  const entries = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(entryOf);
  return { kind: 'outline', language: 'C#', parse: 'ok', lines: 100, entries };
}

function entryOf(line: string): OutlineEntry {
  const [, start = '', end, blanks = '', kind = '', name = '', signature] =
    /^\s*(\d+)(?:-(\d+))?( +)(\w+) ([^:]+)(?:: (.*))?$/.exec(line) ?? [];
  if (start === '') throw new Error(`not an entry: ${line}`);
  const lines = { startLine: Number(start), endLine: Number(end ?? start), headerEndLine: Number(start) };
  return { kind, name, signature: signature ?? `${kind} ${name}`, ...lines, depth: (blanks.length - 1) / 2 };
}

/** A file whose added lines and whose deletions before lines are known; context is left out. */
export function changedFile(
  path: string,
  added: readonly number[],
  deletedBefore: readonly number[] = [],
): ChangedFile {
  const hunks = [
    ...added.map((line) => hunk(line, { kind: 'added', oldLine: null, newLine: line, text: 'x' })),
    ...deletedBefore.map((line) => hunk(line, { kind: 'removed', oldLine: line, newLine: null, text: 'x' })),
  ].sort((a, b) => a.newStart - b.newStart);
  const blobs = { oldMode: '100644', newMode: '100644', oldBlob: 'a', newBlob: 'b' };
  const counts = { added: added.length, removed: deletedBefore.length, oldNoNewline: false, newNoNewline: false };
  return { path, pathBytes: Buffer.from(path), change: 'modified', content: 'text', hunks, ...blobs, ...counts };
}

function hunk(line: number, content: DiffLine): ChangedFile['hunks'][number] {
  const newLines = content.kind === 'added' ? 1 : 0;
  // git counts the line before which nothing stands as the start of an empty side.
  const newStart = content.kind === 'added' ? line : line - 1;
  return { oldStart: line, oldLines: 1 - newLines, newStart, newLines, lines: [content] };
}
