import type { Position, PullRequest, Thread, ThreadContext } from './model';
import { outOfRange } from './service-error';
import type { ThreadBody } from './threads';

/** Where a thread goes, checked as the service checks it: lines and offsets from 1, iterations that exist. */
export function readPlace(pullRequest: PullRequest, body: ThreadBody): Partial<Thread> {
  const context = body.threadContext;
  const iterations = body.pullRequestThreadContext?.iterationContext;
  const trackingId = body.pullRequestThreadContext?.changeTrackingId;
  if (context) checkPositions(context);
  if (iterations) checkIterations(pullRequest, iterations);
  return {
    ...(context ? { context: cleanContext(context) } : {}),
    ...(trackingId === undefined ? {} : { changeTrackingId: trackingId }),
    ...(iterations ? { firstIteration: iterations.firstComparingIteration ?? 0 } : {}),
    ...(iterations ? { secondIteration: iterations.secondComparingIteration ?? 0 } : {}),
  };
}

const sides = ['leftFileStart', 'leftFileEnd', 'rightFileStart', 'rightFileEnd'] as const;

function checkPositions(context: ThreadContext): void {
  for (const side of sides) {
    const position = context[side];
    const name = `${side[0]?.toUpperCase()}${side.slice(1)}`;
    if (!position) continue;
    if (!(position.line >= 1)) throw outOfRange(position.line ?? 0, `${name}.Line`);
    if (!(position.offset >= 1)) throw outOfRange(position.offset ?? 0, `${name}.Offset`);
  }
}

function cleanContext(context: ThreadContext): ThreadContext {
  const given = sides.filter((side) => context[side]).map((side) => [side, { ...(context[side] as Position) }]);
  return { filePath: context.filePath, ...Object.fromEntries(given) };
}

function checkIterations(
  pullRequest: PullRequest,
  compared: { firstComparingIteration?: number; secondComparingIteration?: number },
): void {
  for (const name of ['firstComparingIteration', 'secondComparingIteration'] as const) {
    const value = compared[name] ?? 0;
    if (value < 1 || value > pullRequest.iterations.length) throw outOfRange(value, `iterationContext.${name}`);
  }
}
