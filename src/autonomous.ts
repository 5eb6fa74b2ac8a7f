import { applyAndTell } from './apply';
import { fix } from './fix';
import type { FixWorld } from './fix-world';
import { believedPlan } from './steps/plan/believed-plan';
import type { FixRecord } from './steps/record/fix-record';
import type { FixSettings } from './steps/settings/fix-settings';

/**
 * Plan and apply in one job, without an approval: unseen code on a branch of its own, and a draft pull request. What is not
 * finished and proven stays a plan, since nobody is there who could let it pass.
 */
export async function autonomous(settings: FixSettings, world: FixWorld): Promise<FixRecord> {
  const planned = await fix(settings, world);
  if (planned.situation !== 'planned' || planned.planHash === undefined) return planned;
  world.signal.throwIfAborted();
  const bytes = ({ content }: (typeof world.left)[number]) =>
    typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const files = new Map(world.left.map((file) => [file.name, bytes(file)]));
  const asked = { planHash: planned.planHash, proof: 'required' as const };
  const believed = believedPlan([files], asked, world.run.buildId);
  const applied = await applyAndTell(believed, { ...settings, requireApproval: false }, world);
  return { ...applied, ...(planned.gate ? { gate: planned.gate } : {}) };
}
