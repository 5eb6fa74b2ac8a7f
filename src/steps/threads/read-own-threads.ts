import type { Conversation, PullRequest, Thread } from '../../ports/code-host';
import { findingOf } from './known-thread';
import { EMPTY_MEMORY, type Memory } from './memory';
import { type MemoryText, vanishedThreads } from './memory-doubts';
import { holdsMemory, type ReadMemory, readMemory } from './memory-text';
import { PROPERTY } from './properties';
import type { Seal } from './signature';
import { foreignStatusNotes, tamperingNotes } from './tampering';

export interface TrackingComment {
  threadId: number;
  commentId: number;
  content: string;
}

/**
 * What our own identity left under this name. A thread is ours by the author of its first comment and by the signed text behind
 * that; properties count only where an older version left nothing else. Deleted threads are known when the memory names them:
 * what `clean` removed is forgotten.
 */
export function readOwnThreads(
  { threads, statuses }: Pick<Conversation, 'threads' | 'statuses'>,
  { id, repositoryId, self }: Pick<PullRequest, 'id' | 'repositoryId' | 'self'>,
  name: string,
  key: Uint8Array | null,
) {
  const seal: Seal = { key, repositoryId, pullRequestId: id, name };
  const ours = threads.filter(({ comments: [first] }) => first?.author.id === self.id);
  const tracking = ours.flatMap((thread) => trackingOf(thread, seal)).sort(mostTrustedFirst);
  const [first, ...others] = tracking;
  // What this run cannot check it does not take away.
  const spare = others.filter(({ read }) => key !== null || !read.isSealed).map(({ comment }) => comment);
  const memories = tracking.map(({ read: { memory } }) => memory);
  const text = first && textOf(first);
  // From here on it is vouched for by this run, which knows of no failure.
  const isUnvouched = key !== null && text?.trust !== 'signed';
  const counting = memories[0] ?? EMPTY_MEMORY;
  const memory = { ...counting, ...moneyOf(dearest(memories)), ...(isUnvouched ? { failures: 0 } : {}) };
  const all = [...ours, ...vanishedThreads(memory, ours)];
  const findings = all.flatMap((thread) => findingOf(thread, { selfId: self.id, memory, seal }) ?? []);
  const foreign = foreignStatusNotes(statuses ?? [], self.id, name);
  const trusts = tracking.map(({ read }) => read.trust);
  return {
    seal,
    ours,
    known: findings.map((one) => one.known),
    ...(first ? { tracking: first.comment } : {}),
    spare,
    memories,
    memory,
    text,
    notes: [...foreign, ...tamperingNotes(findings, trusts, seal)],
  };
}

/** Of several tracking comments of one name the dearest counts: one copies the other. */
export function dearest(memories: readonly Memory[]): Memory {
  return memories.reduce((most, one) => (one.spentUsd > most.spentUsd ? one : most), memories[0] ?? EMPTY_MEMORY);
}

export function moneyOf({ spentUsd, counted }: Memory): Pick<Memory, 'spentUsd' | 'counted'> {
  return { spentUsd, ...(counted ? { counted } : {}) };
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
