import { codeSpan, escapeLine } from '../comments/escape';
import { plural } from '../comments/plural';
import type { Plan } from '../plan/plan';
import type { Person } from '../request/request';

export interface Applied {
  branch: string;
  pullRequest: { id: number; url: string; isNew: boolean; isDraft: boolean };
  approvedBy?: Person;
  runUrl: string;
}

/** The answer on the thread that asked, once the change stands on its branch. */
export function appliedText(plan: Plan, { branch, pullRequest, approvedBy, runUrl }: Applied): string {
  const name = branch.replace(/^refs\/heads\//, '');
  const what = pullRequest.isNew ? `a ${pullRequest.isDraft ? 'draft ' : ''}pull request` : 'the pull request';
  const files = plural(plan.entries.length, 'file');
  return [
    `**Applied.** ${files} on ${codeSpan(name)}, ${what} [${pullRequest.id}](${pullRequest.url}).`,
    [
      proofLine(plan),
      approvedBy ? `Approved by ${escapeLine(approvedBy.name)}.` : 'Nobody had to approve.',
      ...(runUrl ? [`[Run](${runUrl}).`] : []),
    ].join(' '),
  ].join('\n\n');
}

/** Named for what it is: a command that ended with 0, and nothing more. */
export function proofLine({ evidence }: Pick<Plan, 'evidence'>): string {
  const { command, after, isProven, reasons } = evidence;
  if (!isProven) return `**NOT PROVEN**: ${reasons.map(escapeLine).join('; ') || 'no validation command was named'}.`;
  const cases = after?.cases ? `${plural(after.cases.ran.length, 'test case')} ran` : 'tests were not counted';
  return `${codeSpan(command)} ended with 0 in a clean workshop; ${cases}.`;
}

export function refusedText(reason: string, runUrl: string): string {
  return [`**Not applied.** ${escapeLine(reason)}`, ...(runUrl ? [`[Run](${runUrl})`] : [])].join('\n\n');
}
