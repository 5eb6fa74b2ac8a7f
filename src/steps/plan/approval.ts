import { type FailureCode, SecondPassError } from '../../errors';
import type { ApprovalStep, StageApproval } from '../../ports/approvals';
import type { FixSettings } from '../settings/fix-settings';
import type { Plan } from './plan';

/**
 * Whoever let this plan pass: a granted approval of the stage, given after the plan was made, and under `notRequester` by
 * enough others than those who asked.
 * @throws SecondPassError `not-approved`
 */
export function approvalFor(
  { madeAt, request }: Pick<Plan, 'madeAt' | 'request'>,
  approvals: readonly StageApproval[],
  { approver }: Pick<FixSettings, 'approver'>,
): ApprovalStep {
  const asked = new Set([request.by.id, ...(request.alsoBy ?? [])]);
  const granted = approvals.filter(({ status }) => status === 'approved');
  if (granted.length === 0) throw notApproved(noneGranted(approvals));
  const counted = granted.map(({ granted: steps, ...rest }) => ({ ...rest, steps: steps.filter(counts) }));
  const enough = counted.find(({ required, steps }) => steps.length >= required);
  const [first] = enough?.steps ?? [];
  if (first) return first;
  const steps = granted.flatMap(({ granted: all }) => all);
  if (!steps.some(({ at }) => at > madeAt)) throw notApproved('It was approved before the plan was made.');
  if (approver === 'notRequester' && steps.some(({ by }) => asked.has(by.id)))
    throw notApproved(`Who asked approved it himself, and \`approver\` is \`${approver}\`.`);
  const [{ required, steps: late } = { required: 1, steps: [] }] = counted;
  throw notApproved(`Of ${required} who have to approve, ${late.length} did so after the plan was made.`);

  function counts({ by, at }: ApprovalStep): boolean {
    return at > madeAt && (approver === 'anyone' || !asked.has(by.id));
  }
}

function noneGranted(approvals: readonly StageApproval[]): string {
  if (approvals.length === 0) return 'Nothing had to be approved before this stage.';
  return `Its approval is ${approvals.map(({ status }) => status).join(', ')}.`;
}

function notApproved(why: string): SecondPassError {
  const code: FailureCode = 'not-approved';
  return new SecondPassError({
    kind: 'refused',
    code,
    message: `No approval of this plan counts. ${why}`,
    advice: 'Put an approval on the service connection of `writeConnection`, or on the environment of this stage.',
  });
}
