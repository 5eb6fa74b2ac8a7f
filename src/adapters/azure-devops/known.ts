import type { Thread } from '../../ports/code-host';

/** What was read before, for writes that cannot ask any more. */
export interface Known {
  /**
   * Threads and comments that were there before a write, so that a write whose answer was lost is not taken for an older one.
   * By thread, the highest comment id seen in it.
   */
  threads: Map<number, number>;
  /** Number of the newest iteration, as it was read last. */
  iteration?: number;
  /** When all statuses were read last, by the clock that never jumps. */
  statusesAt?: number;
}

export function rememberThreads(known: Known, threads: readonly Thread[]): void {
  for (const { id, comments } of threads)
    rememberComment(known, id, Math.max(0, ...comments.map((comment) => comment.id)));
}

export function rememberComment(known: Known, threadId: number, commentId: number): void {
  known.threads.set(threadId, Math.max(commentId, known.threads.get(threadId) ?? 0));
}
