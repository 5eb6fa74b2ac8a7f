import type { HostWrite, Iteration } from '../../ports/code-host';
import { codeSpan, escapeMarkdown, shorten } from '../comments/escape';
import { findingComment } from '../comments/finding-comment';
import type { LinkBase } from '../comments/links';
import type { Change } from '../scope/change';
import type { Settings } from '../settings/settings';
import { type CodeState, codeStateOf, fileOf } from '../triage/known-code';
import { isLeftToPeople, type KnownFinding, stateOf } from '../triage/known-finding';
import { likeness } from '../triage/likeness';
import { mostDecidedFirst } from '../triage/match-known';
import type { PlacedFinding, Triaged } from '../triage/placed-finding';
import { openThread } from './open-thread';
import { FIXED_NOTE } from './own-threads';
import { settledBy } from './settled-by';

export interface ThreadOperation {
  /** `remove` takes back a thread that says the same as another one. */
  operation: 'open' | 'update' | 'resolve' | 'reopen' | 'remove' | 'leave';
  reason: string;
  /** Done in order; none for `leave`. */
  writes: readonly HostWrite[];
  /** The finding it is about, when it is one of this run. */
  finding?: PlacedFinding;
  /** The thread it is about, when there is one. */
  known?: KnownFinding;
  /** False when the code of the known finding is gone, so that it counts no longer. */
  stands: boolean;
}

export interface ThreadFacts {
  triaged: readonly Triaged[];
  known: readonly KnownFinding[];
  iteration: Pick<Iteration, 'id' | 'base' | 'source'>;
  webUrl: string;
  /** Null when the run has not read the code: then nothing is known to be gone. */
  change: Change | null;
  /** Threads whose code was gone when this iteration was reviewed, for runs that do not read it again. */
  gone?: readonly number[];
  /** Paths whose review is complete: only there does silence mean something. */
  reviewed: ReadonlySet<string>;
  /** Threads that the critique was asked about once more: why what changed around their lines settles them, or null. */
  askedAgain?: ReadonlyMap<number, string | null>;
}

type Policy = Pick<Settings, 'name' | 'threadStatus'>;
type Decision = Omit<ThreadOperation, 'known' | 'finding'>;

/** Wanted findings and existing threads, each with what is to be done about it and why. Same input, same plan. */
export function planThreads(facts: ThreadFacts, policy: Policy): ThreadOperation[] {
  const wanted = facts.triaged.flatMap((one) => (one.to === 'thread' ? [one] : []));
  const found = new Set(wanted.flatMap(({ known }) => known ?? []));
  const rest = facts.known.filter((known) => !found.has(known));
  // What is over goes first: a run that dies in between leaves no two threads open on one problem.
  return [
    ...rest.map((known) => ({ ...planUnfound(known, facts), known })),
    ...wanted.map(({ finding, known, how }) => planFound(finding, known, how ?? '', facts, policy)),
  ];
}

function planFound(
  finding: PlacedFinding,
  known: KnownFinding | undefined,
  how: string,
  facts: ThreadFacts,
  policy: Policy,
): ThreadOperation {
  if (known === undefined) {
    const writes = [openThread(finding, facts.iteration, linkBase(facts), policy)];
    return { operation: 'open', reason: 'new finding', writes, finding, stands: true };
  }
  return { ...planRaisedBefore(finding, known, how, facts), finding, known };
}

function planRaisedBefore(finding: PlacedFinding, known: KnownFinding, how: string, facts: ThreadFacts): Decision {
  const leave = (reason: string): Decision => ({ operation: 'leave', reason, writes: [], stands: true });
  const { threadId } = known;
  switch (stateOf(known)) {
    case 'decided':
      return leave(`people decided on it in thread ${threadId} (${known.isDeleted ? 'deleted' : known.status})`);
    case 'resolvedByPerson':
      return leave(`still found, though somebody resolved thread ${threadId}`);
    case 'resolved':
      return reopen(known, facts);
    case 'open':
      if (isLeftToPeople(known)) return leave(`thread ${threadId} is left to the people who answered in it`);
      return rewrite(finding, known, facts) ?? leave(`raised before in thread ${threadId}: ${how}`);
  }
}

/** First the status: a note without it would look like a thread that a person resolved. */
function reopen({ threadId, openedAs }: KnownFinding, { iteration }: ThreadFacts): Decision {
  const content = `Found again in ${commit(iteration)}.`;
  const writes: HostWrite[] = [
    { kind: 'setThreadStatus', threadId, status: openedAs },
    { kind: 'reply', threadId, content },
  ];
  return { operation: 'reopen', reason: `what was fixed came back (thread ${threadId})`, writes, stands: true };
}

