import { inFull, isSecondPassError, SecondPassError } from '../errors';
import type { FixWorld, Writer } from '../fix-world';
import type { ApprovalStep } from '../ports/approvals';
import type { OpenedPullRequest } from '../ports/branch-host';
import type { BelievedPlan } from '../steps/plan/believed-plan';
import type { FixRecord } from '../steps/record/fix-record';
import type { FixSettings } from '../steps/settings/fix-settings';
import { pullRequestBody, pullRequestTitle } from '../steps/texts/pull-request-text';
import { requestUrl } from './request-url';

interface Around {
  settings: FixSettings;
  world: FixWorld;
  approval: ApprovalStep | undefined;
  writer: Writer;
  pushes: NonNullable<FixRecord['pushes']>;
}

/** The pull request of the branch: the one that is open, else a new one. */
export async function openForReview(
  { plan }: BelievedPlan,
  { settings, world, approval, writer: { host }, pushes }: Around,
): Promise<OpenedPullRequest & { isNew: boolean }> {
  try {
    const there = await host.pullRequestOf(plan.branch);
    if (there) return { ...there, isNew: false };
    const around = { requestUrl: await requestUrl(plan, host), runUrl: world.run.url };
    const reviewers = await reviewersOf(settings, world);
    return await host.open({
      ...{ branch: plan.branch, target: plan.target, title: pullRequestTitle(plan) },
      description: pullRequestBody(plan, approval ? { ...around, approvedBy: approval.by } : around),
      ...{ isDraft: settings.draft, labels: settings.labels, reviewers },
      workItems: plan.request.workItemId === null ? [] : [plan.request.workItemId],
    });
  } catch (error) {
    throw afterPush(error, pushes);
  }
}

/** Who is not found is left out and told: a change that stands on its branch is not held back for it. */
async function reviewersOf({ reviewers }: FixSettings, { people, log }: FixWorld): Promise<readonly string[]> {
  if (reviewers.length === 0) return [];
  const found = await people.ids(reviewers).catch(() => []);
  if (found.length < reviewers.length)
    log.warn(`Only ${found.length} of ${reviewers.length} \`reviewers\` were found; the others were not asked.`);
  return found;
}

/** From here on something is written, and the failure says what. */
function afterPush(error: unknown, pushes: Around['pushes']): unknown {
  if (!isSecondPassError(error)) return error;
  const written = pushes.map(({ ref, to }) => `${ref} stands at ${to}`).join(', ');
  return new SecondPassError({
    ...{ kind: 'platform', code: error.code, cause: error },
    message: `The branch was pushed (${written}), and no pull request was opened. ${inFull(error)}`,
    advice: 'Run this stage again: what stands there already is found and not written twice.',
  });
}
