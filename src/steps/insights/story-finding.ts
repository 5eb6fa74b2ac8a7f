import type { Comment, Identity, PostedStatus, Thread } from '../../ports/code-host';
import type { Category } from '../prompt/candidate';
import type { Settings, Severity } from '../settings/settings';
import { acceptanceOf, whyNotAccepted, wordThatWasTaken } from '../threads/acceptance';
import { isLeftToPeople, type KnownFinding, stateOf } from '../triage/known-finding';
import { SEVERITY_ORDER } from '../triage/severity-order';

interface ToldFinding {
  threadId: number;
  title: string;
  severity: Severity;
  category: Category;
  path: string;
  /** 1-based; absent without a line. */
  line?: number;
  side?: 'new' | 'old';
  enforced: boolean;
  /** The iteration it was found in; null where no status tells. */
  since: number | null;
  replies: number;
}

export interface OpenStory extends ToldFinding {
  /** True when a person answered, or opened again what was resolved. */
  isLeftToPeople: boolean;
}

export interface DecidedFinding extends ToldFinding {
  /** Of the thread, or `deleted`. */
  how: string;
  /** True where our own word says that it is fixed. */
  isOurs: boolean;
  /** Name and words of whoever decided, as far as a comment tells; empty where none does. */
  by: string;
  words: string;
  /** Milliseconds since 1970; 0 where nobody said anything. */
  at: number;
  /** Why it counts for the verdict all the same; empty when it does not. */
  whyItCounts: string;
}

export interface StoryContext {
  writer: Identity;
  authors: readonly Identity[];
  dismissal: Settings['dismissal'];
  threads: readonly Thread[];
  /** Ours, oldest first. */
  statuses: readonly (PostedStatus & { at: number })[];
}

export function isOpen(known: KnownFinding): boolean {
  return stateOf(known) === 'open';
}

export function graverFirst(a: ToldFinding, b: ToldFinding): number {
  return SEVERITY_ORDER.indexOf(a.severity) - SEVERITY_ORDER.indexOf(b.severity) || a.threadId - b.threadId;
}

export function openFinding(known: KnownFinding, context: StoryContext): OpenStory {
  return { ...toldFinding(known, context), isLeftToPeople: isLeftToPeople(known) };
}

export function decidedFinding(known: KnownFinding, context: StoryContext): DecidedFinding {
  const isOurs = known.status === 'fixed' && (known.saidFixed || known.resolvedByUs);
  const word = isOurs ? ownWord(known, context) : decidingWord(known, context.authors);
  return {
    ...toldFinding(known, context),
    how: known.isDeleted ? 'deleted' : known.status,
    isOurs,
    by: word?.author.name ?? '',
    words: word?.content ?? '',
    at: word?.publishedAt ?? 0,
    whyItCounts: whyItCounts(known, context),
  };
}

function toldFinding(known: KnownFinding, { threads, statuses }: StoryContext): ToldFinding {
  const { threadId, title, severity, category, path, range, enforced, replies } = known;
  const openedAt = commentsOf(threadId, threads)[0]?.publishedAt ?? 0;
  const before = statuses.filter(({ at }) => at <= openedAt).map(({ iteration }) => iteration);
  return {
    ...{ threadId, title, severity, category, path, enforced },
    ...(range ? { line: range.startLine, side: range.side } : {}),
    since: before.length === 0 ? null : Math.max(...before),
    replies: replies.length,
  };
}

function ownWord({ threadId }: KnownFinding, { writer, threads }: StoryContext): Comment | undefined {
  return commentsOf(threadId, threads).findLast(({ author, isText }) => isText && author.id === writer.id);
}

/** The word that accepts a blocker, else the last that anybody said. */
function decidingWord(known: KnownFinding, authors: readonly Identity[]): Comment | undefined {
  return wordThatWasTaken(known, authors) ?? acceptanceOf(known, authors) ?? known.replies.at(-1);
}

/** A blocker needs a person to answer for it; the rule is the task's, told here again for readers. */
function whyItCounts(known: KnownFinding, { authors, dismissal }: StoryContext): string {
  if (stateOf(known) !== 'decided') return '';
  if (known.enforced) return 'its rule is enforced';
  if (known.severity !== 'blocker' || dismissal === 'anyone') return '';
  if (dismissal === 'nobody') return 'nobody may accept a blocker here';
  if (known.isDeleted) return 'its thread was deleted';
  return wordThatWasTaken(known, authors) ? '' : whyNotAccepted(known, authors);
}

function commentsOf(threadId: number, threads: readonly Thread[]): readonly Comment[] {
  return threads.find(({ id }) => id === threadId)?.comments ?? [];
}
