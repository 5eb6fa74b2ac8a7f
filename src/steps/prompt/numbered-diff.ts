import type { ChangedFile, DiffLine, Hunk } from '../diff/changed-file';
import { visibleLine } from './visible';

/** Lines longer than this many UTF-16 units are cut; no reviewer reads on. */
const LONGEST_LINE = 2000;

export interface NumberedFile {
  text: string;
  /** Set when a part of the file's diff is not shown: what and how much. */
  clipped?: string;
}

/** One file of the diff as the prompt shows it: header lines, then hunks whose lines carry side, number and sign. */
export function numberedFile(file: ChangedFile, hunks: readonly Hunk[] = file.hunks): NumberedFile {
  const left = { lines: 0 };
  const body = hunks.map((hunk) => numberedHunk(hunk, left));
  const missing = file.hunks.length - hunks.length;
  const clipped = [
    ...(missing > 0 ? [`${missing} of ${file.hunks.length} hunks are shown elsewhere or left out`] : []),
    ...(left.lines > 0 ? [`${left.lines} lines are cut at ${LONGEST_LINE} characters`] : []),
  ].join('; ');
  const text = [...fileHeader(file), ...(clipped ? [`==== clipped: ${clipped}`] : []), ...body].join('\n');
  return clipped ? { text: `${text}\n`, clipped } : { text: `${text}\n` };
}

function fileHeader(file: ChangedFile): string[] {
  const was = file.oldPath === undefined ? [] : [`==== was: ${visibleLine(file.oldPath)}`];
  const kind = file.content === 'text' ? '' : `, ${file.content}`;
  const change = `==== change: ${file.change}${kind}, +${file.added} -${file.removed}${newlineNote(file)}`;
  return [`==== file: ${visibleLine(file.path)}`, ...was, change];
}

function newlineNote(file: ChangedFile): string {
  if (file.newNoNewline === file.oldNoNewline) return '';
  return file.newNoNewline ? ', no line feed at the end any more' : ', line feed added at the end';
}

function numberedHunk(hunk: Hunk, left: { lines: number }): string {
  const header = `@@ new ${hunk.newStart}-${hunk.newStart + Math.max(hunk.newLines, 1) - 1}, old ${hunk.oldStart}-${hunk.oldStart + Math.max(hunk.oldLines, 1) - 1}`;
  return [header, ...hunk.lines.map((line) => numberedLine(line, left))].join('\n');
}

function numberedLine(line: DiffLine, left: { lines: number }): string {
  const side = line.kind === 'removed' ? 'L' : 'R';
  const number = String((line.kind === 'removed' ? line.oldLine : line.newLine) ?? 0).padStart(5);
  return `${side}${number} ${SIGN[line.kind]} ${shortLine(line.text, left)}`.trimEnd();
}

const SIGN = { context: ' ', added: '+', removed: '-' } as const;

function shortLine(text: string, left: { lines: number }): string {
  const line = visibleLine(text);
  if (line.length <= LONGEST_LINE) return line;
  left.lines += 1;
  return `${line.slice(0, LONGEST_LINE)} [${line.length - LONGEST_LINE} more characters]`;
}
