import type { Conversation, PullRequest } from '../../ports/code-host';
import { type Recollection, recall } from './own-threads';
import { moneyOf } from './read-own-threads';

/** What this run wrote itself is known to it, should somebody have deleted it or the host not list it. */
export function recallAgain(conversation: Conversation, pullRequest: PullRequest, claimed: Recollection): Recollection {
  const now = recall(conversation, pullRequest, claimed.seal.name, claimed.seal.key);
  // What was changed before this run signed it anew is still to be told.
  const past = { ...now, notes: [...new Set([...claimed.notes, ...now.notes])] };
  const own = past.memories.find(({ claim }) => claim?.run === claimed.memory.claim?.run);
  const memory = past.tracking ? { ...(own ?? past.memory), ...moneyOf(past.memory) } : claimed.memory;
  const isListed = conversation.threads.some(({ id }) => id === claimed.tracking?.threadId);
  if (past.tracking || claimed.tracking === undefined || isListed) return { ...past, memory };
  return { ...past, memory, tracking: claimed.tracking };
}
