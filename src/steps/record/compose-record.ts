import type { PullRequest } from '../../ports/code-host';
import { sumOf } from '../../sum-of';
import type { ChunkOutcome } from '../findings/chunk-outcome';
import type { SetAside } from '../findings/finding';
import type { PolicyFacts } from '../policy/govern';
import { PRICES_AS_OF } from '../pricing/models';
import { piecesOf } from '../prompt/compose';
import { INSTRUCTIONS_VERSION } from '../prompt/instructions/system';
import type { Scope } from '../scope/scope';
import type { Settings } from '../settings/settings';
import type { Accepted, Discussed, OpenFinding } from '../threads/standing';
import type { ThreadOperation } from '../threads/thread-operation';
import type { Triaged } from '../triage/placed-finding';
import { coverageOf, linesRead } from '../verdict/coverage';
import { type Ending, RESULTS, type Situation } from '../verdict/results';
import { countSeverities } from '../verdict/verdict';
import type { CallRecord, CostRecord, RequestReceipt } from './cost-record';
import { knownUsd } from './cost-text';
import { findingFates } from './finding-fates';
import { unsentParts } from './receipt';
import { RECORD_VERSION } from './record-version';
import type { ReviewRecord } from './review-record';
import { statusText } from './status-text';
import { changeInWords, whereToLook } from './walkthrough';

/** Everything a run came to know; what a run that ended early never learnt is empty. */
export interface RunParts {
  settings: Settings;
  run: RunNames & { version: string; startedAt: number };
  /** Milliseconds since 1970, at the end. */
  endedAt: number;
  situation: Situation;
  /** What went wrong, in one sentence each. */
  problems: readonly string[];
  /** Of the failures behind them. */
  codes?: readonly string[];
  /** Set where the same iteration may yet be merged. */
  isUndecided?: true;
  /** True while other runs may yet find something in it: no success is told before they end. */
  isAwaiting?: boolean;
  pullRequest?: PullRequest;
  scope: Scope;
  chunks: readonly ChunkOutcome[];
  triaged: readonly Triaged[];
  setAside: readonly SetAside[];
  operations: readonly ThreadOperation[];
  /** Thread ids by finding key, for what was posted. */
  threadIds: ReadonlyMap<string, number>;
  /** Open findings of the pull request, new and old. */
  open: readonly OpenFinding[];
  accepted: readonly Accepted[];
  /** Findings that count though people dealt with their threads. */
  discussed: readonly Discussed[];
  /** Files and summary of an earlier run whose result stands; otherwise they follow from scope and chunks. */
  files?: ReviewRecord['files'];
  summary?: string;
  calls: readonly CallRecord[];
  /** Every request with content that left the agent. */
  sent: readonly RequestReceipt[];
  /** USD that other runs have spent on the pull request. */
  spentByOthers?: number | undefined;
  /** What reviewing everything would have taken, where the budget was not enough. */
  forecast?: string | undefined;
  notes: readonly string[];
  stages: ReviewRecord['stages'];
}

export function composeRecord(parts: RunParts): ReviewRecord {
  const { settings, run, situation, pullRequest } = parts;
  const counts = countSeverities(parts.open);
  const enforced = parts.open.filter((finding) => finding.enforced).length;
  const unverified = parts.triaged.filter(({ to, finding }) => to !== 'merged' && finding.unverified).length;
  const idWasGiven = settings.pullRequestId !== null;
  const facts = {
    counts,
    enforced,
    unverified,
    idWasGiven,
    ...(parts.isUndecided ? { isUndecided: true as const } : {}),
  };
  const ending = awaited(RESULTS[situation](facts, settings), parts);
  const lookFirst = whereToLook(parts.triaged, parts.scope.files);
  const files = parts.files ?? coverageOf(parts.scope, parts.chunks).files;
  const record = {
    recordVersion: RECORD_VERSION,
    product: { name: 'Second Pass', version: run.version, instructionsVersion: INSTRUCTIONS_VERSION },
    startedAt: new Date(run.startedAt).toISOString(),
    milliseconds: parts.endedAt - run.startedAt,
    ...runFacts(run),
    ...(run.policy ? { policy: run.policy } : {}),
    ...(pullRequest ? { pullRequest: pullRequestFacts(pullRequest) } : {}),
    runMode: settings.runMode === 'readOnly' ? ('readOnly' as const) : ('publish' as const),
    situation,
    ending,
    counts,
    blocking: blockingOf(parts),
    summary: parts.summary ?? changeInWords(parts.chunks.map((chunk) => chunk.summary ?? '')),
    ...(lookFirst ? { lookFirst } : {}),
    ...(pullRequest && pullRequest.id > 0 ? { postedAs: nameOf(pullRequest.self) } : {}),
    dismissal: settings.dismissal,
    reviewer: { provider: settings.provider, model: settings.model, effort: settings.effort },
    files,
    lines: linesRead(files),
    findings: findingFates(parts.triaged, parts.operations, parts.threadIds, settings.runMode === 'readOnly'),
    setAside: parts.setAside,
    accepted: parts.accepted,
    discussed: parts.discussed,
    receipt: [...parts.sent, ...unsentParts(parts.chunks)],
    ...(settings.artifacts === 'full' ? { reviewed: reviewedText(parts.chunks) } : {}),
    calls: parts.calls,
    cost: costRecord(parts),
    problems: parts.problems,
    ...(parts.codes && parts.codes.length > 0 ? { codes: parts.codes } : {}),
    notes: parts.notes,
    writes: parts.operations.map(({ operation, reason, finding, known }) => ({
      what: `${operation} ${finding?.path ?? known?.path ?? ''}`.trim(),
      reason,
    })),
    stages: parts.stages,
  } as const;
  return { ...record, statusText: statusText(record) };
}

