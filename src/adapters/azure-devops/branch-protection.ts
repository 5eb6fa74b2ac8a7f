import * as z from 'zod';
import type { BranchProtection } from '../../ports/set-up';
import type { Rest } from './rest';

/** Policies by which somebody has to approve: “Minimum number of reviewers” and “Required reviewers”. */
const MINIMUM_REVIEWERS = 'fa4e907d-c16b-4a4c-9dfa-4906e5d171dd';
const REQUIRED_REVIEWERS = 'fd2167ab-b0be-447a-8ec8-39368250530e';

const policies = z.looseObject({
  value: z.array(
    z.looseObject({
      isEnabled: z.boolean(),
      isBlocking: z.boolean(),
      isDeleted: z.boolean().nullish(),
      type: z.looseObject({ id: z.string() }),
      settings: z.looseObject({
        creatorVoteCounts: z.boolean().nullish(),
        scope: z.array(z.looseObject({ refName: z.string().nullish() })).nullish(),
      }),
    }),
  ),
});

/** What a change of a branch has to pass; rules for pushes to any branch, which name none, ask nobody. */
export async function readProtection(
  rest: Rest,
  { id, projectId }: { id: string; projectId: string },
  branch: string,
): Promise<Omit<BranchProtection, 'openingRights'>> {
  const { value } = await rest.json({
    method: 'GET',
    path: `${encodeURIComponent(projectId)}/_apis/git/policy/configurations`,
    route: 'git/policy/configurations',
    query: { repositoryId: id, refName: `refs/heads/${branch}` },
    api: 'late',
    shape: policies,
  });
  const demanded = value.filter(
    ({ isEnabled, isBlocking, isDeleted, settings }) =>
      isEnabled && isBlocking && !isDeleted && settings.scope?.some(({ refName }) => refName),
  );
  const minimum = demanded.filter(({ type }) => type.id.toLowerCase() === MINIMUM_REVIEWERS);
  const byOthers = minimum.some(({ settings }) => settings.creatorVoteCounts !== true);
  const isNamed = demanded.some(({ type }) => type.id.toLowerCase() === REQUIRED_REVIEWERS);
  return {
    needsPullRequest: demanded.length > 0,
    approval: byOthers || isNamed ? 'others' : minimum.length > 0 ? 'author' : 'nobody',
  };
}
