import { SecondPassError } from '../errors';
import type { Writer } from '../fix-world';
import type { ApprovalStep } from '../ports/approvals';
import type { CommitId } from '../ports/repository';
import type { BelievedPlan } from '../steps/plan/believed-plan';
import type { PlanCheck } from '../steps/plan/plan';
import type { FixSettings } from '../steps/settings/fix-settings';
import { commitMessage } from '../steps/texts/commit-message';
import { plainLine } from '../steps/texts/one-line';

export interface RebuiltChange {
  commit: CommitId;
  checks: readonly PlanCheck[];
}

interface Around {
  settings: FixSettings;
  approval: ApprovalStep | undefined;
  writer: Writer;
}

/** Computes the tree again from what was approved; any difference ends it. The commit is made here and is not yet anywhere. */
export async function rebuildChange(
  { plan, patch, hash }: BelievedPlan,
  { settings, approval, writer: { pusher, self } }: Around,
): Promise<RebuiltChange> {
  const tree = await pusher.rebuild(
    plan.base,
    patch,
    plan.entries.map(({ oldId }) => oldId),
  );
  if (tree === null) throw differs('The patch does not apply to the commit that the plan names.');
  if (tree !== plan.tree) throw differs('The patch makes another tree than the plan names.');
  const message = commitMessage({
    title: plan.summary.title,
    request: plan.request,
    ...(approval ? { approvedBy: approval.by } : {}),
    planHash: hash,
    skipCi: settings.skipCi,
  });
  const { name, id } = await self();
  // Of the bot, with an address that reaches nobody.
  const author = { name: plainLine(name, 100) || 'Second Pass', email: `${id}@second-pass.invalid` };
  const commit = await pusher.commit({ parent: plan.base, tree, message, author, at: plan.madeAt });
  return { commit, checks: plan.checks };
}

function differs(message: string): SecondPassError {
  return new SecondPassError({
    kind: 'refused',
    code: 'change-differs',
    message,
    advice: 'Nothing was written; `retry` makes a new plan.',
  });
}
