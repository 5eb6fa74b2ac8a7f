import { cutText } from '../../cut-text';
import type { PostedStatus, Thread } from '../../ports/code-host';
import type { KnownFinding } from '../triage/known-finding';
import type { PlacedFinding } from '../triage/placed-finding';
import type { Memory } from './memory';
import type { Seal, Trust } from './signature';
import { isSigned, type MemoryMark, memoryMarkOf, TAKEN_BACK } from './status-write';

/** Keys of the findings. */
export const LOST = 'memory-lost';
export const SET_BACK = 'memory-set-back';

/** Its text, as the service tells of it. */
export interface MemoryText {
  trust: Trust;
  isSealed: boolean;
  isAddedTo: boolean;
  /** Milliseconds since 1970; absent where the service does not tell. */
  updatedAt?: number;
}

interface MemoryFacts {
  memory: Memory;
  /** Undefined where there is none. */
  text: MemoryText | undefined;
  known: readonly KnownFinding[];
  failures: Failures | undefined;
  times: MemoryTimes;
  key: Seal['key'];
}

/**
 * What nobody can say of the code because our own memory cannot be relied on: each is a blocker with a thread of its own, in which a
 * person who may accept it answers for what was forgotten.
 */
export function memoryDoubts(facts: MemoryFacts): PlacedFinding[] {
  return [...(facts.key === null ? [] : lostDoubt(facts)), ...setBackDoubt(facts)];
}

/** When memories were written that signed statuses of ours tell of; milliseconds since 1970. */
export interface MemoryTimes {
  newest: number;
  /** The last one that was taken back. */
  over: number;
  /** Those that alone told of blockers. */
  alone: readonly number[];
}

export function memoryTimesIn(statuses: readonly PostedStatus[] = [], selfId: string, seal: Seal): MemoryTimes {
  const own = statuses.filter((one) => one.name === seal.name && one.by.id === selfId);
  const verdicts = own.flatMap((one) => memoryMarkOf(one, 'verdict', seal) ?? []);
  const takenBack = own.flatMap((one) => memoryMarkOf(one, 'taken back', seal) ?? []);
  const newestOf = (marks: readonly MemoryMark[]) => Math.max(0, ...marks.map(({ writtenAt }) => writtenAt));
  const over = newestOf(takenBack);
  const alone = verdicts.filter((one) => one.alone > 0 && one.writtenAt > over).map(({ writtenAt }) => writtenAt);
  return { newest: newestOf(verdicts), over, alone };
}

/** Failed verdicts that our own identity posted by runs that sign with another key, since the review was last taken back. */
export interface Failures {
  count: number;
  /** True when no verdict that passes came after them. */
  isLast: boolean;
}

