import { SecondPassError } from '../errors';
import type { FixWorld, Writer } from '../fix-world';
import type { ApprovalStep } from '../ports/approvals';
import type { CommitId } from '../ports/repository';
import type { Check } from '../steps/candidate/check';
import { type Entry, entry as entryShape } from '../steps/candidate/entry';
import { isRefused } from '../steps/candidate/judge';
import { readPlaces } from '../steps/candidate/places';
import type { BelievedPlan } from '../steps/plan/believed-plan';
import type { Plan } from '../steps/plan/plan';
import type { FixSettings } from '../steps/settings/fix-settings';
import { commitMessage } from '../steps/texts/commit-message';
import { plainLine } from '../steps/texts/one-line';
import { entriesBetween, judgedBy, judgeEntries } from './judge-tree';

export interface RebuiltChange {
  commit: CommitId;
  checks: readonly Check[];
}

interface Around {
  settings: FixSettings;
  world: FixWorld;
  approval: ApprovalStep | undefined;
  writer: Writer;
}

/** Computes the tree again from what was approved, and judges it again; any difference ends it. The commit is not yet anywhere. */
export async function rebuildChange(planned: BelievedPlan, around: Around): Promise<RebuiltChange> {
  const { plan, patch, hash } = planned;
  const { pusher, self } = around.writer;
  const wanted = plan.entries.map(({ oldId }) => oldId);
  const tree = await pusher.rebuild(plan.base, patch, wanted);
  if (tree === null) throw differs('The patch does not apply to the commit that the plan names.');
  if (tree !== plan.tree) throw differs('The patch makes another tree than the plan names.');
  const checks = await judgeAgain(plan, around);
  const { name, id } = await self();
  const message = commitMessage({
    title: plan.summary.title,
    request: plan.request,
    ...(around.approval ? { approvedBy: around.approval.by } : {}),
    planHash: hash,
    skipCi: around.settings.skipCi,
  });
  // Of the bot, with an address that reaches nobody.
  const author = { name: plainLine(name, 100) || 'Second Pass', email: `${id}@second-pass.invalid` };
  return { commit: await pusher.commit({ parent: plan.base, tree, message, author, at: plan.madeAt }), checks };
}

/** The same rules as before the approval, over what git itself now tells: no entry of the plan is believed. */
async function judgeAgain(plan: Plan, { settings, world, writer: { trees } }: Around): Promise<Check[]> {
  const entries = (await entriesBetween(trees, plan.base, plan.tree)).map((one) => entryShape.parse(one));
  const isSame = entries.length === plan.entries.length && entries.every((one) => plan.entries.some(sameAs(one)));
  if (!isSame) throw differs('The change has other files than the plan shows.');
  const by = judgedBy(world, { places: readPlaces(settings), settings, findingPaths: [], elsewhere: '' });
  const checks = await judgeEntries(trees, { base: plan.base, entries }, by);
  const [first] = checks.filter(({ state }) => state === 'refused');
  if (first && isRefused(checks)) throw refused(first.text);
  return checks;
}

function sameAs(one: Entry): (other: Entry) => boolean {
  return ({ path, mode, oldMode, id, oldId, status }) =>
    path === one.path &&
    mode === one.mode &&
    oldMode === one.oldMode &&
    id === one.id &&
    oldId === one.oldId &&
    status === one.status;
}

function refused(text: string): SecondPassError {
  return new SecondPassError({
    kind: 'refused',
    code: 'change-refused',
    message: `The change is refused: ${text}`,
    advice: 'Nothing was written.',
  });
}

function differs(message: string): SecondPassError {
  return new SecondPassError({
    kind: 'refused',
    code: 'change-differs',
    message,
    advice: 'Nothing was written; `retry` makes a new plan.',
  });
}
