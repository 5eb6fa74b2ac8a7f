import type { BranchProtection } from '../../ports/set-up';
import { readBranchPolicies } from './branch-policies';
import type { Rest } from './rest';

/** Policies by which somebody has to approve: “Minimum number of reviewers” and “Required reviewers”. */
const MINIMUM_REVIEWERS = 'fa4e907d-c16b-4a4c-9dfa-4906e5d171dd';
const REQUIRED_REVIEWERS = 'fd2167ab-b0be-447a-8ec8-39368250530e';

/** What a change of a branch has to pass; rules for pushes to any branch, which name none, ask nobody. */
export async function readProtection(
  rest: Rest,
  repository: { id: string; projectId: string },
  branch: string,
): Promise<Omit<BranchProtection, 'openingRights'>> {
  const inForce = await readBranchPolicies(rest, repository, { refName: `refs/heads/${branch}` });
  const demanded = inForce.filter(
    ({ isBlocking, settings }) => isBlocking && settings.scope?.some(({ refName }) => refName),
  );
  const minimum = demanded.filter(({ type }) => type.id.toLowerCase() === MINIMUM_REVIEWERS);
  const byOthers = minimum.some(({ settings }) => settings.creatorVoteCounts !== true);
  const isNamed = demanded.some(({ type }) => type.id.toLowerCase() === REQUIRED_REVIEWERS);
  return {
    needsPullRequest: demanded.length > 0,
    approval: byOthers || isNamed ? 'others' : minimum.length > 0 ? 'author' : 'nobody',
  };
}
