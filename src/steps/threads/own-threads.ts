import type { Comment, Conversation, LineRange, Thread, ThreadStatus } from '../../ports/code-host';
import type { Category } from '../prompt/candidate';
import type { Severity } from '../settings/settings';

/** Names of our properties on a thread; written once, when the thread is created. */
export const PROPERTY = {
  kind: 'SecondPass.Kind',
  version: 'SecondPass.Version',
  name: 'SecondPass.Name',
  fingerprint: 'SecondPass.Fingerprint',
  twin: 'SecondPass.Twin',
  line: 'SecondPass.Line',
  severity: 'SecondPass.Severity',
  category: 'SecondPass.Category',
  source: 'SecondPass.Source',
  enforced: 'SecondPass.Enforced',
} as const;

/** Raised when older threads could no longer be read; newer versions read all older ones. */
export const THREAD_VERSION = '1';

/** A thread of an earlier run that holds a finding. */
export interface KnownFinding {
  threadId: number;
  status: ThreadStatus;
  fingerprint: string;
  twin: string;
  /** sha256 of the anchored line without white space; empty for findings without a line. */
  line: string;
  severity: Severity;
  category: Category;
  path: string;
  /** Where it stands in the newest iteration, as the service moved it. */
  range?: LineRange;
  /** First line of its first comment, for lists. */
  title: string;
  /** Text comments by others than us. */
  replies: readonly Comment[];
  /** True when nobody's decision takes it out of the count. */
  enforced: boolean;
  /** True when the newest comment is our own note that the code was fixed. */
  resolvedByUs: boolean;
  isDeleted: boolean;
}

export interface TrackingComment {
  threadId: number;
  commentId: number;
  content: string;
}

export interface OwnThreads {
  findings: readonly KnownFinding[];
  /** The oldest one counts; more than one is left from a race and is removed. */
  tracking: readonly TrackingComment[];
}

/** How our own note on a fixed finding begins; it is how a later run knows who resolved the thread. */
export const FIXED_NOTE = 'Fixed in ';

/** Only threads whose first comment our own identity wrote count as ours, whatever their properties claim. */
export function ownThreads({ threads }: Conversation, selfId: string, name: string): OwnThreads {
  const ours = threads.filter(
    (thread) => thread.comments[0]?.author.id === selfId && thread.properties[PROPERTY.name] === name,
  );
  return {
    findings: ours.filter(ofKind('finding')).map((thread) => knownFinding(thread, selfId)),
    tracking: ours.filter((thread) => ofKind('tracking')(thread) && !thread.isDeleted).flatMap(trackingComment),
  };
}

function ofKind(kind: string): (thread: Thread) => boolean {
  return (thread) => thread.properties[PROPERTY.kind] === kind;
}

function knownFinding(thread: Thread, selfId: string): KnownFinding {
  const text = thread.comments.filter((comment) => comment.isText && !comment.isDeleted);
  const last = text.at(-1);
  return {
    threadId: thread.id,
    status: thread.status,
    fingerprint: thread.properties[PROPERTY.fingerprint] ?? '',
    twin: thread.properties[PROPERTY.twin] ?? '',
    line: thread.properties[PROPERTY.line] ?? '',
    severity: (thread.properties[PROPERTY.severity] ?? 'suggestion') as Severity,
    category: (thread.properties[PROPERTY.category] ?? 'bug') as Category,
    path: thread.path ?? '',
    ...(thread.range ? { range: thread.range } : {}),
    title: thread.comments[0]?.content.split('\n')[0] ?? '',
    replies: text.filter(({ author }) => author.id !== selfId),
    enforced: thread.properties[PROPERTY.enforced] === 'true',
    resolvedByUs: last?.author.id === selfId && last.content.startsWith(FIXED_NOTE),
    isDeleted: thread.isDeleted,
  };
}

function trackingComment(thread: Thread): TrackingComment[] {
  const first = thread.comments[0];
  return first === undefined || first.isDeleted
    ? []
    : [{ threadId: thread.id, commentId: first.id, content: first.content }];
}
