import { spentBefore } from '../budget/spent';
import type { PullRequest } from '../ports/code-host';
import { progressComment } from '../steps/record/tracking-comment';
import type { Change } from '../steps/scope/change';
import type { Settings } from '../steps/settings/settings';
import { claimOf, pledgeOf } from '../steps/threads/claim';
import type { Claim, Memory } from '../steps/threads/memory';
import { SET_BACK, writtenAfter } from '../steps/threads/memory-doubts';
import { type Recollection, recall } from '../steps/threads/own-threads';
import { withClaim } from '../steps/threads/spent-by-others';
import { trackingWrite } from '../steps/threads/tracking';
import { sumOf } from '../sum-of';
import type { World } from '../world';

/** Claims the pull request for this run, and shows in the tracking comment what is being looked at. */
export async function claim(
  settings: Settings,
  world: Pick<World, 'host' | 'run' | 'signingKey' | 'calls'>,
  pullRequest: PullRequest,
  before: Recollection,
  { scope: { files } }: Change,
): Promise<Recollection> {
  const past = await readBeforeWriting(settings, world, pullRequest, before);
  const sum = (side: 'added' | 'removed') => sumOf(files, (file) => file[side]);
  const text = progressComment(files.length, sum('added'), sum('removed'));
  const now = world.host.now();
  const pledge = pledgeOf(settings, spentBefore(world, past), now);
  const memory = claimed(past, { ...claimOf(world.run, pullRequest.iteration, settings), ...pledge }, now);
  const place = { iteration: pullRequest.iteration.id, seal: past.seal };
  const write = trackingWrite(text, memory, past.tracking, place);
  const { threadId, commentId = 1 } = await world.host.apply(write);
  const content = 'content' in write ? write.content : '';
  if (past.tracking) return { ...past, memory, tracking: { ...past.tracking, content } };
  return threadId === undefined ? { ...past, memory } : { ...past, memory, tracking: { threadId, commentId, content } };
}

/** What nobody may rely on is said in the memory itself: the claim is written over the signs of it. */
function claimed({ memory, doubts, newestAt }: Recollection, claim: Claim, now: number): Memory {
  const isSetBack = doubts.some(({ key }) => key === SET_BACK);
  const written = { writtenAt: writtenAfter({ newestAt }, now), knewUntil: newestAt };
  const unended = withClaim(memory.unended, memory.claim);
  return {
    ...memory,
    claim,
    ...(unended.length > 0 ? { unended } : {}),
    ...written,
    ...(isSetBack ? { setBack: true } : {}),
  };
}

/** A run that was at work here may have ended meanwhile: what it wrote, and what it cost, must not be overwritten. */
async function readBeforeWriting(
  { name }: Settings,
  { host, signingKey }: Pick<World, 'host' | 'signingKey'>,
  pullRequest: PullRequest,
  before: Recollection,
): Promise<Recollection> {
  if (before.memory.claim === undefined) return before;
  return recall(await host.conversation(pullRequest.iteration.id), pullRequest, name, signingKey);
}
