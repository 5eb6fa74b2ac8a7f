import { spentByThisRun } from '../budget/spent';
import { inFull, isSecondPassError, ourFault, type SecondPassError } from '../errors';
import type { HostWrite, PullRequest } from '../ports/code-host';
import { composeRecord, type RunParts } from '../steps/record/compose-record';
import type { RunRecord } from '../steps/record/record';
import { trackingComment } from '../steps/record/tracking-comment';
import type { Change } from '../steps/scope/change';
import type { Settings } from '../steps/settings/settings';
import type { Memory } from '../steps/threads/memory';
import { nextMemory, reviewedIteration } from '../steps/threads/next-memory';
import { type Recollection, recall } from '../steps/threads/own-threads';
import { planThreads } from '../steps/threads/plan';
import { spentByOthers } from '../steps/threads/spent-by-others';
import { standing } from '../steps/threads/standing';
import { signResult } from '../steps/threads/stored-result';
import { trackingWrite } from '../steps/threads/tracking';
import type { Since } from '../steps/triage/changed-since';
import type { Situation } from '../steps/verdict/results';
import type { World } from '../world';
import type { Published } from './publish';

/** What a run knows when it ends; everything it never learnt may be left out. */
export type Conclusion = Partial<Omit<RunParts, keyof Given>> &
  Partial<Pick<Published, 'failed'>> & {
    situation: Situation;
    past?: Recollection;
    /** Instead of `past`, when the pull request is left to another run or closed: nothing is written. */
    leftTo?: Recollection;
    since?: Since;
    /** As this run read it. */
    change?: Change;
  };

/** What is not learnt but given, or follows from the rest. */
type Given = Pick<
  RunParts,
  'settings' | 'run' | 'endedAt' | 'calls' | 'spentByOthers' | 'open' | 'accepted' | 'discussed'
>;

const NOTHING: Omit<RunParts, keyof Given | 'situation'> = {
  problems: [],
  scope: { files: [], skipped: [] },
  chunks: [],
  triaged: [],
  setAside: [],
  operations: [],
  threadIds: new Map(),
  notes: [],
  stages: [],
};

/** Longest description that the service shows in full. */
const MAX_DESCRIPTION_LENGTH = 200;

const UNTOLD = 'The pull request could not be told';

const SITUATIONS: Partial<Record<SecondPassError['kind'], Situation>> = {
  badInput: 'badInput',
  notAPullRequest: 'notAPullRequest',
  notFound: 'pullRequestNotFound',
  deadline: 'stopped',
  cancelled: 'stopped',
  superseded: 'superseded',
};

/** The last words of a run: tracking comment, then vote, then status, so that a crash before the end never looks like a pass. */
export async function conclude(settings: Settings, world: World, conclusion: Conclusion): Promise<RunRecord> {
  const { pullRequest, past, leftTo } = conclusion;
  const known = { ...NOTHING, ...conclusion };
  const memory = (past ?? leftTo)?.memory;
  const parts = {
    ...known,
    ...standing({ ...known, author: conclusion.pullRequest?.author }, settings),
    notes: [...(conclusion.notes ?? []), ...sinceNotes(conclusion.since)],
    settings,
    run: world.run,
    endedAt: world.clock.now(),
    calls: world.calls,
    spentByOthers: memory && spentByOthers(memory, spentByThisRun(world)),
    stages: world.stages(),
  };
  const record = composeRecord(parts);
  if (pullRequest === undefined || past === undefined || record.ending.status === null) return record;
  for (const write of lastWrites(settings, world, record, { ...conclusion, pullRequest, past })) {
    await world.host.apply(write);
  }
  return record;
}

function sinceNotes(since: Since | undefined): string[] {
  if (since === undefined || since.kind === 'all') return [];
  return [`New threads only on what changed since iteration ${since.iteration}; blockers wherever they are found.`];
}

type Concluded = Conclusion & { pullRequest: PullRequest; past: Recollection };

function lastWrites(settings: Settings, world: World, record: RunRecord, conclusion: Concluded): HostWrite[] {
  const { pullRequest, past } = conclusion;
  const memory = memoryAfter(settings, world, record, conclusion);
  const place = { iteration: pullRequest.iteration.id, name: settings.name };
  const isVoting = settings.vote === 'waitForAuthor' && !pullRequest.isDraft && record.ending.outcome === 'reviewed';
  return [
    trackingWrite(trackingComment(record), memory, past.tracking, place),
    ...past.spare.map(({ threadId, commentId }) => ({ kind: 'deleteComment' as const, threadId, commentId })),
    ...(isVoting
      ? [{ kind: 'vote' as const, value: record.ending.verdict === 'FAIL' ? (-5 as const) : (0 as const) }]
      : []),
    statusWrite(record, pullRequest, settings, world),
  ];
}

