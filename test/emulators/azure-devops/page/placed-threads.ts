import type { Iteration, PullRequest, Thread, ThreadContext } from '../model';
import { placeThread } from '../positions';
import { isSystem } from '../threads';

/** A thread with where it stands in the iteration that is shown. */
export interface PlacedThread {
  thread: Thread;
  /** The changed file it belongs to; none for the pull request as a whole and for files outside the diff. */
  file?: string;
  side?: 'left' | 'right';
  startLine?: number;
  endLine?: number;
  context: ThreadContext | undefined;
  moved: boolean;
}

/** All threads of people and tools, followed to the iteration. Deleted ones are not shown. */
export async function placedThreads(pullRequest: PullRequest, iteration: Iteration): Promise<PlacedThread[]> {
  const visible = pullRequest.threads.filter((thread) => {
    return !isSystem(thread) && thread.comments.some((comment) => !comment.isDeleted);
  });
  const placed: PlacedThread[] = [];
  for (const thread of visible) {
    const { context, moved } = await placeThread(pullRequest, thread, iteration.id, 0);
    placed.push({ thread, context, moved, ...spotOf(iteration, context) });
  }
  return placed;
}

/** The lines of a changed file that have threads. */
export function commentedLines(threads: PlacedThread[]): { side: 'left' | 'right'; line: number }[] {
  return threads.flatMap(({ side, startLine, endLine }) => {
    if (!side || startLine === undefined || endLine === undefined) return [];
    return Array.from({ length: Math.min(endLine - startLine + 1, 200) }, (_, index) => ({
      side,
      line: startLine + index,
    }));
  });
}

function spotOf(iteration: Iteration, context: ThreadContext | undefined): Partial<PlacedThread> {
  if (!context) return {};
  const change = iteration.changes.find(
    (one) => one.path === context.filePath || one.originalPath === context.filePath,
  );
  const file = change ? { file: change.path } : {};
  const side = context.rightFileStart ? 'right' : 'left';
  const start = context[`${side}FileStart`];
  if (!start) return file;
  return {
    ...file,
    side,
    startLine: start.line,
    endLine: Math.max(start.line, context[`${side}FileEnd`]?.line ?? start.line),
  };
}
