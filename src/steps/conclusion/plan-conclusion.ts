import type { HostWrite, PullRequest } from '../../ports/code-host';
import { amount } from '../pricing/amount';
import { withArtifacts } from '../record/artifacts';
import { composeRecord, type RunParts } from '../record/compose-record';
import type { ReviewRecord } from '../record/review-record';
import { shortComment, trackingComment } from '../record/tracking-comment';
import { withoutSecrets } from '../secrets/placeholders';
import type { Settings } from '../settings/settings';
import { authorsOf } from '../threads/acceptance';
import { coveredBy, nameOfRun } from '../threads/begun';
import { keptNotes } from '../threads/kept-notes';
import type { Memory } from '../threads/memory';
import { othersAtWork } from '../threads/others-at-work';
import type { Recollection } from '../threads/own-threads';
import type { Seal } from '../threads/signature';
import { beyondMemory, spentByOthers } from '../threads/spent-by-others';
import { standing } from '../threads/standing';
import { endedUrl, type MemoryMark, markedUrl, statusAgain, statusWrite } from '../threads/status-write';
import { tellSpending } from '../threads/told-spending';
import { trackingWrite } from '../threads/tracking';
import type { Since } from '../triage/changed-since';
import { type Conclusion, type Given, isToldAsSuccess, pageOf, type RunEnd } from './conclusion';
import { type Concluded, memoryAfter } from './memory-after';
import { withoutQuotedLines } from './quoted-lines';

/** What is said at the end of a run: to whom it started it, and on the pull request, in this order. */
export interface LastWords {
  record: ReviewRecord;
  writes: readonly HostWrite[];
  /**
   * For where the tracking comment, the first write, is refused: the same memory below one sentence, or the costs are lost; and what
   * follows where that is refused as well.
   */
  withoutComment?: { short: HostWrite; others: readonly HostWrite[] };
}

/** Nothing was looked at, so there is nothing to comment on. */
const isStatusAlone = (one: Pick<Conclusion, 'situation'>) =>
  isToldAsSuccess(one) || one.situation === 'skippedByAuthor';

const NOTHING: Omit<RunParts, Given | 'situation'> = {
  problems: [],
  scope: { files: [], skipped: [] },
  chunks: [],
  triaged: [],
  setAside: [],
  operations: [],
  threadIds: new Map(),
  notes: [],
};

export function planConclusion(settings: Settings, told: Conclusion, end: RunEnd): LastWords {
  const conclusion = settings.artifacts === 'none' ? withoutQuotedLines(told) : told;
  const { pullRequest, past } = conclusion;
  const record = recordOf(settings, conclusion, end);
  if (record.ending.status === null) return { record, writes: lastOfSuperseded(conclusion, end) };
  if (conclusion.isUnread) return unread(settings, record, end);
  if (pullRequest === undefined) return { record, writes: [] };
  if (isStatusAlone(record)) return { record, writes: [lastStatus(settings, record, pullRequest.iteration, end)] };
  if (past === undefined) return { record, writes: [] };
  const concluded = { ...conclusion, pullRequest, past };
  const memory = memoryAfter(settings, record, concluded, end);
  const place = { iteration: pullRequest.iteration.id, seal: past.seal };
  const tracking = (text: string) => trackingWrite(text, memory, past.tracking, place);
  // What may be kept of the code is said by `artifacts`, and the comment is kept longest.
  const shown = settings.artifacts === 'none' ? withArtifacts(record, 'none') : record;
  const others = (known: Memory) => lastWrites(settings, record, concluded, end, known);
  return {
    record,
    writes: [tracking(trackingComment(shown)), ...others(memory)],
    withoutComment: { short: tracking(shortComment(record)), others: others(knownWithout(memory, past)) },
  };
}

/** The memory that stands where this one cannot be written: unless it alone tells of blockers, nothing of them is lost with it. */
function knownWithout(memory: Memory, { newestAt }: Recollection): Memory {
  return markOf(memory).alone > 0 ? memory : { ...memory, writtenAt: newestAt };
}

/** Whatever `onReviewerError` says: a blocker may stand on a pull request that nobody could read. */
function unread(settings: Settings, record: ReviewRecord, end: RunEnd): LastWords {
  const told: ReviewRecord = { ...record, ending: { ...record.ending, status: 'error' } };
  return { record: told, writes: [lastStatus(settings, told, null, end)] };
}

