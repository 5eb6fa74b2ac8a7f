import * as z from 'zod';
import type { Rest } from './rest';
import { type IdentityShape, identity } from './shapes';

/** A push to a branch; commits are empty where the service does not tell them. */
export interface BranchPush {
  by: IdentityShape | null;
  from: string;
  to: string;
}

const push = z.looseObject({
  pushedBy: identity.nullish(),
  refUpdates: z
    .array(
      z.looseObject({
        name: z.string().nullish(),
        oldObjectId: z.string().nullish(),
        newObjectId: z.string().nullish(),
      }),
    )
    .nullish(),
});

/** The newest ones first, from `skipped` on. `path` is that of the repository's pushes, `branch` a full name. */
export async function readPushes(
  rest: Rest,
  path: string,
  branch: string,
  most: number,
  skipped = 0,
): Promise<BranchPush[]> {
  const { value } = await rest.json({
    method: 'GET',
    path,
    route: 'repositories/{id}/pushes',
    query: {
      'searchCriteria.refName': branch,
      'searchCriteria.includeRefUpdates': 'true',
      $top: most,
      ...(skipped > 0 ? { $skip: skipped } : {}),
    },
    shape: z.looseObject({ value: z.array(push) }),
  });
  return value.map(({ pushedBy, refUpdates }) => {
    const update = refUpdates?.find(({ name }) => name === branch);
    const idOf = (commit: string | null | undefined) => (commit ?? '').toLowerCase();
    return { by: pushedBy ?? null, from: idOf(update?.oldObjectId), to: idOf(update?.newObjectId) };
  });
}