function awaited(ending: Ending, { isAwaiting = false }: RunParts): Ending {
  return isAwaiting && ending.status === 'succeeded' ? { ...ending, status: 'pending' } : ending;
}

function reviewedText(chunks: readonly ChunkOutcome[]): NonNullable<ReviewRecord['reviewed']> {
  return chunks
    .filter(({ sent }) => sent)
    .flatMap(({ prompt }) =>
      piecesOf(prompt).map(({ name, text }) => ({ chunk: prompt.chunk.number, piece: name, text })),
    );
}

function blockingOf({ open, threadIds }: RunParts): ReviewRecord['blocking'] {
  return open
    .filter(({ severity }) => severity === 'blocker')
    .map(({ title, path, range, key, threadId = threadIds.get(key ?? '') }) => ({
      title,
      path,
      ...(range ? { startLine: range.startLine, side: range.side } : {}),
      ...(threadId === undefined ? {} : { threadId }),
    }));
}

export interface RunNames {
  id: string;
  url: string;
  artifactUrl?: string;
  tabUrl?: string;
  pipeline?: { definitionId: number; runId: number };
  policy?: PolicyFacts;
}

export function runFacts({ id, url, artifactUrl, pipeline }: RunNames): Pick<ReviewRecord, 'run' | 'pipeline'> {
  if (url === '') return {};
  return {
    run: { id, url, ...(artifactUrl === undefined ? {} : { artifactUrl }) },
    ...(pipeline === undefined ? {} : { pipeline }),
  };
}

function nameOf({ id, name }: PullRequest['self']): NonNullable<ReviewRecord['postedAs']> {
  return { id, name };
}

export function pullRequestFacts({
  id,
  webUrl,
  repositoryId,
  iteration,
}: PullRequest): NonNullable<ReviewRecord['pullRequest']> {
  return { id, webUrl, repositoryId, iteration: iteration.id, base: iteration.base, source: iteration.source };
}

function costRecord({ settings, calls, spentByOthers = 0, forecast, codes = [] }: RunParts): CostRecord {
  const sum = (of: (call: CallRecord) => number | null) =>
    calls.reduce<number | null>(
      (total, call) => (total === null || of(call) === null ? null : total + (of(call) ?? 0)),
      0,
    );
  const prompt = calls.reduce((total, call) => total + call.input + call.cacheRead + call.cacheWrite, 0);
  const read = sumOf(calls, (call) => call.cacheRead);
  return {
    usd: sum(({ costUsd }) => costUsd),
    uncachedUsd: sum(({ uncachedUsd }) => uncachedUsd),
    ...(spentByOthers > 0 ? { pullRequestUsd: spentByOthers + knownUsd(calls) } : {}),
    ...(settings.budgetUsd === null ? {} : { capUsd: settings.budgetUsd }),
    ...(settings.budgetUsdPerPullRequest === null ? {} : { pullRequestCapUsd: settings.budgetUsdPerPullRequest }),
    ...(forecast && codes.includes('budget') ? { forecast } : {}),
    cacheShare: prompt === 0 ? 0 : read / prompt,
    pricesAsOf: PRICES_AS_OF,
  };
}