/** Undefined where the service does not tell. What this key signed is told by its time. */
export function failuresOf(
  statuses: readonly PostedStatus[] | undefined,
  selfId: string,
  seal: Seal,
): Failures | undefined {
  const own = statuses?.filter((one) => one.name === seal.name && one.by.id === selfId);
  if (own === undefined) return undefined;
  const since = own.slice(own.findLastIndex(isTakenBack) + 1);
  const last = since.findLast(({ state }) => state === 'failed' || state === 'succeeded');
  const count = since.filter((one) => isFailure(one) && memoryMarkOf(one, 'verdict', seal) === undefined).length;
  return { count, isLast: last !== undefined && isFailure(last) };
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

/** A service tells within this when it carried out what we asked of it. */
const DELAY = 3 * 60_000;

function setBackDoubt(facts: MemoryFacts): PlacedFinding[] {
  const why = whySetBack(facts);
  if (why === '') return [];
  const { text, failures, times } = facts;
  const what = {
    signed: 'is older than what they found',
    broken: 'cannot be checked',
    unsigned: 'cannot be checked',
    none: 'is gone',
  };
  const body =
    `${why}: somebody wrote an older memory back, changed it or took it away, or the key that signs it is another one. ` +
    'Blockers without a thread may be forgotten, and what was spent. This counts as a blocker until a person ' +
    'who is no author of the change has looked and accepts it.';
  const place = ['set back', failures?.count ?? 0, times.newest, text?.updatedAt ?? 0].join(' ');
  return [doubt(SET_BACK, place, `The memory of earlier reviews ${what[text?.trust ?? 'none']}`, body)];
}

/** What tells that the memory is not the newest; empty where nothing does. */
function whySetBack(facts: MemoryFacts): string {
  if (facts.memory.setBack) return 'An earlier run found that the memory behind its tracking comment is not the newest';
  const whys = facts.key === null ? [wasWrittenLater] : [knowsFewer, isBehind, hasBuried, wasWrittenLater, isMissing];
  return whys.map((why) => why(facts)).find((why) => why !== '') ?? '';
}

/** A run that failed wrote a newer one. A memory that nobody vouches for knows of no failure. */
function knowsFewer({ memory, text, failures }: MemoryFacts): string {
  const knows = text?.trust === 'signed' ? memory.failures : 0;
  if (failures === undefined || knows === undefined || !failures.isLast || failures.count <= knows) return '';
  return `${failures.count} failed verdicts of this review bear no time of this key, and the memory behind its tracking comment knows of ${knows}`;
}

/** Of two writes of runs at once the earlier one may arrive last by so much; no run asks a model and ends in less. */
const IN_FLIGHT = 2_000;

/** Whoever wrote it did so before that verdict. Of runs at once, one may write over what it does not know of, but not before. */
function isBehind({ memory, text, times: { newest, over } }: MemoryFacts): string {
  const at = text?.trust === 'signed' ? (memory.writtenAt ?? 0) : 0;
  if (newest <= over || newest <= at + IN_FLIGHT) return '';
  const [then, now] = [newest, at].map((time) => (time === 0 ? 'none of ours' : `of ${timeText(time)}`));
  return `The last verdict of this review was posted with the memory ${then}, and the one behind its tracking comment is ${now}`;
}

/** What is unsigned may tell any number. */
function timeText(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.valueOf()) ? String(time) : date.toISOString();
}

/** A run wrote over what another one at once had remembered, and blockers are forgotten of which nothing else tells. */
function hasBuried({ memory: { writtenAt = 0, knewUntil = writtenAt }, text, times: { alone } }: MemoryFacts): string {
  const buried = text?.trust === 'signed' ? alone.find((at) => at > knewUntil && at !== writtenAt) : undefined;
  if (buried === undefined) return '';
  return `The memory behind its tracking comment was written by a run that did not know the one of ${timeText(buried)}`;
}

/** Later than all that is known, should the clocks of two agents differ by a moment. */
export function writtenAfter({ newestAt }: { newestAt: number }, now: number): number {
  return Math.max(now, newestAt + 1);
}

/** Statuses can be deleted; when a text was written, the service alone says. What a run without a key adds is written later. */
function wasWrittenLater({ memory: { writtenAt }, text, key }: MemoryFacts): string {
  const isOurs = text?.trust === 'signed' ? !text.isAddedTo : key === null && text?.isSealed === false;
  if (!isOurs || writtenAt === undefined || text?.updatedAt === undefined) return '';
  if (Math.abs(text.updatedAt - writtenAt) <= DELAY) return '';
  const [at, then] = [text.updatedAt, writtenAt].map(timeText);
  return `The tracking comment was written at ${at}, and the memory behind it says ${then}`;
}

/** Each run writes its memory before it opens a thread, and what is taken back leaves those alone in which people answered. */
function isMissing({ text, known }: MemoryFacts): string {
  const isLeft = ({ trust, older, isDeleted, status, replies }: KnownFinding) =>
    trust === 'signed' && !older && !isDeleted && (status !== 'closed' || replies.length === 0);
  return text === undefined && known.some(isLeft) ? 'Threads of this review are here, and its memory is not' : '';
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
