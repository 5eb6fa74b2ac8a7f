import { applyAndTell } from './apply';
import { SecondPassError } from './errors';
import { type Accepted, planFor, withinDay } from './fix';
import type { FixWorld } from './fix-world';
import { believedPlan } from './steps/plan/believed-plan';
import type { FixRecord } from './steps/record/fix-record';
import type { FixSettings } from './steps/settings/fix-settings';
import { ASK_AGAIN } from './work/follow-up';
import { hear } from './work/hear';
import { afterFailure, joinedRecord, MOST_ROUNDS, nextRound } from './work/next-round';
import type { Enforced } from './work/policy-now';
import { concludeUnheard } from './work/run-gate';

/**
 * Plan and apply in one job, without an approval: unseen code on a branch of its own, and a draft pull request. What is not
 * finished and proven stays a plan, since nobody is there who could let it pass. Where the validation pipeline fails, its log
 * comes back for another round.
 */
export async function autonomous(settings: FixSettings, world: FixWorld): Promise<FixRecord> {
  const heard = await hear(settings, world);
  if ('ended' in heard) return concludeUnheard(settings, world, heard);
  return withinDay(settings, world, heard, () => rounds(settings, world, heard));
}

async function rounds(settings: FixSettings, world: FixWorld, heard: Accepted): Promise<FixRecord> {
  if (world.policy.enforced.requireApproval === 'true') throw approvalWanted();
  let record = await oneRound(settings, world, heard, 1);
  for (let round = 2; round <= MOST_ROUNDS; round++) {
    const accepted = await nextRound(world, heard.accepted, record);
    if (accepted === null) return record;
    record = joinedRecord(record, await oneRound(settings, world, { ...heard, accepted }, round));
  }
  return record;
}

function approvalWanted(): SecondPassError {
  return new SecondPassError({
    kind: 'policy',
    code: 'POLICY_REFUSES',
    message: 'The policy asks for an approval before anything is written, and `autonomous` asks nobody.',
    advice: 'Use `plan` and `apply` in two stages.',
  });
}

async function oneRound(settings: FixSettings, world: FixWorld, heard: Accepted, round: number): Promise<FixRecord> {
  const planned = await planFor(settings, world, heard);
  if (planned.situation !== 'planned' || planned.planHash === undefined) return planned;
  world.signal.throwIfAborted();
  const bytes = ({ content }: (typeof world.left)[number]) =>
    typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const files = new Map(world.left.map((file) => [file.name, bytes(file)]));
  const asked = { planHash: planned.planHash, proof: 'required' as const };
  const believed = believedPlan(files, asked, world.run.buildId);
  const afterwards = round < MOST_ROUNDS ? afterFailure(round + 1) : ASK_AGAIN;
  const under = (enforced: Enforced): FixSettings => {
    if (enforced.requireApproval === 'true') throw approvalWanted();
    const held = believed.plan.policy ? world.policy.under(enforced) : settings;
    return { ...held, requireApproval: false };
  };
  const applied = await applyAndTell(believed, settings, under, world, afterwards);
  return { ...applied, ...(planned.gate ? { gate: planned.gate } : {}) };
}
