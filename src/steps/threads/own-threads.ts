import type { Conversation, PostedStatus, PullRequest, Thread } from '../../ports/code-host';
import type { KnownFinding } from '../triage/known-finding';
import type { PlacedFinding } from '../triage/placed-finding';
import { shortHash } from './as-reviewed';
import { type Begun, begunIn } from './begun';
import type { Memory } from './memory';
import { type Failures, failuresOf, memoryDoubts, memoryTimesIn } from './memory-doubts';
import { writtenMemory } from './memory-text';
import { dearest, readOwnThreads, type TrackingComment } from './read-own-threads';
import type { Seal } from './signature';
import type { Ledger } from './spent-by-others';
import { type ToldSpending, toldSpending } from './told-spending';

/** Everything that earlier runs of this name left on the pull request. */
export interface Recollection {
  known: readonly KnownFinding[];
  /** The one that counts; absent before the first run. */
  tracking?: TrackingComment;
  /** Left from a race of two first runs; they are removed. */
  spare: readonly TrackingComment[];
  /** Of all tracking comments, the one that counts first. */
  memories: readonly Memory[];
  /** What all runs spent is the highest of all tracking comments': one copies the other, and a spare one seldom holds any. */
  memory: Memory;
  seal: Seal;
  /** What runs under this name told of their cost beside the memory. */
  told: readonly ToldSpending[];
  /** What our own runs under other names tell of. */
  elsewhere: readonly Ledger[];
  /** Failed verdicts that another key signed; absent where the service does not tell. */
  failures?: Failures;
  /** What our own identity posted under this name, oldest first. */
  statuses: readonly PostedStatus[];
  /** Runs under this name that began, oldest first. */
  begun: readonly Begun[];
  /** When the newest memory that there was was written. */
  newestAt: number;
  /** True where blockers were told under another target than there is now. */
  isRetargeted: boolean;
  /** What nobody can rely on in the memory, as findings. */
  doubts: readonly PlacedFinding[];
  /** What somebody else changed. */
  notes: readonly string[];
}

/** What our own identity left under this name: its threads, and what it told beside them. */
export function recall(
  conversation: Conversation,
  pullRequest: Pick<PullRequest, 'id' | 'repositoryId' | 'self'> & { targetBranch?: string },
  name: string,
  key: Uint8Array | null,
): Recollection {
  const { ours, text, ...own } = readOwnThreads(conversation, pullRequest, name, key);
  const { statuses, properties } = conversation;
  const { self, targetBranch } = pullRequest;
  const { seal, memory, known } = own;
  const posted = (statuses ?? []).filter((one) => one.name === name && one.by.id === self.id);
  const told = toldSpending(properties, seal);
  const failures = failuresOf(statuses, self.id, seal);
  const times = memoryTimesIn(statuses, self.id, seal);
  return {
    ...own,
    told: told.filter((one) => one.name === name),
    elsewhere: ledgersElsewhere(ours, told, name),
    statuses: posted,
    begun: begunIn(posted, told),
    ...(failures === undefined ? {} : { failures }),
    newestAt: Math.max(text?.trust === 'signed' ? (memory.writtenAt ?? 0) : 0, times.newest, times.over),
    isRetargeted: targetBranch !== undefined && ![undefined, shortHash(targetBranch)].includes(memory.target),
    doubts: memoryDoubts({ memory, text, known, failures, times, key }),
  };
}

function ledgersElsewhere(ours: readonly Thread[], told: readonly ToldSpending[], own: string): Ledger[] {
  const written = ours.flatMap(({ isDeleted, comments }) =>
    isDeleted ? [] : (writtenMemory(comments[0]?.content ?? '') ?? []),
  );
  const names = new Set([...written, ...told].map(({ name }) => name).filter((name) => name !== own && name !== ''));
  return [...names].map((name) => ({
    memory: dearest(written.filter((one) => one.name === name).map(({ memory }) => memory)),
    told: told.filter((one) => one.name === name),
  }));
}
