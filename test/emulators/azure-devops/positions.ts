import type { Collection } from './collection';
import { follow, type Place, pathAt, type Span } from './follow';
import type { Iteration, Position, PullRequest, Thread, ThreadContext } from './model';
import { threadOnWire } from './wire';

/** Where a thread stands in the diff of an iteration, and whether it moved since it was written. */
export interface Placed {
  context: ThreadContext | undefined;
  moved: boolean;
}

type Side = 'left' | 'right';

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
  const span: Span = { start: written[start] as Position, end: (written[end] ?? written[start]) as Position };
  const found = await follow(pullRequest, from, target, span);
  const path = side === 'right' ? found.path : shownPath(to, found.path);
  placed.moved ||= found.moved || path !== written.filePath;
  context.filePath = path;
  if (side === 'right' && found.moved && base > 0) return await leftOnly(pullRequest, from, base, span, context);
  context[start] = found.span.start;
  context[end] = found.span.end;
}

/** The name under which the diff shows a file of the left side. */
function shownPath(to: Iteration, path: string): string {
  return to.changes.find((change) => change.originalPath === path)?.path ?? path;
}

/** Against an earlier iteration, threads that moved come back on the left side only. */
async function leftOnly(
  pullRequest: PullRequest,
  from: Place,
  base: number,
  span: Span,
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