/** An iteration counts as reviewed when all of it was, and when all that was to be written was written. */
function memoryAfter(settings: Settings, world: World, record: RunRecord, conclusion: Concluded): Memory {
  const {
    situation,
    past,
    pullRequest,
    change,
    operations = [],
    failed = new Set(),
    threadIds = new Map(),
  } = conclusion;
  const isWhole =
    (situation === 'reviewed' || situation === 'nothingInScope') && change !== undefined && failed.size === 0;
  const { triaged = [], setAside = [] } = conclusion;
  const gone = operations.flatMap(({ known, finding, stands }) =>
    known && !finding && !stands ? [known.threadId] : [],
  );
  const stored = { triaged, setAside, files: record.files, summary: record.summary, gone };
  const result =
    isWhole && situation === 'reviewed' ? signResult(stored, pullRequest, settings, world.signingKey) : undefined;
  return nextMemory(past.memory, {
    operations,
    failed,
    threadIds,
    change: change ?? null,
    spent: spentByThisRun(world),
    ...(isWhole ? { reviewed: reviewedIteration(pullRequest.iteration, change, settings) } : {}),
    ...(result ? { result } : {}),
  });
}

function statusWrite(record: RunRecord, { iteration }: PullRequest, { name }: Settings, { run }: World): HostWrite {
  const text = record.statusText;
  return {
    kind: 'status',
    iteration: iteration.id,
    name,
    state: record.ending.status ?? 'error',
    description: text.length > MAX_DESCRIPTION_LENGTH ? `${text.slice(0, MAX_DESCRIPTION_LENGTH - 1)}…` : text,
    ...(run.url === '' ? {} : { targetUrl: run.url }),
  };
}

/** A run that ended by a failure: the pull request is told as far as it can be reached, and the record says why. */
export async function concludeFailure(settings: Settings, world: World, error: unknown): Promise<RunRecord> {
  const failure = isSecondPassError(error) ? error : ourFault(error);
  const situation = SITUATIONS[failure.kind] ?? 'reviewerFailed';
  const ending = { situation, problems: inFull(failure).split('\n'), codes: [failure.code] };
  if (situation === 'superseded' || situation === 'notAPullRequest' || situation === 'pullRequestNotFound') {
    return conclude(settings, world, ending);
  }
  try {
    const pullRequest = await world.host.pullRequest();
    const conversation = await world.host.conversation(pullRequest.iteration.id);
    const past = recall(conversation, pullRequest.self.id, settings.name);
    if (pullRequest.state !== 'active') return await conclude(settings, world, { ...ending, leftTo: past });
    const isLeft = isLeftToOthers(world, pullRequest, past);
    if (isLeft) return await conclude(settings, world, { ...ending, situation: 'superseded', leftTo: past });
    const operations = planThreads(
      { ...pullRequest, ...past, triaged: [], change: null, reviewed: new Set() },
      settings,
    );
    return await conclude(settings, world, { ...ending, pullRequest, past, operations });
  } catch (second) {
    return conclude(settings, world, { ...ending, ...withUntold(ending, failure, second) });
  }
}

/** Adds why the pull request does not show how the run ended: not where there is none, and no reason twice. */
function withUntold({ problems, codes }: Ending, told: SecondPassError, error: unknown): Ending {
  const failure = isSecondPassError(error) ? error : ourFault(error);
  if (failure.kind === 'notAPullRequest') return { problems, codes };
  const isSame = failure.message === told.message;
  const problem = isSame ? 'The pull request could not be told either.' : `${UNTOLD}: ${inFull(failure)}`;
  return { problems: [...problems, problem], codes: [...new Set([...codes, failure.code])] };
}

interface Ending {
  problems: readonly string[];
  codes: readonly string[];
}

/** True when a newer run works or has ended here, or when the iteration that this run claimed is no longer the newest. */
function isLeftToOthers({ run }: World, { iteration }: PullRequest, { memories }: Recollection): boolean {
  const claims = memories.flatMap(({ claim }) => claim ?? []);
  if (memories.some(({ paid }) => paid !== undefined && paid.run !== run.id && paid.startedAt > run.startedAt))
    return true;
  return claims.some((claim) =>
    claim.run === run.id ? claim.iteration < iteration.id : claim.startedAt > run.startedAt,
  );
}
