import type { HostWrite } from '../../ports/code-host';
import { codeSpan, escapeMarkdown, shorten } from '../comments/escape';
import type { Change } from '../scope/change';
import type { CodeMark } from '../triage/code-mark';
import { fileOf, holdsLine } from '../triage/known-code';
import { editOf } from '../triage/known-edit';
import { gravestOf, isLeftToPeople, type KnownFinding, stateOf } from '../triage/known-finding';
import { likeness } from '../triage/likeness';
import { type LineState, lineStateOf } from '../triage/line-state';
import { isGraverThan, mostDecidedFirst } from '../triage/match-known';
import { isAsReviewed } from './as-reviewed';
import { FIXED_NOTE } from './known-thread';
import { type Mended, mendedBy } from './mended';
import { settledBy } from './settled-by';
import type { Decision, ThreadFacts } from './thread-operation';

/** What is to be done about a thread whose finding this run did not make. */
export function planUnfound(known: KnownFinding, facts: ThreadFacts): Decision {
  const lines = lineStateOf(known, facts);
  if (stateOf(known) === 'resolved') return planResolved(known, lines, facts);
  const twin = twinOf(known, facts);
  if (twin) return removeTwin(known, twin);
  if (lines !== 'gone') return planByState(known, lines, () => planStanding(known, lines, facts));
  const mended = mendedBy(known, facts);
  if (mended.kind === 'unsaid') return leave(`${mended.why} (thread ${known.threadId})`, true, mended.why);
  const decision = planByState(known, lines, () => planOver(known, facts, mended));
  return mended.kind === 'said' ? { ...decision, isSaidMended: true } : decision;
}

/** Where people resolved it or decided on it, that holds; what they decided on counts on while its lines stand, and what they resolved if it blocks. */
function planByState(known: KnownFinding, lines: LineState, planOpen: () => Decision): Decision {
  const { threadId, enforced, severity } = known;
  const stands = lines !== 'gone';
  switch (stateOf(known)) {
    case 'resolvedByPerson':
      return leave(`resolved by people (thread ${threadId})`, stands && (enforced || severity === 'blocker'));
    case 'decided':
      return leave(`people decided on it in thread ${threadId}`, stands);
    default:
      return planOpen();
  }
}

/** That we resolved it is no reason to miss that its lines are back, or that what settled it was taken away again. */
function planResolved(known: KnownFinding, lines: LineState, facts: ThreadFacts): Decision {
  const { threadId, settledWith, resolvedByUs } = known;
  const isOver = leave(`fixed (thread ${threadId})`, false);
  if (lines === 'gone') return isOver;
  const { change, gone } = facts;
  if (change === null) return gone === undefined ? isOver : leave(`not fixed any more (thread ${threadId})`);
  if (settledWith !== undefined && lines !== 'unseen') return planSettled(known, settledWith, change, facts);
  if (lines !== 'stands' && !isBack(known, lines, facts)) return leave(`fixed (thread ${threadId})`, !resolvedByUs);
  const settled = settledBy(known, facts);
  if (settled !== undefined) return { ...leave(`settled (thread ${threadId})`, false), settledWith: settled.line };
  return lines === 'stands'
    ? reopen(known, 'Its lines stand again in', `its lines stand again (thread ${threadId})`, facts)
    : reopen(known, 'Lines like its own stand again in', `lines like its own are back (thread ${threadId})`, facts);
}

/** For as long as its file is as it was when a line settled it; then that line, or another one, has to settle it anew. */
function planSettled(known: KnownFinding, line: CodeMark, change: Change, facts: ThreadFacts): Decision {
  const { threadId } = known;
  const over = leave(`settled (thread ${threadId})`, false);
  const file = fileOf(known, change);
  // A run that has not read the file ends in no pass, and the next one asks.
  if (file !== undefined && !facts.reviewed.has(file.path)) return over;
  if (file !== undefined && isAsReviewed(file, facts.memory?.reviewed) && holdsLine(known, line, change)) return over;
  const settled = settledBy(known, facts);
  if (settled !== undefined) return { ...over, settledWith: settled.line };
  const why = `what settled it was changed (thread ${threadId})`;
  return reopen(known, 'Its lines stand, and nobody has said that they are settled still, in', why, facts);
}

