import { SecondPassError } from './errors';
import type { FixWorld } from './fix-world';
import { approvalFor } from './steps/plan/approval';
import { type BelievedPlan, checkProven } from './steps/plan/believed-plan';
import type { FixRecord } from './steps/record/fix-record';
import { withoutWords } from './steps/request/request';
import type { FixSettings } from './steps/settings/fix-settings';
import { answerRefusal } from './work/answer-refusal';
import { checkRights } from './work/check-rights';
import { concludeFix, concludeFixFailure } from './work/conclude-fix';
import { type Afterwards, ASK_AGAIN, followUp } from './work/follow-up';
import { openForReview } from './work/open-for-review';
import { type Enforced, policyNow } from './work/policy-now';
import { pushChange } from './work/push-change';
import { readPlannedChange } from './work/read-planned-change';
import { rebuildChange } from './work/rebuild-change';
import { rememberSession } from './work/remember-session';
import { rereadRequest } from './work/reread-request';
import { tellApplied } from './work/tell-applied';

/** The second program: writes a plan that a person approved. It holds no key of a model and runs nothing of the repository. */
export async function apply(settings: FixSettings, world: FixWorld): Promise<FixRecord> {
  if (!settings.enabled) throw switchedOff();
  const planned = await readPlannedChange(settings, world);
  const under = (enforced: Enforced) => (planned.plan.policy ? world.policy.under(enforced) : settings);
  return applyAndTell(planned, settings, under, world);
}

/** Whoever asked is told of every end, also of a refusal. */
export async function applyAndTell(
  planned: BelievedPlan,
  settings: FixSettings,
  under: (enforced: Enforced) => FixSettings,
  world: FixWorld,
  afterwards: Afterwards = ASK_AGAIN,
): Promise<FixRecord> {
  try {
    return await applyPlan(planned, under(await policyNow(planned.plan, world)), world, afterwards);
  } catch (error) {
    await answerRefusal(planned.plan, world, error);
    return concludeFixFailure(settings, world, error, {
      request: withoutWords(planned.plan.request),
      planHash: planned.hash,
    });
  }
}

/** Everything is looked at before the first write; after it, what was written is told whatever happens. */
async function applyPlan(
  planned: BelievedPlan,
  settings: FixSettings,
  world: FixWorld,
  afterwards: Afterwards,
): Promise<FixRecord> {
  const { plan } = planned;
  // Once more, under what the policy enforced when it was made.
  checkProven(plan, settings);
  const approval = settings.requireApproval
    ? approvalFor(plan, await world.approvals.ofStage(world.run.buildId, world.run.stage), settings)
    : undefined;
  await rereadRequest(plan, world);
  const writer = world.writer(plan.repositoryId);
  const rights = await checkRights(writer, settings);
  const change = await rebuildChange(planned, { settings, world, approval, writer });
  const pushes = await pushChange(planned, change, writer);
  const pullRequest = await openForReview(planned, { settings, world, approval, writer, pushes });
  const remembered = await rememberSession(planned, writer, pullRequest, change.commit);
  const notes = await tellApplied(planned, { world, approval, pullRequest });
  const followed = await followUp(plan, settings, world, { pullRequest, ...afterwards });
  return concludeFix(settings, world, {
    situation: 'applied',
    headline: `Applied: pull request ${pullRequest.id}.`,
    notes: [...rights, ...remembered, ...notes, ...followed.notes],
    found: {
      ...{ request: withoutWords(plan.request), planHash: planned.hash, branch: plan.branch, pushes },
      ...{ checks: change.checks, evidence: plan.evidence },
      ...(approval ? { approval: { by: approval.by.id, ...nameAndTime(approval) } } : {}),
      ...(followed.validation ? { validation: followed.validation } : {}),
      fixPullRequest: { id: pullRequest.id, url: pullRequest.webUrl, isNew: pullRequest.isNew },
    },
  });
}

function nameAndTime({ by, at, comment }: ReturnType<typeof approvalFor>) {
  return { name: by.name, at, comment };
}

function switchedOff(): SecondPassError {
  return new SecondPassError({
    kind: 'refused',
    code: 'switched-off',
    message: 'Second Pass is switched off here: `enabled` is false. Nothing was written.',
  });
}