function recordOf(settings: Settings, conclusion: Conclusion, end: RunEnd): ReviewRecord {
  const known = { ...NOTHING, ...conclusion };
  const ledger = conclusion.past ?? conclusion.leftTo;
  const left = standing({ ...known, authors: authorsOf(conclusion.pullRequest) }, settings);
  const hide = conclusion.change?.hideIn ?? withoutSecrets;
  const others = atWork(settings, conclusion, end);
  return composeRecord({
    ...known,
    ...left,
    // What people write is kept in records that more people read than the thread.
    accepted: left.accepted.map((one) => ({ ...one, reason: hide(one.reason) })),
    ...end,
    notes: [
      ...known.notes,
      ...keptNotes(known.triaged),
      ...sinceNotes(conclusion.since),
      ...(conclusion.past?.notes ?? []),
      ...overdueNotes(conclusion.past, end),
      ...(others > 0 ? [AWAITED] : []),
    ],
    settings,
    isAwaiting: others > 0,
    spentByOthers: ledger && spentByOthers(ledger, end.spent, end.toldAt),
  });
}

const AWAITED =
  'Another run of this review is at work on the same iteration: the status stays pending until it ends. If it was killed, run this one again.';

/** How many other runs may yet find something here. */
function atWork(settings: Settings, { past, beside, pullRequest }: Conclusion, { run, toldAt }: RunEnd): number {
  const left = past ?? beside;
  if (left === undefined || pullRequest === undefined) return 0;
  return othersAtWork(left.begun, run, pullRequest, past ? settings : null, toldAt).length;
}

/**
 * Others write here now: what the run cost is told in a place of its own, which none of them writes over, and what stood before its
 * last word, should it have come too late, stands again.
 */
function lastOfSuperseded({ leftTo }: Conclusion, { spent, run }: RunEnd): HostWrite[] {
  if (leftTo === undefined) return [];
  const covered = coveredBy(leftTo.statuses, run);
  return [...tellSpending(spent, leftTo.seal), ...(covered ? [statusAgain(covered)] : [])];
}

/** Whose cost nobody knows. */
function overdueNotes(past: Recollection | undefined, { spent, toldAt }: RunEnd): string[] {
  const overdue = past === undefined ? [] : beyondMemory(past, spent, toldAt).overdue;
  return overdue.map(
    ({ run, mostUsd = 0 }) =>
      `The run ${run} never told what it cost: ${amount(mostUsd)}, the most that it might spend, count for it.`,
  );
}

function sinceNotes(since: Since | undefined): string[] {
  if (since === undefined || since.kind === 'all') return [];
  return [`New threads only on what changed since iteration ${since.iteration}; blockers wherever they are found.`];
}

/** Behind the tracking comment the vote, then the status, so that a crash before the end never looks like a pass. */
function lastWrites(
  settings: Settings,
  record: ReviewRecord,
  { pullRequest, past }: Concluded,
  end: RunEnd,
  memory: Memory,
): HostWrite[] {
  const { ending } = record;
  const isDecided = ending.outcome === 'reviewed' && ending.status !== 'pending';
  const isVoting = settings.vote === 'waitForAuthor' && !pullRequest.isDraft && isDecided;
  const vote: HostWrite = { kind: 'vote', value: ending.verdict === 'FAIL' ? -5 : 0 };
  return [
    ...past.spare.map(({ threadId, commentId }) => ({ kind: 'deleteComment' as const, threadId, commentId })),
    ...(isVoting ? [vote] : []),
    lastStatus(settings, record, pullRequest.iteration, end, { memory, seal: past.seal }),
  ];
}

/** Leads to where the whole run is shown: its own tab, or its artifact. */
function lastStatus(
  { name }: Settings,
  { ending, statusText }: ReviewRecord,
  iteration: PullRequest['iteration'] | null,
  { run }: RunEnd,
  written?: { memory: Memory; seal: Seal },
): HostWrite {
  const [page, by] = [pageOf(run), nameOfRun(run)];
  const url = written ? markedUrl(page, markOf(written.memory), 'verdict', written.seal, by) : endedUrl(page, by);
  const place = { iteration: iteration?.id ?? null, name, url };
  return statusWrite(place, ending.status ?? 'error', statusText);
}

function markOf({ writtenAt = 0, listed = [] }: Memory): MemoryMark {
  return { writtenAt, alone: listed.filter(({ over }) => !over).length };
}
