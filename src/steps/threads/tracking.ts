import type { HostWrite } from '../../ports/code-host';
import type { Memory } from './memory';
import { withMemory } from './memory-text';
import { PROPERTY, THREAD_VERSION } from './properties';
import type { TrackingComment } from './read-own-threads';
import type { Seal } from './signature';

/** The tracking comment is edited in place; its thread is closed, so that it never blocks a merge. */
export function trackingWrite(
  text: string,
  memory: Memory,
  existing: TrackingComment | undefined,
  { iteration, seal }: { iteration: number; seal: Seal },
): HostWrite {
  const content = withMemory(text, memory, seal, existing);
  if (existing) return { kind: 'editComment', threadId: existing.threadId, commentId: existing.commentId, content };
  return {
    kind: 'openThread',
    iteration,
    status: 'closed',
    content,
    properties: { [PROPERTY.kind]: 'tracking', [PROPERTY.version]: THREAD_VERSION, [PROPERTY.name]: seal.name },
  };
}
