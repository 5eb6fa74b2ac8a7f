import { cutText } from '../cut-text';
import type { FixWorld } from '../fix-world';
import { sha256 } from '../sha256';
import { BRIEF_VERSION } from '../steps/brief/policy';
import type { Proof } from '../steps/candidate/proof';
import { PATCH_FILE, PLAN_FILE } from '../steps/plan/believed-plan';
import { type Plan, planBytes, planHash, plan as planShape } from '../steps/plan/plan';
import type { FixRecord } from '../steps/record/fix-record';
import { withoutWords } from '../steps/request/request';
import { withRequest } from '../steps/session/session';
import { planText } from '../steps/texts/work-text';
import type { FixSituation } from '../steps/verdict/fix-results';
import { concludeFix } from './conclude-fix';
import { concludeStopped, type Worked } from './conclude-work';
import { spentSoFar } from './day-budget';
import type { AcceptedRequest } from './heard';
import type { ReadCandidate } from './read-candidate';
import { tell } from './tell';

/** Paths that a plan lists; a build leaves more. */
const MOST_LEFT = 500;

interface Made {
  candidate: ReadCandidate;
  /** What was noticed on the way. */
  notes: readonly string[];
  proof: Proof;
  patch: Uint8Array;
}

/** Leaves plan and patch with the run and shows them; in run mode `readOnly`, and when only a plan was asked for, they are shown alone. */
export async function leavePlan(worked: Worked, made: Made): Promise<FixRecord> {
  const { settings, world, accepted, gate, order, talk } = worked;
  const { proof, candidate, patch } = made;
  const notes = [...worked.notes, ...made.notes];
  // What was not finished is worth a plan only where it is proven.
  if (talk.end !== 'finished' && !proof.isProven) return concludeStopped(worked);
  const plan = planOf(worked, made);
  const bytes = planBytes(plan);
  const hash = planHash(bytes);
  const canApply = settings.runMode !== 'readOnly' && order.request.verb !== 'plan';
  if (canApply) {
    world.left.push({ name: PLAN_FILE, content: bytes, isExact: true });
    world.left.push({ name: PATCH_FILE, content: patch, isExact: true });
  }
  const shown = planText(withoutValues(plan, world), shownPatch(patch, world), {
    runUrl: world.run.url,
    planHash: hash,
    next: nextOf(worked, proof, canApply),
  });
  const told = await tell(world, accepted, shown, { state: 'planned', plan: hash });
  return concludeFix(settings, world, {
    ...{ situation: situationOf(talk.end === 'finished', proof), notes: [...notes, ...told] },
    ...headlineOf(proof, canApply),
    found: {
      ...{ gate, request: withoutWords(accepted.request), checks: [...candidate.checks], evidence: proof },
      ...{ branch: order.branch, ...(canApply ? { planHash: hash } : {}) },
    },
  });
}

/** What is shown to people holds no secret either; what is applied is the patch that lies with the run. */
function shownPatch(patch: Uint8Array, { masking }: FixWorld): string {
  const files = Buffer.from(patch)
    .toString('utf8')
    .split(/^(?=diff --git )/m);
  const shown = files.map((text) => masking.file(text, /^\+\+\+ b\/(.*)$/m.exec(text)?.[1] ?? '').text);
  return masking.text(shown.join(''));
}

function withoutValues(plan: Plan, { masking }: FixWorld): Plan {
  return { ...plan, checks: plan.checks.map((check) => ({ ...check, text: masking.text(check.text) })) };
}

function headlineOf({ isProven, reasons }: Proof, canApply: boolean): { headline?: string } {
  if (!isProven) return { headline: `Not proven: ${reasons.join('; ')}.` };
  return canApply ? {} : { headline: 'The plan was shown; nothing can apply it.' };
}

/** Nobody is asked in run mode `autonomous`; what is not finished and proven stays a plan there too. */
function nextOf(
  { settings, talk }: Worked,
  { isProven }: Proof,
  canApply: boolean,
): 'approval' | 'written' | 'nothing' {
  if (!canApply) return 'nothing';
  if (settings.runMode !== 'autonomous') return 'approval';
  return isProven && talk.end === 'finished' ? 'written' : 'nothing';
}

function situationOf(isFinished: boolean, { isProven }: Proof): FixSituation {
  if (!isProven) return 'notProven';
  return isFinished ? 'planned' : 'stoppedWithPlan';
}

function planOf({ settings, world, accepted, order, talk }: Worked, { candidate, proof, patch }: Made): Plan {
  const { last } = talk;
  const summary = last?.tool === 'finish' ? last.summary : 'The work ended before it was finished.';
  const title = (last?.tool === 'finish' && last.title) || firstLine(summary);
  const seal = { key: world.signingKey, repositoryId: order.repositoryId, branch: order.branch };
  return planShape.parse({
    ...{
      planVersion: 1,
      buildId: world.run.buildId || '0',
      madeAt: world.now(),
      request: { ...order.request, text: world.masking.text(order.request.text) },
    },
    ...{ repositoryId: order.repositoryId, target: order.target, branch: order.branch, branchTip: order.branchTip },
    ...{ base: order.base, tree: candidate.tree, entries: candidate.entries },
    patchSha256: sha256(patch),
    // A secret that the model learnt of is no part of what a person approves.
    summary: { title: world.masking.text(title), text: world.masking.text(summary) },
    ...{
      checks: [...doubtOf(accepted), ...candidate.checks],
      evidence: proof,
      leftBehind: candidate.leftBehind.slice(0, MOST_LEFT),
    },
    cost: {
      usd: costOf(world.calls.slice(order.callsBefore).map(({ costUsd }) => costUsd)),
      turns: talk.turns,
      model: settings.model,
    },
    session: withRequest(accepted.ongoing?.session ?? null, { id: order.request.id, usd: spentSoFar(world) }, seal),
    ...policyOf(world),
    versions: { product: world.run.version, instructions: BRIEF_VERSION },
  });
}

/** It stops nothing, and whoever approves sees it first. */
function doubtOf({ ongoing }: AcceptedRequest): Plan['checks'] {
  return ongoing?.doubt === undefined ? [] : [{ check: 'session', state: 'shown', text: ongoing.doubt }];
}

function policyOf({ policy: { enforced }, run }: FixWorld): Pick<Plan, 'policy'> {
  if (!run.policy) return {};
  const { source, commit } = run.policy;
  return { policy: { source, commit, enforced: { ...enforced } } };
}

/** Null when the price of a model is unknown. */
function costOf(costs: readonly (number | null)[]): number | null {
  return costs.reduce<number | null>((sum, usd) => (sum === null || usd === null ? null : sum + usd), 0);
}

function firstLine(text: string): string {
  return cutText(text.trim().split('\n')[0] ?? '', 200);
}
