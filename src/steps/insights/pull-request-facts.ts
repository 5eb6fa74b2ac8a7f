import type { Identity, Thread } from '../../ports/code-host';
import { CATEGORIES, type Category } from '../prompt/candidate';
import type { Severity } from '../settings/settings';
import { readIdentity } from '../threads/identity';
import { FIXED_NOTE } from '../threads/known-thread';
import { writtenMemory } from '../threads/memory-text';
import { PROPERTY } from '../threads/properties';
import { SEVERITY_ORDER } from '../triage/severity-order';

/** What became of a finding's thread. */
export const FATES = ['open', 'fixed', 'wontFix', 'byDesign', 'closed', 'deleted'] as const;
export type Fate = (typeof FATES)[number];

export const SOURCES = ['model', 'alert'] as const;

/** A pull request as it was read; nothing of it but this is looked at. */
export interface ReadPullRequest {
  id: number;
  /** Names the repository in figures. */
  repository: string;
  repositoryId: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  state: 'active' | 'completed' | 'abandoned';
  /** Newest commit of its source; empty where the service does not tell. */
  head: string;
  threads: readonly ReadThread[];
  /** The newest iteration, and those that bear a status of ours; absent where they were not read. */
  statuses?: { newest: number; iterations: readonly number[] };
}

export type ReadThread = Thread & { updatedAt?: number };

export interface FindingFact {
  severity: Severity;
  category: Category;
  source: (typeof SOURCES)[number];
  fate: Fate;
  /** From the thread to our word that it is fixed, or to its last change; null for what is not fixed, or not told. */
  minutes: number | null;
  /** True where no word of ours tells when. */
  isApproximate: boolean;
}

export interface PullRequestFacts {
  id: number;
  repository: string;
  /** Monday of the week in which it was opened, `2026-11-23`. */
  week: string;
  state: ReadPullRequest['state'];
  isReviewed: boolean;
  /** Whether its newest iteration has a status of ours; null where nothing tells. */
  isCovered: boolean | null;
  findings: readonly FindingFact[];
  spentUsd: number;
  writers: readonly Identity[];
  /** Threads with our marks that do not count: written by others, or not signed with the key that is known. */
  leftOut: number;
}

export interface Counting {
  /** Ids of the accounts that count; empty: whoever wrote a tracking comment that can be read. */
  identities: readonly string[];
  /** Null: signatures cannot be checked. */
  key: Uint8Array | null;
}

/** What one pull request adds to the figures. No person is in it but the accounts that post for us. */
export function factsOf(read: ReadPullRequest, counting: Counting): PullRequestFacts {
  const writers = writersOf(read, counting);
  const marked = read.threads.filter(isMarked);
  const own = marked.filter(({ comments: [first] }) => writers.some(({ id }) => id === first?.author.id));
  const findings = own.flatMap((thread) => findingFact(thread, read, counting) ?? []);
  const tracking = own.filter(isTracking);
  const memories = tracking.flatMap(({ comments: [first] }) => writtenMemory(first?.content ?? '') ?? []);
  return {
    id: read.id,
    repository: read.repository,
    week: mondayOf(read.createdAt),
    state: read.state,
    isReviewed: own.length > 0,
    isCovered: isCovered(
      read,
      memories.map(({ memory }) => memory.reviewed?.source ?? ''),
    ),
    findings,
    spentUsd: memories.reduce((sum, { memory }) => sum + memory.spentUsd, 0),
    writers,
    leftOut: marked.length - findings.length - tracking.length,
  };
}

/** Whether what stands on the pull request already says that its newest iteration was reviewed. */
export function needsStatuses({ isCovered: known }: PullRequestFacts): boolean {
  return known === null;
}

/** Monday of the week, in UTC. */
export function mondayOf(time: number): string {
  const day = 86_400_000;
  const sinceMonday = (new Date(time).getUTCDay() + 6) % 7;
  return new Date(time - sinceMonday * day).toISOString().slice(0, 10);
}

function isTracking({ comments: [first] }: ReadThread): boolean {
  return writtenMemory(first?.content ?? '') !== undefined;
}

function isMarked(thread: ReadThread): boolean {
  return PROPERTY.kind in thread.properties || isTracking(thread) || identityIn(thread) !== undefined;
}

/** A forged thread needs a forged tracking comment beside it; who must not be fooled pins the accounts. */
function writersOf({ threads }: ReadPullRequest, { identities }: Counting): Identity[] {
  const all = threads.flatMap((thread) => {
    const [first] = thread.comments;
    if (!first || first.author.id === '') return [];
    const counts = identities.length === 0 ? isTracking(thread) : identities.includes(first.author.id);
    return counts && isMarked(thread) ? [first.author] : [];
  });
  return [...new Map(all.map((one) => [one.id, { id: one.id, name: one.name }])).values()];
}

function identityIn({ comments: [first] }: ReadThread) {
  return readIdentity(first?.content ?? '', { key: null, repositoryId: '', pullRequestId: 0, name: '' });
}

function findingFact(thread: ReadThread, read: ReadPullRequest, { key }: Counting): FindingFact | undefined {
  const { properties, comments } = thread;
  const [first] = comments;
  const told = identityIn(thread);
  if (isTracking(thread) || (told === undefined && properties[PROPERTY.kind] !== 'finding')) return undefined;
  if (key !== null && !isSigned(first?.content ?? '', told?.name ?? '', read, key)) return undefined;
  const severity = told?.identity.severity ?? SEVERITY_ORDER.find((one) => one === properties[PROPERTY.severity]);
  const category = told?.identity.category ?? CATEGORIES.find((one) => one === properties[PROPERTY.category]);
  if (severity === undefined || category === undefined) return undefined;
  const openedAs = told?.identity.openedAs ?? properties[PROPERTY.status] ?? 'active';
  const fate = fateOf(thread, openedAs);
  const source = /^Rule `/m.test(first?.content ?? '') ? 'alert' : 'model';
  return { severity, category, source, fate, ...(fate === 'fixed' ? timeToFix(thread) : NO_TIME) };
}

const NO_TIME = { minutes: null, isApproximate: false };

function isSigned(content: string, name: string, { id, repositoryId }: ReadPullRequest, key: Uint8Array): boolean {
  return readIdentity(content, { key, repositoryId, pullRequestId: id, name })?.trust === 'signed';
}

/** A status that equals the one it was opened with is nobody's decision. */
function fateOf({ status, isDeleted, comments: [first] }: ReadThread, openedAs: string): Fate {
  if (isDeleted || first === undefined || first.isDeleted) return 'deleted';
  if (status === openedAs) return 'open';
  return FATES.find((fate) => fate === status) ?? 'open';
}

function timeToFix({ comments, updatedAt = 0 }: ReadThread): Pick<FindingFact, 'minutes' | 'isApproximate'> {
  const [first, ...later] = comments;
  const opened = first?.publishedAt ?? 0;
  const own = later.findLast(({ author, content }) => author.id === first?.author.id && content.startsWith(FIXED_NOTE));
  const ended = own?.publishedAt || updatedAt || (later.at(-1)?.publishedAt ?? 0);
  if (opened === 0 || ended < opened) return NO_TIME;
  return { minutes: Math.round((ended - opened) / 60_000), isApproximate: own === undefined };
}

function isCovered({ head, statuses }: ReadPullRequest, reviewed: readonly string[]): boolean | null {
  if (statuses !== undefined) return statuses.iterations.includes(statuses.newest);
  return head !== '' && reviewed.includes(head) ? true : null;
}
