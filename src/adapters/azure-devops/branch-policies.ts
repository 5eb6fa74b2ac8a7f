import * as z from 'zod';
import type { Rest } from './rest';

const branchPolicies = z.looseObject({
  value: z.array(
    z.looseObject({
      isEnabled: z.boolean(),
      isBlocking: z.boolean(),
      isDeleted: z.boolean().nullish(),
      type: z.looseObject({ id: z.string() }),
      settings: z.looseObject({
        creatorVoteCounts: z.boolean().nullish(),
        scope: z.array(z.looseObject({ refName: z.string().nullish() })).nullish(),
        statusGenre: z.string().nullish(),
        statusName: z.string().nullish(),
        authorId: z.string().nullish(),
        invalidateOnSourceUpdate: z.boolean().nullish(),
        policyApplicability: z.union([z.number(), z.string()]).nullish(),
        filenamePatterns: z.array(z.string()).nullish(),
      }),
    }),
  ),
});

export type BranchPolicy = z.infer<typeof branchPolicies>['value'][number];

/** The policies in force for a branch, given as `refs/heads/...`: all of them, or those of one type. */
export async function readBranchPolicies(
  rest: Rest,
  { id, projectId }: { id: string; projectId: string },
  asked: { refName: string; policyType?: string },
): Promise<BranchPolicy[]> {
  const { value } = await rest.json({
    method: 'GET',
    path: `${encodeURIComponent(projectId)}/_apis/git/policy/configurations`,
    route: 'git/policy/configurations',
    query: { repositoryId: id, ...asked },
    api: 'late',
    shape: branchPolicies,
  });
  return value.filter(({ isEnabled, isDeleted }) => isEnabled && !isDeleted);
}
