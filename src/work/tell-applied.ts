import { inFull, isSecondPassError } from '../errors';
import type { FixWorld } from '../fix-world';
import type { ApprovalStep } from '../ports/approvals';
import type { OpenedPullRequest } from '../ports/branch-host';
import type { BelievedPlan } from '../steps/plan/believed-plan';
import { appliedText } from '../steps/texts/applied-text';
import { answerOnce } from './answer-once';

interface Around {
  world: FixWorld;
  approval: ApprovalStep | undefined;
  pullRequest: OpenedPullRequest & { isNew: boolean };
}

/** Names branch and pull request where it was asked. What is written stays written when this fails, so that is a note. */
export async function tellApplied(
  { plan, hash }: BelievedPlan,
  { world, approval, pullRequest }: Around,
): Promise<string[]> {
  const text = appliedText(plan, {
    branch: plan.branch,
    pullRequest: { ...pullRequest, url: pullRequest.webUrl },
    ...(approval ? { approvedBy: approval.by } : {}),
    runUrl: world.run.url,
  });
  try {
    await answerOnce(plan, world, text, { state: 'applied', plan: hash });
    return [];
  } catch (error) {
    if (!isSecondPassError(error)) throw error;
    return [`The thread that asked could not be told: ${inFull(error)}`];
  }
}
