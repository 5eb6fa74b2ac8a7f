import type { Collection } from './collection';
import { fileAt, gitText, rawChanges, resolve } from './git';
import type { Iteration, Position, PullRequest, Thread, ThreadContext } from './model';
import { threadOnWire } from './wire';

/** Where a thread stands in the diff of an iteration, and whether it moved since it was written. */
export interface Placed {
  context: ThreadContext | undefined;
  moved: boolean;
}

type Side = 'left' | 'right';

/** Which file, at which commit, a side of the diff shows. */
interface Place {
  commit: string;
  path: string;
}

/**
 * A thread as the list shows it for an iteration: unmoved threads as they were written, others with current positions and
 * the original ones in `trackingCriteria`.
 */
export async function threadAt(
  collection: Collection,
  pullRequest: PullRequest,
  thread: Thread,
  iteration: number,
  base: number,
): Promise<Record<string, unknown>> {
  const wire = threadOnWire(collection, pullRequest, thread);
  const placed = await placeThread(pullRequest, thread, iteration, base);
  if (!placed.moved || !thread.context || !placed.context) return wire;
  const context = wire.pullRequestThreadContext as Record<string, unknown> | null;
  const trackingCriteria = {
    firstComparingIteration: base,
    secondComparingIteration: iteration,
    ...original(thread.context),
  };
  return { ...wire, threadContext: placed.context, pullRequestThreadContext: { ...context, trackingCriteria } };
}

/** Follows a thread from where it was written to the diff of `iteration` against `base` (0: the common commit). */
export async function placeThread(
  pullRequest: PullRequest,
  thread: Thread,
  iteration: number,
  base: number,
): Promise<Placed> {
  const written = thread.context;
  const to = pullRequest.iterations[iteration - 1];
  if (!written || !to) return { context: written, moved: false };
  const sides: Side[] = [];
  if (written.leftFileStart) sides.push('left');
  if (written.rightFileStart) sides.push('right');
  if (sides.length === 0) return await placeFile(pullRequest, thread, written, to);
  const placed: Placed = { context: { filePath: written.filePath }, moved: false };
  for (const side of sides) await placeSide(pullRequest, thread, side, to, base, placed);
  return placed;
}

async function placeSide(
  pullRequest: PullRequest,
  thread: Thread,
  side: Side,
  to: Iteration,
  base: number,
  placed: Placed,
): Promise<void> {
  const written = thread.context as ThreadContext;
  const context = placed.context as ThreadContext;
  const [start, end] = [`${side}FileStart`, `${side}FileEnd`] as const;
  const from = await placeWritten(pullRequest, thread, side);
  const target = side === 'left' ? leftCommit(pullRequest, to, base) : to.source;
  const span = { start: written[start] as Position, end: (written[end] ?? written[start]) as Position };
  const found = await follow(pullRequest, from, target, span);
  placed.moved ||= found.moved;
  if (side === 'right') context.filePath = found.path;
  if (side === 'right' && found.moved && base > 0) return await leftOnly(pullRequest, from, base, span, context);
  context[start] = found.span.start;
  context[end] = found.span.end;
}

/** Against an earlier iteration, threads that moved come back on the left side only. */
async function leftOnly(
  pullRequest: PullRequest,
  from: Place,
  base: number,
  span: { start: Position; end: Position },
  context: ThreadContext,
): Promise<void> {
  const earlier = pullRequest.iterations[base - 1] as Iteration;
  const found = await follow(pullRequest, from, earlier.source, span);
  context.leftFileStart = found.span.start;
  context.leftFileEnd = found.span.end;
}

async function placeFile(
  pullRequest: PullRequest,
  thread: Thread,
  written: ThreadContext,
  to: Iteration,
): Promise<Placed> {
  const from = await placeWritten(pullRequest, thread, 'right');
  const path = await pathAt(pullRequest, from, to.source);
  if (path === undefined || `/${path}` === written.filePath) return { context: written, moved: false };
  return { context: { filePath: `/${path}` }, moved: true };
}

/** The file a thread was written on. A tracking id that belongs to another file pins the thread there. */
async function placeWritten(pullRequest: PullRequest, thread: Thread, side: Side): Promise<Place> {
  const second = pullRequest.iterations[(thread.secondIteration ?? thread.createdAtIteration) - 1] as Iteration;
  const tracked = second.changes.find((change) => change.trackingId === thread.changeTrackingId);
  const written = thread.context?.filePath ?? '';
  const own = second.changes.find((change) => change.path === written);
  const change = tracked ?? own;
  if (side === 'right') return { commit: second.source, path: (change?.path ?? written).slice(1) };
  const base = thread.firstIteration === undefined || thread.firstIteration === second.id ? 0 : thread.firstIteration;
  return {
    commit: leftCommit(pullRequest, second, base),
    path: (change?.originalPath ?? change?.path ?? written).slice(1),
  };
}

function leftCommit(pullRequest: PullRequest, iteration: Iteration, base: number): string {
  return base === 0 || base === iteration.id
    ? iteration.common
    : (pullRequest.iterations[base - 1] as Iteration).source;
}

interface Followed {
  path: string;
  span: { start: Position; end: Position };
  moved: boolean;
}

/** Follows a span from one commit to another; a deleted line or file leaves an empty span. */
async function follow(
  pullRequest: PullRequest,
  from: Place,
  commit: string,
  span: { start: Position; end: Position },
): Promise<Followed> {
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

function emptyAt(line: number): { start: Position; end: Position } {
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
  const text = await gitText(directory, ['diff', '--no-color', '--no-ext-diff', '--text', '-U0', from, to]);
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
async function pathAt(pullRequest: PullRequest, from: Place, commit: string): Promise<string | undefined> {
  const directory = pullRequest.repository.directory;
  if (from.commit === commit) return from.path;
  const raw = await rawChanges(directory, from.commit, commit);
  const change = raw.find((one) => one.oldPath === from.path && one.letter !== 'A' && one.letter !== 'C');
  if (change) return change.letter === 'D' ? undefined : change.newPath;
  return (await resolve(directory, `${commit}:${from.path}`)) ? from.path : undefined;
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

function original(context: ThreadContext): Record<string, unknown> {
  return {
    origFilePath: context.filePath,
    ...(context.leftFileStart
      ? { origLeftFileStart: context.leftFileStart, origLeftFileEnd: context.leftFileEnd }
      : {}),
    ...(context.rightFileStart
      ? { origRightFileStart: context.rightFileStart, origRightFileEnd: context.rightFileEnd }
      : {}),
  };
}
