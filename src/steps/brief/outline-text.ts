import { cutText } from '../../cut-text';
import type { Outline, OutlineEntry } from '../../ports/outliner';

/** A file that the pull request changes, with what stands in it. */
export interface OutlinedPath {
  path: string;
  outline: Outline;
}

const MOST_ENTRIES = 80;
const DEEPEST = 3;
const LONGEST_LINE = 160;
/** Characters of all files together: what is not shown is one look away. */
const LONGEST = 12_000;

/** Declarations of each file with their lines, so that the first look goes to the right place; null where there are none. */
export function outlineText(files: readonly OutlinedPath[]): string | null {
  const told = files.flatMap(({ path, outline }) => {
    const rows = outline.kind === 'outline' ? outline.entries.filter(isShown) : [];
    if (outline.kind !== 'outline' || rows.length === 0) return [];
    const more = rows.length > MOST_ENTRIES ? [`  ... ${rows.length - MOST_ENTRIES} more`] : [];
    const head = `${path} (${outline.language}, ${outline.lines} lines)`;
    return [[head, ...rows.slice(0, MOST_ENTRIES).map(row), ...more].join('\n')];
  });
  if (told.length === 0) return null;
  const shown: string[] = [];
  let length = 0;
  for (const text of told) {
    if (length + text.length >= LONGEST) continue;
    shown.push(text);
    length += text.length + 1;
  }
  const left = told.length - shown.length;
  return [...shown, ...(left > 0 ? [`... and ${left} more files`] : [])].join('\n');
}

function isShown({ kind, depth }: OutlineEntry): boolean {
  return kind !== 'import' && depth < DEEPEST;
}

function row({ startLine, endLine, depth, signature }: OutlineEntry): string {
  const lines = startLine === endLine ? `${startLine}` : `${startLine}-${endLine}`;
  return `${'  '.repeat(depth + 1)}${lines} ${cutText(signature, LONGEST_LINE)}`;
}
