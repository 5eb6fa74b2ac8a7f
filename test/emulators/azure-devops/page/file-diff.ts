import { git } from '../git';
import type { FileChange, Iteration, PullRequest } from '../model';

/** One line of a shown diff. Numbers are missing on the side where the line is not. */
export interface DiffRow {
  kind: 'same' | 'added' | 'removed' | 'gap';
  left?: number;
  right?: number;
  text: string;
}

/** Lines of unchanged code around a change or a comment. */
const context = 3;
/** Longer files show only what is near a change, counted in lines. */
const longestWhole = 20_000;

/**
 * The rows of a file's diff from the common commit to the iteration's source. Unchanged lines far from a change and from
 * the lines in `commented` become gaps. Gives undefined for binary files and submodules.
 */
export async function fileDiff(
  pullRequest: PullRequest,
  iteration: Iteration,
  change: FileChange,
  commented: { side: 'left' | 'right'; line: number }[],
): Promise<DiffRow[] | undefined> {
  const paths = [change.originalPath ?? change.path, change.path].map((path) => path.slice(1));
  const around = `-U${longestWhole}`;
  const args = [
    'diff',
    '--no-color',
    '--no-ext-diff',
    '-M',
    around,
    iteration.common,
    iteration.source,
    '--',
    ...new Set(paths),
  ];
  const text = (await git(pullRequest.repository.directory, ['--literal-pathspecs', ...args])).toString('utf8');
  if (change.isSubmodule || /^Binary files /m.test(text)) return undefined;
  const rows = readRows(text);
  return rows.length > 0 ? folded(rows, commented) : await unchangedRows(pullRequest, change, commented);
}

function readRows(text: string): DiffRow[] {
  const rows: DiffRow[] = [];
  let [left, right, inside] = [0, 0, false];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (header) [left, right, inside] = [Number(header[1]), Number(header[2]), true];
    else if (inside && line.startsWith('+')) rows.push({ kind: 'added', right: right++, text: shownText(line) });
    else if (inside && line.startsWith('-')) rows.push({ kind: 'removed', left: left++, text: shownText(line) });
    else if (inside && line.startsWith(' '))
      rows.push({ kind: 'same', left: left++, right: right++, text: shownText(line) });
    else if (!line.startsWith('\\')) inside = false;
  }
  return rows;
}

/** A file that only changed its name: its lines are shown where somebody commented. */
async function unchangedRows(
  pullRequest: PullRequest,
  change: FileChange,
  commented: { side: 'left' | 'right'; line: number }[],
): Promise<DiffRow[]> {
  if (!change.objectId) return [];
  const text = (await git(pullRequest.repository.directory, ['cat-file', 'blob', change.objectId])).toString('utf8');
  if (text === '') return [];
  const numbered = text.replace(/\n$/, '').split('\n');
  const rows = numbered.map((line, index) => ({
    kind: 'same' as const,
    left: index + 1,
    right: index + 1,
    text: line,
  }));
  return folded(rows, commented);
}

function folded(rows: DiffRow[], commented: { side: 'left' | 'right'; line: number }[]): DiffRow[] {
  const wanted = new Set<number>();
  rows.forEach((row, index) => {
    const hasComment = commented.some((spot) => row[spot.side] === spot.line);
    if (row.kind === 'same' && !hasComment) return;
    for (let near = index - context; near <= index + context; near++) wanted.add(near);
  });
  const shown: DiffRow[] = [];
  rows.forEach((row, index) => {
    if (wanted.has(index)) shown.push(row);
    else if (shown.at(-1)?.kind !== 'gap') shown.push({ kind: 'gap', text: '' });
  });
  return shown;
}

function shownText(line: string): string {
  return line.slice(1).replace(/\r$/, '');
}
