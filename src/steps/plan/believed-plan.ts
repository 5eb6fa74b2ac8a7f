import { type FailureCode, SecondPassError } from '../../errors';
import { sha256 } from '../../sha256';
import type { FixSettings } from '../settings/fix-settings';
import { type Plan, planHash, readPlan } from './plan';

/** A plan with the patch that it names, both bound to the hash that the stage before handed on. */
export interface BelievedPlan {
  plan: Plan;
  patch: Uint8Array;
  hash: string;
}

export const PLAN_FILE = 'plan.json';
export const PATCH_FILE = 'change.patch';

/** True for the files of the plan that has that hash. */
export function isNamedPlan(files: ReadonlyMap<string, Uint8Array>, settings: Pick<FixSettings, 'planHash'>): boolean {
  const bytes = files.get(PLAN_FILE);
  return bytes !== undefined && planHash(bytes) === settings.planHash;
}

/** Nothing of a file counts before its hash does. */
export function believedPlan(
  files: ReadonlyMap<string, Uint8Array>,
  settings: Pick<FixSettings, 'planHash' | 'proof'>,
  buildId: string,
): BelievedPlan {
  if (!files.has(PLAN_FILE)) throw refusal('plan-missing', MISSING);
  if (!isNamedPlan(files, settings))
    throw refusal('plan-differs', 'The plan is another one than was approved: its hash differs.');
  const plan = readPlan(files.get(PLAN_FILE) ?? new Uint8Array());
  const patch = files.get(PATCH_FILE);
  if (!plan || !patch) throw refusal('plan-differs', 'The plan cannot be read by this version.');
  if (sha256(patch) !== plan.patchSha256) {
    throw refusal('plan-differs', 'The patch is another one than was approved: its hash differs.');
  }
  if (plan.buildId !== buildId)
    throw refusal('plan-elsewhere', `The plan was made by run ${plan.buildId}, not by this one.`);
  checkProven(plan, settings);
  return { plan, patch, hash: settings.planHash };
}

export function checkProven({ evidence }: Plan, { proof }: Pick<FixSettings, 'proof'>): void {
  if (!evidence.isProven && proof !== 'shown')
    throw refusal('not-proven', 'The plan is not proven, and `proof` is `required`.');
}

const MISSING = 'This run holds no plan.';

function refusal(code: FailureCode, message: string): SecondPassError {
  return new SecondPassError({
    kind: 'refused',
    code,
    message,
    advice: 'Nothing was written; `retry` makes a new plan.',
  });
}
