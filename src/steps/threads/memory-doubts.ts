import { cutText } from '../../cut-text';
import type { PostedStatus, Thread } from '../../ports/code-host';
import type { KnownFinding } from '../triage/known-finding';
import type { PlacedFinding } from '../triage/placed-finding';
import type { Memory } from './memory';
import type { Trust } from './signature';
import { isSigned, TAKEN_BACK } from './status-write';

/** Keys of the findings. */
export const LOST = 'memory-lost';
export const SET_BACK = 'memory-set-back';

interface MemoryFacts {
  memory: Memory;
  /** Of the text that holds it; undefined where there is none. */
  trust: Trust | undefined;
  known: readonly KnownFinding[];
  failures: Failures | undefined;
}

/**
 * What nobody can say of the code because our own memory cannot be relied on: each is a blocker with a thread of its own, in which a
 * person who may accept it answers for what was forgotten.
 */
export function memoryDoubts(facts: MemoryFacts): PlacedFinding[] {
  return [...lostDoubt(facts), ...setBackDoubt(facts)];
}

/** Failed verdicts that our own identity posted by runs that sign, since the review was last taken back. */
export interface Failures {
  count: number;
  /** True when no verdict that passes came after them. */
  isLast: boolean;
}

/** Undefined where the service does not tell. */
export function failuresOf(
  statuses: readonly PostedStatus[] | undefined,
  selfId: string,
  name: string,
): Failures | undefined {
  const own = statuses?.filter((one) => one.name === name && one.by.id === selfId);
  if (own === undefined) return undefined;
  const since = own.slice(own.findLastIndex(isTakenBack) + 1);
  const last = since.findLast(({ state }) => state === 'failed' || state === 'succeeded');
  return { count: since.filter(isFailure).length, isLast: last !== undefined && isFailure(last) };
}

function isTakenBack({ state, description = '' }: PostedStatus): boolean {
  return state === 'pending' && description.startsWith(TAKEN_BACK);
}

function isFailure(one: PostedStatus): boolean {
  return one.state === 'failed' && isSigned(one);
}

function lostDoubt({ memory: { lost }, known }: MemoryFacts): PlacedFinding[] {
  if (lost === undefined) return [];
  const listed = new Set(known.filter(({ isDeleted }) => !isDeleted).map(({ threadId }) => threadId));
  const count = lost.listed + lost.threads.filter((id) => !listed.has(id)).length;
  if (count === 0) return [];
  const body =
    'Earlier reviews found more blockers than their memory behind the tracking comment has room for, so nobody can tell whether ' +
    `${count === 1 ? 'it is' : 'all of them are'} mended. This counts as a blocker until a person who is no author of the change has looked and accepts it.`;
  return [
    doubt(
      LOST,
      `lost ${Math.ceil(Math.log2(count + 1))}`,
      `${count} more blocker${count === 1 ? '' : 's'} than could be remembered`,
      body,
    ),
  ];
}

/** More failed verdicts than it knows of: a run that failed wrote a newer one. A memory that nobody vouches for knows of none. */
function setBackDoubt({ memory, trust, failures }: MemoryFacts): PlacedFinding[] {
  const knows = trust === 'signed' ? memory.failures : 0;
  if (failures === undefined || knows === undefined || !failures.isLast || failures.count <= knows) return [];
  const what = {
    signed: 'is older than what they found',
    broken: 'cannot be checked',
    unsigned: 'cannot be checked',
    none: 'is gone',
  };
  const body =
    `The status of this review failed ${failures.count} times, and the memory behind its tracking comment knows of ${knows}: somebody wrote an older ` +
    'one back, changed it or took it away, or the key that signs it is another one. Blockers without a thread may be forgotten. This counts as a blocker until a person ' +
    'who is no author of the change has looked and accepts it.';
  return [
    doubt(SET_BACK, `set back ${failures.count}`, `The memory of earlier reviews ${what[trust ?? 'none']}`, body),
  ];
}

function doubt(key: string, place: string, title: string, body: string): PlacedFinding {
  return {
    ...{ key, id: '', path: '', range: { side: 'new', startLine: 1, endLine: 1 } },
    ...{ severity: 'blocker', category: 'security', title, body },
    ...{ quote: '', evidence: '', replacement: '', reason: '', source: 'alert' },
    anchor: { kind: 'summary', reason: 'it speaks of the review itself' },
    ...{ fingerprint: nameOf(place), twin: nameOf(place), mark: '', gist: '', isOfReview: true },
  };
}

/** Short texts as other fingerprints look: of code there is nothing to hash. */
function nameOf(place: string): string {
  const digits = [...place].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0'));
  return cutText(digits.join('').padEnd(64, '0'), 64);
}

/** A thread that the memory names and the service no longer lists: as good as deleted. */
export function vanishedThreads(memory: Memory, threads: readonly Thread[]): Thread[] {
  const listed = new Set(threads.map(({ id }) => id));
  const ids = Object.keys(memory.threads).map(Number);
  return ids
    .filter((id) => !listed.has(id))
    .map((id) => ({ id, status: 'unknown', isDeleted: true, properties: {}, comments: [] }));
}
