import type { Conversation, PullRequest } from '../ports/code-host';
import { progressComment } from '../steps/record/tracking-comment';
import type { Change } from '../steps/scope/change';
import type { Settings } from '../steps/settings/settings';
import { rivalOf } from '../steps/threads/claim';
import type { Claim } from '../steps/threads/memory';
import { type Recollection, recall } from '../steps/threads/own-threads';
import { trackingWrite } from '../steps/threads/tracking';
import type { Since } from '../steps/triage/changed-since';
import { type Circumstance, whySuperseded, whyYields } from '../steps/verdict/situation';
import type { World } from '../world';
import { changedSince } from './changed-since';

/** Says first that the iteration is under review, so that no older verdict is left standing, and reads what earlier runs left. */
export async function announce(settings: Settings, world: World, pullRequest: PullRequest): Promise<Recollection> {
  const { iteration, self } = pullRequest;
  const targetUrl = world.run.url === '' ? {} : { targetUrl: world.run.url };
  const description = 'Second Pass is reviewing';
  const status = { kind: 'status', iteration: iteration.id, name: settings.name, state: 'pending' } as const;
  const [conversation] = await Promise.all([
    world.host.conversation(iteration.id),
    world.host.apply({ ...status, description, ...targetUrl }),
  ]);
  return recall(conversation, self.id, settings.name);
}

/** Shows in the tracking comment what is being looked at, and claims the pull request for this run. */
export async function showProgress(
  settings: Settings,
  world: World,
  pullRequest: PullRequest,
  before: Recollection,
  { scope: { files } }: Change,
): Promise<Recollection> {
  const past = await readBeforeWriting(settings, world, pullRequest, before);
  const sum = (side: 'added' | 'removed') => files.reduce((total, file) => total + file[side], 0);
  const text = progressComment(files.length, sum('added'), sum('removed'));
  const memory = { ...past.memory, claim: claimOf(world, pullRequest) };
  const place = { iteration: pullRequest.iteration.id, name: settings.name };
  const write = trackingWrite(text, memory, past.tracking, place);
  const { threadId, commentId = 1 } = await world.host.apply(write);
  const content = 'content' in write ? write.content : '';
  if (past.tracking) return { ...past, memory, tracking: { ...past.tracking, content } };
  return threadId === undefined ? { ...past, memory } : { ...past, memory, tracking: { threadId, commentId, content } };
}

/** A run that was at work here may have ended meanwhile: what it wrote, and what it cost, must not be overwritten. */
async function readBeforeWriting(
  { name }: Settings,
  { host }: Pick<World, 'host'>,
  { iteration, self }: PullRequest,
  before: Recollection,
): Promise<Recollection> {
  if (before.memory.claim === undefined) return before;
  return recall(await host.conversation(iteration.id), self.id, name);
}

/** What is new since the last review, and what became of the pull request during this one; `stop`: nothing may be written. */
export async function lookAgain(
  settings: Settings,
  world: World,
  before: PullRequest,
  claimed: Recollection,
  change: Change,
): Promise<{ past: Recollection; since: Since; stop?: Circumstance }> {
  const since = await changedSince(settings, world, claimed.memory.reviewed, before.iteration, change);
  const [pullRequest, conversation] = await Promise.all([
    world.host.pullRequest(),
    world.host.conversation(before.iteration.id),
  ]);
  const past = recallAgain(conversation, settings, pullRequest, claimed);
  const stop = whySuperseded(before, pullRequest) ?? whyYielded(settings, world, pullRequest, past);
  return { past, since, ...(stop ? { stop } : {}) };
}

/** Set when another run has claimed the pull request since; runs that write nothing claim nothing. */
function whyYielded(
  { runMode }: Pick<Settings, 'runMode'>,
  world: Pick<World, 'run'>,
  pullRequest: PullRequest,
  { memories }: Recollection,
): Circumstance | undefined {
  const rival = runMode === 'publish' ? rivalOf(claimOf(world, pullRequest), memories) : undefined;
  return rival && whyYields(rival);
}

/** What this run wrote itself is known to it, should somebody have deleted it or the host not list it. */
function recallAgain(
  conversation: Conversation,
  { name }: Settings,
  { self }: PullRequest,
  claimed: Recollection,
): Recollection {
  const past = recall(conversation, self.id, name);
  const own = past.memories.find(({ claim }) => claim?.run === claimed.memory.claim?.run);
  const memory = past.tracking ? { ...(own ?? past.memory), spentUsd: past.memory.spentUsd } : claimed.memory;
  const isListed = conversation.threads.some(({ id }) => id === claimed.tracking?.threadId);
  if (past.tracking || claimed.tracking === undefined || isListed) return { ...past, memory };
  return { ...past, memory, tracking: claimed.tracking };
}

function claimOf({ run }: Pick<World, 'run'>, { iteration }: PullRequest): Claim {
  return { run: run.id, iteration: iteration.id, startedAt: run.startedAt };
}
