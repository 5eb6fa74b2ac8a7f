import { SecondPassError } from '../errors';
import type { FixWorld } from '../fix-world';
import type { Plan } from '../steps/plan/plan';
import { REFUSALS } from '../steps/texts/gate-text';

/** Values of inputs that a policy sets, as texts. */
export type Enforced = Readonly<Record<string, string>>;

/**
 * What the policy of a plan enforces, by what the plan says of it and by what it says now: hours may lie between the two, and its
 * switch may have been thrown since.
 */
export async function policyNow({ policy: then }: Pick<Plan, 'policy'>, { policy }: FixWorld): Promise<Enforced> {
  if (!then) return {};
  const now = await policy.now(then.source);
  if (now.switchedOff !== undefined || now.enforced.enabled === 'false') throw switchedOff(now.switchedOff);
  return { ...then.enforced, ...now.enforced };
}

function switchedOff(words: string | undefined): SecondPassError {
  return new SecondPassError({
    kind: 'refused',
    code: 'switched-off',
    message: `${REFUSALS.switchedOff(words ?? '')} Nothing was written.`,
  });
}