function planOver(known: KnownFinding, facts: ThreadFacts, mended: Mended): Decision {
  const { threadId } = known;
  if (isLeftToPeople(known)) return leave(`its code is gone; left to the people in thread ${threadId}`, false);
  if (facts.change === null) return leave(`its code is gone (thread ${threadId})`, false);
  const file = fileOf(known, facts.change);
  // What only code looks through was looked through as a whole.
  const isRead = file === undefined || facts.reviewed.has(file.path) || facts.change.heldBack.includes(file);
  if (!isRead) return leave(`its file was not reviewed (thread ${threadId})`);
  const more = file === undefined ? ' This file is no longer part of the pull request.' : checkedAgain(mended);
  return resolve(known, `its code is gone (thread ${threadId})`, more, facts);
}

function checkedAgain(mended: Mended): string {
  return mended.kind === 'said'
    ? ` Its own lines are gone. Checked again: ${escapeMarkdown(shorten(mended.reason, 500))}`
    : '';
}

/** A blocker whose lines were gone, and something like them stands in its file, which was changed: a letter turned is no fix. */
function isBack(known: KnownFinding, lines: LineState, { change, memory }: ThreadFacts): boolean {
  if (lines !== 'edited' || gravestOf(known) !== 'blocker' || !known.resolvedByUs || change === null) return false;
  const file = fileOf(known, change);
  return file !== undefined && !isAsReviewed(file, memory?.reviewed) && editOf(known, change) !== undefined;
}

const SETTLED = {
  stands: 'Its own lines are as they were.',
  edited: 'Its own lines were edited.',
} as const;

const UNSETTLED = {
  stands: 'its code is unchanged',
  edited: 'its lines were only edited',
} as const;

/** Its lines are nearly as they were and nobody reported it: silence is no proof, an answer about the lines around may be. */
function planStanding(known: KnownFinding, lines: Exclude<LineState, 'gone'>, facts: ThreadFacts): Decision {
  const { threadId } = known;
  if (lines === 'unseen') return leave(`its file is not in scope (thread ${threadId})`);
  if (known.path === '') return leave(`nobody answered for it (thread ${threadId})`);
  const settled = isLeftToPeople(known) ? undefined : settledBy(known, facts);
  if (settled !== undefined) {
    const more = ` ${SETTLED[lines]} Checked again: ${escapeMarkdown(shorten(settled.reason, 500))}`;
    return resolve(known, `the code around it settles it (thread ${threadId})`, more, facts, settled.line);
  }
  const how = facts.askedAgain?.has(threadId) ? 'asked about again and not settled' : 'not found again';
  return leave(`${how}, ${UNSETTLED[lines]} (thread ${threadId})`);
}

function leave(reason: string, stands = true, why?: string): Decision {
  return { operation: 'leave', reason, writes: [], stands, ...(why === undefined ? {} : { whyOpen: why }) };
}

/** First the note: a later run that finds the note alone knows that only the status is missing. */
function resolve(
  known: KnownFinding,
  reason: string,
  more: string,
  { iteration }: ThreadFacts,
  settledWith?: CodeMark,
): Decision {
  const { threadId, saidFixed } = known;
  const content = `${FIXED_NOTE}${commit(iteration)}.${more}`;
  const writes: HostWrite[] = [
    ...(saidFixed ? [] : [{ kind: 'reply' as const, threadId, content }]),
    { kind: 'setThreadStatus', threadId, status: 'fixed' },
  ];
  return { operation: 'resolve', reason, writes, stands: false, ...(settledWith ? { settledWith } : {}) };
}

/** First the status: a note without it would look like a thread that a person resolved. */
export function reopen(
  { threadId, openedAs }: KnownFinding,
  note: string,
  reason: string,
  { iteration }: Pick<ThreadFacts, 'iteration'>,
): Decision {
  const writes: HostWrite[] = [
    { kind: 'setThreadStatus', threadId, status: openedAs },
    { kind: 'reply', threadId, content: `${note} ${commit(iteration)}.` },
  ];
  return { operation: 'reopen', reason, writes, stands: true };
}

/** The thread of the same finding that is kept, where people did not take this one over; two runs at once may both have opened one. */
function twinOf(known: KnownFinding, facts: ThreadFacts): KnownFinding | undefined {
  const isOurs = stateOf(known) === 'open' && !isLeftToPeople(known);
  return isOurs ? facts.known.find((other) => saysTheSame(other, known)) : undefined;
}

/** A lesser one never speaks for it. */
function saysTheSame(other: KnownFinding, known: KnownFinding): boolean {
  if (other === known || other.fingerprint !== known.fingerprint || mostDecidedFirst(other, known) > 0) return false;
  if (isGraverThan(known, other) || (other.trust !== 'signed' && stateOf(other) !== 'open')) return false;
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
