import type { Comment, Conversation, Thread, ThreadStatus } from '../../ports/code-host';
import type { Category } from '../prompt/candidate';
import type { Severity } from '../settings/settings';
import type { KnownFinding } from '../triage/known-finding';
import type { Memory, ThreadMemory } from './memory';
import { readMemory } from './memory-text';

/** Names of our properties on a thread; written once, when the thread is created. */
export const PROPERTY = {
  kind: 'SecondPass.Kind',
  version: 'SecondPass.Version',
  name: 'SecondPass.Name',
  fingerprint: 'SecondPass.Fingerprint',
  twin: 'SecondPass.Twin',
  mark: 'SecondPass.Mark',
  side: 'SecondPass.Side',
  status: 'SecondPass.Status',
  severity: 'SecondPass.Severity',
  category: 'SecondPass.Category',
  title: 'SecondPass.Title',
  source: 'SecondPass.Source',
  enforced: 'SecondPass.Enforced',
} as const;

/** Raised when older threads could no longer be read; newer versions read all older ones. */
export const THREAD_VERSION = '1';

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
}

/** How our own notes begin; it is how a later run knows who resolved the thread. */
export const FIXED_NOTE = 'Fixed in ';

/**
 * What our own identity left under this name. Only threads whose first comment it wrote count as ours, whatever their
 * properties claim. Deleted threads are known when the memory names them: what `clean` removed is forgotten.
 */
export function recall({ threads }: Conversation, selfId: string, name: string): Recollection {
  const ours = threads.filter(
    (thread) => thread.comments[0]?.author.id === selfId && thread.properties[PROPERTY.name] === name,
  );
  const tracking = ours.filter(ofKind('tracking')).flatMap(trackingComment).sort(byThread);
  const [first, ...spare] = tracking;
  const memories = tracking.map(({ content }) => readMemory(content));
  const counting = memories.find(({ reviewed }) => reviewed) ?? memories[0] ?? readMemory('');
  const memory = { ...counting, spentUsd: Math.max(0, ...memories.map(({ spentUsd }) => spentUsd)) };
  const known = ours
    .filter(ofKind('finding'))
    .filter(({ id, isDeleted }) => !isDeleted || memory.threads[id] !== undefined)
    .map((thread) => knownFinding(thread, selfId, memory));
  return { known, ...(first ? { tracking: first } : {}), spare, memories, memory };
}

function byThread(a: TrackingComment, b: TrackingComment): number {
  return a.threadId - b.threadId;
}

function ofKind(kind: string): (thread: Thread) => boolean {
  return (thread) => thread.properties[PROPERTY.kind] === kind;
}

function knownFinding(thread: Thread, selfId: string, memory: Memory): KnownFinding {
  const { properties, comments } = thread;
  const first = comments[0];
  const text = comments.filter((comment) => comment.isText && !comment.isDeleted);
  const last = text.at(-1);
  const isGone = thread.isDeleted || first?.isDeleted === true;
  return {
    threadId: thread.id,
    commentId: first?.id ?? 1,
    status: thread.status,
    openedAs: (properties[PROPERTY.status] ?? 'active') as ThreadStatus,
    isDeleted: isGone,
    ...identityOf(thread, memory.threads[thread.id]),
    category: (properties[PROPERTY.category] ?? 'bug') as Category,
    title: properties[PROPERTY.title] ?? titleOf(first),
    content: first?.content ?? '',
    replies: text.filter(({ author }) => author.id !== selfId),
    enforced: properties[PROPERTY.enforced] === 'true',
    saidFixed: last?.author.id === selfId && last.content.startsWith(FIXED_NOTE),
    resolvedByUs: memory.resolved.includes(thread.id),
  };
}

/** The memory knows where a finding went when its lines were edited or moved; the properties where it began. */
function identityOf(
  { properties, path = '', range }: Thread,
  later: ThreadMemory | undefined,
): Pick<KnownFinding, 'fingerprint' | 'twin' | 'mark' | 'side' | 'severity' | 'path' | 'range'> {
  const hasMoved = later?.path !== undefined && later.path !== path;
  return {
    fingerprint: later?.fingerprint ?? properties[PROPERTY.fingerprint] ?? '',
    twin: later?.twin ?? properties[PROPERTY.twin] ?? '',
    mark: later?.mark ?? properties[PROPERTY.mark] ?? '',
    side: properties[PROPERTY.side] === 'old' ? 'old' : 'new',
    severity: later?.severity ?? ((properties[PROPERTY.severity] ?? 'suggestion') as Severity),
    path: hasMoved ? (later.path ?? path) : path,
    ...(range && !hasMoved ? { range } : {}),
  };
}

/** Threads of the first versions hold their title only in their text. */
function titleOf(first: Comment | undefined): string {
  const line = first?.content.split('\n')[0] ?? '';
  return line.replace(/^.*? — /, '').replace(/\\(?=[^\w\s])|\*\*/g, '');
}

function trackingComment(thread: Thread): TrackingComment[] {
  const first = thread.comments[0];
  return thread.isDeleted || first === undefined || first.isDeleted
    ? []
    : [{ threadId: thread.id, commentId: first.id, content: first.content }];
}
