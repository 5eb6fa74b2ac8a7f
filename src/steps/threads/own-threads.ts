import type { Conversation, PullRequest, Thread } from '../../ports/code-host';
import type { KnownFinding } from '../triage/known-finding';
import type { PlacedFinding } from '../triage/placed-finding';
import { shortHash } from './as-reviewed';
import { findingOf } from './known-thread';
import { EMPTY_MEMORY, type Memory } from './memory';
import {
  type Failures,
  failuresOf,
  type MemoryText,
  memoryDoubts,
  memoryTimesIn,
  vanishedThreads,
} from './memory-doubts';
import { holdsMemory, type ReadMemory, readMemory, writtenMemory } from './memory-text';
import { PROPERTY } from './properties';
import type { Seal } from './signature';
import type { Ledger } from './spent-by-others';
import { foreignStatusNotes, tamperingNotes } from './tampering';
import { type ToldSpending, toldSpending } from './told-spending';

export interface TrackingComment {
  threadId: number;
  commentId: number;
  content: string;
}

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
  /** When the newest memory that there was was written. */
  newestAt: number;
  /** True where blockers were told under another target than there is now. */
  isRetargeted: boolean;
  /** What nobody can rely on in the memory, as findings. */
  doubts: readonly PlacedFinding[];
  /** What somebody else changed. */
  notes: readonly string[];
}

/**
 * What our own identity left under this name. A thread is ours by the author of its first comment and by the signed text behind
 * that; properties count only where an older version left nothing else. Deleted threads are known when the memory names them:
 * what `clean` removed is forgotten.
 */
export function recall(
  { threads, statuses, properties }: Conversation,
  {
    id,
    repositoryId,
    self,
    targetBranch,
  }: Pick<PullRequest, 'id' | 'repositoryId' | 'self'> & { targetBranch?: string },
  name: string,
  key: Uint8Array | null,
): Recollection {
  const seal = { key, repositoryId, pullRequestId: id, name };
  const ours = threads.filter(({ comments: [first] }) => first?.author.id === self.id);
  const tracking = ours.flatMap((thread) => trackingOf(thread, seal)).sort(mostTrustedFirst);
  const [first, ...others] = tracking;
  // What this run cannot check it does not take away.
  const spare = others.filter(({ read }) => key !== null || !read.isSealed).map(({ comment }) => comment);
  const memories = tracking.map(({ read: { memory } }) => memory);
  const text = tracking[0] && textOf(tracking[0]);
  // From here on it is vouched for by this run, which knows of no failure.
  const isUnvouched = key !== null && text?.trust !== 'signed';
  const counting = memories[0] ?? EMPTY_MEMORY;
  const memory = { ...counting, ...moneyOf(dearest(memories)), ...(isUnvouched ? { failures: 0 } : {}) };
  const all = [...ours, ...vanishedThreads(memory, threads)];
  const findings = all.flatMap((thread) => findingOf(thread, { selfId: self.id, memory, seal }) ?? []);
  const told = toldSpending(properties, seal);
  const known = findings.map((one) => one.known);
  const failures = failuresOf(statuses, self.id, seal);
  const times = memoryTimesIn(statuses, self.id, seal);
  const foreign = foreignStatusNotes(statuses ?? [], self.id, name);
  const notes = tamperingNotes(
    findings,
    tracking.map(({ read }) => read.trust),
    seal,
  );
  return {
    known,
    ...(first ? { tracking: first.comment } : {}),
    spare,
    memories,
    memory,
    told: told.filter((one) => one.name === name),
    elsewhere: ledgersElsewhere(ours, told, name),
    seal,
    ...(failures === undefined ? {} : { failures }),
    newestAt: Math.max(text?.trust === 'signed' ? (memory.writtenAt ?? 0) : 0, times.newest, times.over),
    isRetargeted: targetBranch !== undefined && ![undefined, shortHash(targetBranch)].includes(memory.target),
    doubts: memoryDoubts({ memory, text, known, failures, times, key }),
    notes: [...foreign, ...notes],
  };
}

/** Of several tracking comments of one name the dearest counts: one copies the other. */
function dearest(memories: readonly Memory[]): Memory {
  return memories.reduce((most, one) => (one.spentUsd > most.spentUsd ? one : most), memories[0] ?? EMPTY_MEMORY);
}

export function moneyOf({ spentUsd, counted }: Memory): Pick<Memory, 'spentUsd' | 'counted'> {
  return { spentUsd, ...(counted ? { counted } : {}) };
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

interface Tracking {
  comment: TrackingComment;
  read: ReadMemory;
  updatedAt?: number;
}

function textOf({ read: { trust, isSealed, isAddedTo }, updatedAt }: Tracking): MemoryText {
  return { trust, isSealed, isAddedTo, ...(updatedAt === undefined ? {} : { updatedAt }) };
}

/** A memory of ours counts wherever it stands; a comment without one is known by its properties, and remembers nothing. */
function trackingOf({ id, isDeleted, comments: [first], properties }: Thread, seal: Seal): Tracking[] {
  if (isDeleted || first === undefined || first.isDeleted) return [];
  const { contentUpdatedAt } = first;
  const comment = { threadId: id, commentId: first.id, content: first.content };
  const when = contentUpdatedAt === undefined ? {} : { updatedAt: contentUpdatedAt };
  const read = readMemory(first.content, seal, id);
  const isNamed = properties[PROPERTY.kind] === 'tracking' && properties[PROPERTY.name] === seal.name;
  if (read !== undefined) return read.isNamed || isNamed ? [{ comment, read, ...when }] : [];
  if (!isNamed || holdsMemory(first.content)) return [];
  const nothing = { memory: EMPTY_MEMORY, isNamed: false, isSealed: false, isAddedTo: false };
  return [{ comment, read: { ...nothing, trust: 'unsigned' } }];
}

/** A signed memory of a whole review, then any that is signed, then one that may be, then the oldest. */
function mostTrustedFirst(a: Tracking, b: Tracking): number {
  return rankOf(a.read) - rankOf(b.read) || a.comment.threadId - b.comment.threadId;
}

function rankOf({ trust, isSealed, memory }: ReadMemory): number {
  return (trust === 'signed' ? 0 : isSealed ? 2 : 4) + (memory.reviewed ? 0 : 1);
}
