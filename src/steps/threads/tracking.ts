import type { HostWrite } from '../../ports/code-host';
import { PROPERTY, THREAD_VERSION, type TrackingComment } from './own-threads';

/** The tracking comment is edited in place; its thread is closed, so that it never blocks a merge. */
export function trackingWrite(
  content: string,
  existing: TrackingComment | undefined,
  iteration: number,
  name: string,
): HostWrite {
  if (existing) return { kind: 'editComment', threadId: existing.threadId, commentId: existing.commentId, content };
  return {
    kind: 'openThread',
    iteration,
    status: 'closed',
    content,
    properties: { [PROPERTY.kind]: 'tracking', [PROPERTY.version]: THREAD_VERSION, [PROPERTY.name]: name },
  };
}
