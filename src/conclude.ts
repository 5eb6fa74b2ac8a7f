import { isSecondPassError, SecondPassError } from './errors';
import type { HostWrite, PullRequest } from './ports/code-host';
import { composeRecord, type RunParts } from './steps/record/compose-record';
import type { RunRecord } from './steps/record/record';
import { trackingComment } from './steps/record/tracking-comment';
import type { Settings } from './steps/settings/settings';
import { ownThreads, type TrackingComment } from './steps/threads/own-threads';
import { trackingWrite } from './steps/threads/tracking';
import type { Situation } from './steps/verdict/results';
import type { World } from './world';

/** What a run knows when it ends; everything it never learnt may be left out. */
export type Conclusion = Partial<Omit<RunParts, 'settings' | 'run' | 'endedAt'>> & {
  situation: Situation;
  tracking?: TrackingComment | undefined;
};

const NOTHING: Omit<RunParts, 'settings' | 'run' | 'endedAt' | 'situation'> = {
  problems: [],
  scope: { files: [], skipped: [] },
  chunks: [],
  triaged: [],
  setAside: [],
  operations: [],
  threadIds: new Map(),
  open: [],
  accepted: [],
  calls: [],
  notes: [],
  stages: [],
};

/** The last words of a run: tracking comment, then vote, then status, so that a crash before the end never looks like a pass. */
export async function conclude(settings: Settings, world: World, conclusion: Conclusion): Promise<RunRecord> {
  const parts = {
    ...NOTHING,
    ...conclusion,
    settings,
    run: world.run,
    endedAt: world.clock.now(),
    stages: world.stages(),
  };
  const record = composeRecord(parts);
  const { pullRequest, tracking } = conclusion;
  if (pullRequest === undefined || record.ending.status === null) return record;
  await world.host.apply(trackingWrite(trackingComment(record), tracking, pullRequest.iteration.id, settings.name));
  if (settings.vote === 'waitForAuthor' && !pullRequest.isDraft && record.ending.outcome === 'reviewed') {
    await world.host.apply({ kind: 'vote', value: record.ending.verdict === 'FAIL' ? -5 : 0 });
  }
  await world.host.apply(statusWrite(record, pullRequest, settings, world));
  return record;
}

/** Longest description that the service shows in full. */
const LONGEST_DESCRIPTION = 200;

function statusWrite(record: RunRecord, { iteration }: PullRequest, { name }: Settings, { run }: World): HostWrite {
  const text = record.statusText;
  return {
    kind: 'status',
    iteration: iteration.id,
    name,
    state: record.ending.status ?? 'error',
    description: text.length > LONGEST_DESCRIPTION ? `${text.slice(0, LONGEST_DESCRIPTION - 1)}…` : text,
    ...(run.url === '' ? {} : { targetUrl: run.url }),
  };
}

/** A run that ended by a failure: the pull request is told as far as it can be reached, and the record says why. */
export async function concludeFailure(settings: Settings, world: World, error: unknown): Promise<RunRecord> {
  const failure = isSecondPassError(error) ? error : ourFault(error);
  const situation = SITUATIONS[failure.kind] ?? 'reviewerFailed';
  const problems = [[failure.message, failure.advice].filter(Boolean).join(' ')];
  const ending = { situation, problems };
  if (situation === 'superseded' || situation === 'notAPullRequest' || situation === 'pullRequestNotFound') {
    return conclude(settings, world, ending);
  }
  try {
    const pullRequest = await world.host.pullRequest();
    if (pullRequest.state !== 'active') return await conclude(settings, world, ending);
    const conversation = await world.host.conversation(pullRequest.iteration.id);
    const [tracking] = ownThreads(conversation, pullRequest.self.id, settings.name).tracking;
    return await conclude(settings, world, { ...ending, pullRequest, tracking });
  } catch (second) {
    world.log.warn(
      `The pull request could not be told: ${second instanceof Error ? second.message : 'unknown failure'}`,
    );
    return conclude(settings, world, ending);
  }
}

const SITUATIONS: Partial<Record<SecondPassError['kind'], Situation>> = {
  badInput: 'badInput',
  notAPullRequest: 'notAPullRequest',
  notFound: 'pullRequestNotFound',
  deadline: 'stopped',
  cancelled: 'stopped',
  superseded: 'superseded',
};

/** What no catalogue knows is our own mistake and is told as such. */
function ourFault(error: unknown): SecondPassError {
  const name = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new SecondPassError({
    kind: 'output',
    code: 'our-fault',
    message: `Second Pass failed by a fault of its own (${name}).`,
    advice: 'Please report it with the log of this run.',
    cause: error,
  });
}