/** The comment is written anew when its label or its code is no longer right; other words alone are no reason. */
function rewrite(finding: PlacedFinding, known: KnownFinding, facts: ThreadFacts): Decision | undefined {
  const isEdited = codeStateIn(facts, known) === 'gone';
  const isAlike = isEdited || finding.mark === known.mark || likeness(finding.title, known.title) > 0.8;
  const reason =
    isAlike && finding.severity !== known.severity
      ? `severity was ${known.severity}, is ${finding.severity}`
      : isEdited
        ? 'its lines were edited and the problem is still there'
        : '';
  const content = findingComment(applicable(finding, known), linkBase(facts));
  if (reason === '' || content === known.content) return undefined;
  const { threadId, commentId } = known;
  return {
    operation: 'update',
    reason: `${reason} (thread ${threadId})`,
    writes: [{ kind: 'editComment', threadId, commentId, content }],
    stands: true,
  };
}

/** A suggestion replaces the lines on which the service shows the thread, which may be others than the finding's. */
function applicable({ suggestion, ...finding }: PlacedFinding, { range, path }: KnownFinding): PlacedFinding {
  if (suggestion === undefined || finding.anchor.kind !== 'lines' || range === undefined) return finding;
  const { startLine, endLine, side } = finding.anchor.range;
  const isSame = range.side === side && range.startLine === startLine && range.endLine === endLine;
  return isSame && finding.anchor.path === path ? { ...finding, suggestion } : finding;
}

function planUnfound(known: KnownFinding, facts: ThreadFacts): Decision {
  const leave = (reason: string, stands = true): Decision => ({ operation: 'leave', reason, writes: [], stands });
  const state = stateOf(known);
  const { threadId } = known;
  const codeState = codeStateIn(facts, known);
  if (state === 'resolved') return leave(`fixed (thread ${threadId})`, false);
  if (state === 'resolvedByPerson') return leave(`resolved by people (thread ${threadId})`, false);
  if (state === 'decided') return leave(`people decided on it in thread ${threadId}`, codeState !== 'gone');
  const twin = facts.known.find((other) => saysTheSame(other, known));
  if (twin && !isLeftToPeople(known)) return removeTwin(known, twin);
  if (codeState === 'unseen') return leave(`its file is not in scope (thread ${threadId})`);
  if (codeState === 'stands') return planStanding(known, facts);
  if (isLeftToPeople(known)) return leave(`its code is gone; left to the people in thread ${threadId}`, false);
  if (facts.change === null) return leave(`its code is gone (thread ${threadId})`, false);
  const file = fileOf(known, facts.change);
  if (file && !facts.reviewed.has(file.path)) return leave(`its file was not reviewed (thread ${threadId})`);
  const more = file === undefined ? ' This file is no longer part of the pull request.' : '';
  return resolve(known, `its code is gone (thread ${threadId})`, more, facts);
}

/** Its lines are as they were and nobody reported it: silence is no proof, an answer about the lines around may be. */
function planStanding(known: KnownFinding, facts: ThreadFacts): Decision {
  const { threadId } = known;
  const settled = settledBy(known, facts);
  if (settled !== undefined) {
    const more = ` Its own lines are as they were. Checked again: ${escapeMarkdown(shorten(settled, 500))}`;
    return resolve(known, `the code around it settles it (thread ${threadId})`, more, facts);
  }
  const how = facts.askedAgain?.has(threadId) ? 'asked about again and not settled' : 'not found again';
  const reason = `${how}, its code is unchanged (thread ${threadId})`;
  return { operation: 'leave', reason, writes: [], stands: true };
}

function codeStateIn({ change, gone = [] }: ThreadFacts, known: KnownFinding): CodeState {
  if (change !== null) return codeStateOf(known, change);
  return gone.includes(known.threadId) ? 'gone' : 'stands';
}

/** First the note: a later run that finds the note alone knows that only the status is missing. */
function resolve(known: KnownFinding, reason: string, more: string, { iteration }: ThreadFacts): Decision {
  const { threadId, saidFixed } = known;
  const content = `${FIXED_NOTE}${commit(iteration)}.${more}`;
  const writes: HostWrite[] = [
    ...(saidFixed ? [] : [{ kind: 'reply' as const, threadId, content }]),
    { kind: 'setThreadStatus', threadId, status: 'fixed' },
  ];
  return { operation: 'resolve', reason, writes, stands: false };
}

/** The thread of the same finding that is kept; two runs at once may both have opened one. */
function saysTheSame(other: KnownFinding, known: KnownFinding): boolean {
  if (other === known || other.fingerprint !== known.fingerprint || mostDecidedFirst(other, known) > 0) return false;
  return known.mark !== '' || likeness(other.title, known.title) > 0.8;
}

function removeTwin({ threadId, commentId }: KnownFinding, twin: KnownFinding): Decision {
  return {
    operation: 'remove',
    reason: `thread ${threadId} says the same as thread ${twin.threadId}`,
    writes: [{ kind: 'deleteComment', threadId, commentId }],
    stands: false,
  };
}

function commit({ source }: { source: string }): string {
  return codeSpan(source.slice(0, 8));
}

function linkBase({ iteration, webUrl, change }: ThreadFacts): LinkBase {
  return { webUrl, base: iteration.base, source: iteration.source, ...(change ? { paths: change.paths } : {}) };
}
