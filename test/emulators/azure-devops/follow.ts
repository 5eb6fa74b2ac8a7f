import { fileAt, gitRemembered, rawChanges, resolveIn } from './git';
import type { Position, PullRequest } from './model';

/** A file at a commit; the path has no leading slash. */
export interface Place {
  commit: string;
  path: string;
}

export interface Span {
  start: Position;
  end: Position;
}

/** Where a span went. */
export interface Followed {
  path: string;
  span: Span;
  moved: boolean;
}

/** Follows a span from one commit to another; a deleted line or file leaves an empty span. */
export async function follow(pullRequest: PullRequest, from: Place, commit: string, span: Span): Promise<Followed> {
  const directory = pullRequest.repository.directory;
  const path = await pathAt(pullRequest, from, commit);
  if (path === undefined) {
    const nowhere = { line: 1, offset: 1 };
    return { path: `/${from.path}`, span: { start: nowhere, end: nowhere }, moved: true };
  }
  const hunks = await changedLines(directory, `${from.commit}:${from.path}`, `${commit}:${path}`);
  const touched = hunks.filter(
    (hunk) => hunk.oldStart <= span.end.line && hunk.oldStart + hunk.oldCount > span.start.line,
  );
  const start = shift(hunks, span.start.line, 'first');
  const end = shift(hunks, span.end.line, 'last');
  const renamed = path !== from.path;
  if (end < start) return { path: `/${path}`, span: emptyAt(start), moved: true };
  const edited = touched.length > 0;
  const endOffset = edited ? await fittingOffset(directory, commit, path, end, span.end.offset) : span.end.offset;
  const moved = renamed || edited || start !== span.start.line || end !== span.end.line;
  return {
    path: `/${path}`,
    span: { start: { line: start, offset: span.start.offset }, end: { line: end, offset: endOffset } },
    moved,
  };
}

function emptyAt(line: number): Span {
  return { start: { line, offset: 1 }, end: { line, offset: 1 } };
}

/** A line's number after the hunks. Inside a replaced block it keeps its distance from the block's start. */
function shift(hunks: Hunk[], line: number, edge: 'first' | 'last'): number {
  let moved = 0;
  for (const hunk of hunks) {
    if (line < hunk.oldStart) break;
    if (line < hunk.oldStart + hunk.oldCount) return inside(hunk, line, edge);
    moved = hunk.newCount - hunk.oldCount + moved;
  }
  return line + moved;
}

function inside(hunk: Hunk, line: number, edge: 'first' | 'last'): number {
  const distance = line - hunk.oldStart;
  if (distance < hunk.newCount) return hunk.newStart + distance;
  return edge === 'first' ? hunk.newStart + hunk.newCount : hunk.newStart + hunk.newCount - 1;
}

/** Lines replaced between two files: a count of 0 is an insertion before, or a deletion at, the start line. */
interface Hunk {
  oldStart: number;
  oldCount: number;
  newStart: number;
  newCount: number;
}

async function changedLines(directory: string, from: string, to: string): Promise<Hunk[]> {
  const text = await gitRemembered(directory, ['diff', '--no-color', '--no-ext-diff', '--text', '-U0', from, to]);
  return [...text.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)].map((found) => {
    const [oldStart, oldCount, newStart, newCount] = found.slice(1).map((part) => Number(part ?? 1)) as [
      number,
      number,
      number,
      number,
    ];
    // Git names the line before an empty side.
    return {
      oldStart: oldCount === 0 ? oldStart + 1 : oldStart,
      oldCount,
      newStart: newCount === 0 ? newStart + 1 : newStart,
      newCount,
    };
  });
}

/** The name a file has at another commit, renames followed; undefined when it is gone. */
export async function pathAt(pullRequest: PullRequest, from: Place, commit: string): Promise<string | undefined> {
  const directory = pullRequest.repository.directory;
  if (from.commit === commit) return from.path;
  const raw = await rawChanges(directory, from.commit, commit);
  const change = raw.find((one) => one.oldPath === from.path && one.letter !== 'A' && one.letter !== 'C');
  if (change) return change.letter === 'D' ? undefined : change.newPath;
  return (await resolveIn(directory, commit, from.path)) ? from.path : undefined;
}

async function fittingOffset(
  directory: string,
  commit: string,
  path: string,
  line: number,
  offset: number,
): Promise<number> {
  const lines = ((await fileAt(directory, commit, path))?.toString('utf8') ?? '').split('\n');
  return Math.min(offset, (lines[line - 1] ?? '').replace(/\r$/, '').length + 1);
}
