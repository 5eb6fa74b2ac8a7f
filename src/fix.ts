import { inFull, isSecondPassError } from './errors';
import type { FixWorld } from './fix-world';
import { readPlaces } from './steps/candidate/places';
import type { FixRecord } from './steps/record/fix-record';
import { withoutWords } from './steps/request/request';
import type { FixSettings } from './steps/settings/fix-settings';
import { failedText } from './steps/texts/work-text';
import { baseline } from './work/baseline';
import { concludeFixFailure } from './work/conclude-fix';
import { concludeBeyond, concludeEarly, concludeNoFindings, concludeUnusable, type Worked } from './work/conclude-work';
import { reserve, settle, spendable, spentSoFar } from './work/day-budget';
import { doWork } from './work/do-work';
import { gather } from './work/gather';
import { hear } from './work/hear';
import type { Heard } from './work/heard';
import { judgedBy } from './work/judge-tree';
import { leavePlan } from './work/leave-plan';
import { openWorkshop } from './work/open-workshop';
import type { WorkOrder } from './work/order';
import { prove } from './work/prove';
import { readCandidate } from './work/read-candidate';
import { concludeUnheard } from './work/run-gate';
import { scanCandidate } from './work/scan-candidate';
import { sessionSpent } from './work/session-budget';
import { leaveSession } from './work/session-log';
import { tell } from './work/tell';
import { watchRequest } from './work/watch-request';

/** The program of the second task: one request, one answer, and at most a plan. It writes to no branch. */
export async function fix(settings: FixSettings, world: FixWorld): Promise<FixRecord> {
  const heard = await hear(settings, world);
  if ('ended' in heard) return concludeUnheard(settings, world, heard);
  return withinDay(settings, world, heard, () => planFor(settings, world, heard));
}

export type Accepted = Extract<Heard, { accepted: unknown }>;

/** The runs of the day know what this one may spend, and at its end what it did. */
export async function withinDay(
  settings: FixSettings,
  world: FixWorld,
  heard: Accepted,
  spend: () => Promise<FixRecord>,
): Promise<FixRecord> {
  try {
    await reserve(settings, world);
    // Runs that began at the same moment saw nothing of each other before; now each sees what the others may spend.
    const beyond = (await spendable(settings, world)) ?? (await beyondSession(settings, world, heard));
    return beyond ? await concludeBeyond(settings, world, heard, beyond) : await spend();
  } catch (error) {
    return await concludeFailed(settings, world, heard, error);
  } finally {
    await settle(settings, world, spentSoFar(world));
  }
}

async function beyondSession(settings: FixSettings, world: FixWorld, { accepted: { ongoing, request } }: Accepted) {
  return ongoing === undefined ? null : sessionSpent(settings, world, ongoing, request);
}

/** One try at a request that was let through; every end of it is told. */
export async function planFor(settings: FixSettings, world: FixWorld, heard: Accepted): Promise<FixRecord> {
  try {
    return await work(settings, world, heard);
  } catch (error) {
    return await concludeFailed(settings, world, heard, error);
  }
}

/** Gather, then the work, which a person may stop from its first command to its last. */
async function work(settings: FixSettings, world: FixWorld, { accepted, gate }: Accepted): Promise<FixRecord> {
  if (world.policy.refusal !== undefined) throw world.policy.refusal;
  const order = await gather(settings, world, accepted);
  if (order.findings === 0) return concludeNoFindings(settings, world, { accepted, gate });
  const { watched, end } = watchRequest(world, order);
  try {
    return await workOn(settings, watched, { accepted, gate }, order);
  } finally {
    end();
  }
}

/** Open the workshop, work, close it, read the candidate, judge it, prove it, plan. */
async function workOn(
  settings: FixSettings,
  world: FixWorld,
  { accepted, gate }: Accepted,
  order: WorkOrder,
): Promise<FixRecord> {
  const { trees } = world.code(order.repositoryId);
  const places = readPlaces(settings);
  const open = await openWorkshop(settings, world, { trees, places, tree: order.base });
  try {
    const before = await baseline(settings, world, open.workshop);
    const talk = await doWork(settings, world, { order, open, before });
    leaveSession(settings, world, talk);
    const worked: Worked = { settings, world, accepted, gate, order, talk, notes: open.notes };
    const early = await concludeEarly(worked);
    if (early) return early;
    const { files = [], elsewhere = '' } = talk.last?.tool === 'finish' ? talk.last : {};
    const named = new Set([...talk.made, ...files]);
    const given = { trees, named, base: order.base, laid: open.laid };
    const judged = judgedBy(world, { places, settings, findingPaths: order.findingPaths, elsewhere });
    const candidate = await readCandidate(open.workshop, given, judged);
    // Nothing more is read of it, and the proof goes on beside its removal.
    await open.workshop.destroy();
    const unusable = await concludeUnusable(worked, candidate);
    if (unusable) return unusable;
    const scanned = await scanCandidate(world, trees, order.base, candidate);
    const proof = await prove(settings, world, { trees, places, before, tree: candidate.tree });
    return await leavePlan(worked, { ...scanned, proof, patch: await trees.patch(order.base, candidate.tree) });
  } finally {
    for (const left of await open.workshop.destroy()) world.log.warn(left);
  }
}

/** Whoever asked is told of every end, also of this one. */
async function concludeFailed(
  settings: FixSettings,
  world: FixWorld,
  { accepted, gate }: Accepted,
  error: unknown,
): Promise<FixRecord> {
  const reason = isSecondPassError(error) ? inFull(error) : 'Second Pass itself failed.';
  const isStopped = isSecondPassError(error) && (error.kind === 'cancelled' || error.kind === 'deadline');
  const text = failedText(world.masking.text(reason), { isStopped, usd: spentSoFar(world), runUrl: world.run.url });
  await tell(world, accepted, text, { state: 'ended' });
  return concludeFixFailure(settings, world, error, { gate, request: withoutWords(accepted.request) });
}
