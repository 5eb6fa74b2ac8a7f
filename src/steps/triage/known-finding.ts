import type { Comment, LineRange, ThreadStatus } from '../../ports/code-host';
import type { Category } from '../prompt/candidate';
import type { Severity } from '../settings/settings';
import type { CodeMark } from './code-mark';
import type { FilePrint } from './file-print';
import type { Gist } from './gist';

/** The word of a person who may accept, and the code that it was said of. */
export interface Word {
  comment: number;
  code: FilePrint;
}

/** How grave a run called a problem whose comment says less, and the last comment of its thread until then. */
export interface Graver {
  severity: Severity;
  after: number;
}

/** A finding of an earlier run, as its thread and the memory show it now. */
export interface KnownFinding {
  threadId: number;
  /** Of its first comment, which holds the finding. */
  commentId: number;
  status: ThreadStatus;
  /** The status it was opened with; a status that equals it is nobody's decision. */
  openedAs: ThreadStatus;
  isDeleted: boolean;
  /** Identity as it was last seen; see fingerprint.ts. */
  fingerprint: string;
  twin: string;
  mark: CodeMark;
  gist: Gist;
  side: LineRange['side'];
  /** As its comment tells. */
  severity: Severity;
  /** Where a run called it graver than its comment could tell, and its lines stand since. */
  gravest?: Graver;
  category: Category;
  /** Where it was last seen. */
  path: string;
  /** Where it was first seen, as its signed text says. */
  openedIn?: string;
  /** Where its lines stand in the newest iteration, as the service moved them; absent when they are gone. */
  range?: LineRange;
  title: string;
  /** Whether its identity is surely ours; one that is not makes nothing vanish. */
  trust: 'signed' | 'unsigned' | 'broken';
  /** Set where it bears a signature, be it one that this run cannot check. */
  isSealed?: true;
  /** Set where an older version opened it, which signed nothing. */
  older?: true;
  /** Text of its first comment, as people see it. */
  content: string;
  /** Text comments by others than us. */
  replies: readonly Comment[];
  /** True when nobody's decision takes it out of the count. */
  enforced: boolean;
  /** True when the last word in it is our own note that it is fixed. */
  saidFixed: boolean;
  /** True when the memory holds that we resolved it. */
  resolvedByUs: boolean;
  /** The comment with which a person accepted it, as an earlier run saw it. */
  acceptedWith?: number;
  /** What its lines say, as the last run read them. */
  code?: FilePrint;
  /** Of a blocker: what looked like its lines when these stood last, see besideIn in gist.ts. */
  beside?: string;
  /** When people can first have seen that; milliseconds since 1970. */
  seenAt?: number;
  /** The last word in it that may accept, as an earlier run saw it. */
  word?: Word;
  /** The added line that settled it, where it was settled although its own lines stand. */
  settledWith?: CodeMark;
  /** True when the critique said that it is mended, and its lines are gone since. */
  saidMended?: true;
}

export type KnownState =
  | 'open'
  /** We resolved it. */
  | 'resolved'
  /** A person says that it is fixed. */
  | 'resolvedByPerson'
  /** A person will not have it fixed: `wontFix`, `byDesign`, `closed`, or the thread was deleted. */
  | 'decided';

export function stateOf(known: KnownFinding): KnownState {
  if (known.isDeleted) return 'decided';
  if (known.status === known.openedAs) return 'open';
  if (known.status === 'fixed') return known.saidFixed || known.resolvedByUs ? 'resolved' : 'resolvedByPerson';
  return known.status === 'wontFix' || known.status === 'byDesign' || known.status === 'closed' ? 'decided' : 'open';
}

/** The gravest that a thread's problem was ever called. */
export function gravestOf({ severity, gravest }: Pick<KnownFinding, 'severity' | 'gravest'>): Severity {
  return gravest?.severity ?? severity;
}

/** True when people took the thread over: they answered, or opened again what we had resolved. */
export function isLeftToPeople(known: KnownFinding): boolean {
  return known.replies.length > 0 || (known.resolvedByUs && stateOf(known) === 'open');
}
