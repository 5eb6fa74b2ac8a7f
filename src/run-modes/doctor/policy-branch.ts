import type { BranchProtection } from '../../ports/set-up';

const WHERE = 'Branch policies of the branch that holds the policy';

/** A policy holds as long as nobody changes its file alone. */
export function policyBranchAdvice(branch: BranchProtection | null): string[] {
  if (branch === null) return [];
  const { needsPullRequest, approval, openingRights } = branch;
  const changed = !needsPullRequest
    ? [
        `${WHERE}: there are none, so whoever may contribute to its repository can push another policy; require a reviewer.`,
      ]
    : approval === 'nobody'
      ? [`${WHERE}: nobody has to approve a change; require a reviewer.`]
      : approval === 'author'
        ? [`${WHERE}: the author's own vote approves a change; let it not count.`]
        : [];
  const rights = openingRights.map(
    (right) =>
      `The repository of the policy > Security: this run's identity has “${right}”; deny it, or its holder can change the policy.`,
  );
  return [...changed, ...rights];
}
