import * as z from 'zod';
import { isSecondPassError } from '../../errors';
import type { Identity, PullRequest } from '../../ports/code-host';
import type { HostContext } from './context';
import { identityOf } from './identity';
import { identity } from './shapes';

/** Of one branch; who pushed before these is not looked for. */
const MAX_PUSHES = 100;

const push = z.looseObject({
  pushedBy: identity.nullish(),
  refUpdates: z.array(z.looseObject({ name: z.string().nullish(), oldObjectId: z.string().nullish() })).nullish(),
});

/**
 * Who pushed to the source branch since it was made, or since what the target holds of it: iterations tell no more than who opened
 * the pull request, which need not be who wrote what it brought. Empty for a fork, whose pushes cannot be asked for here.
 */
export async function readPushers(
  { rest, place, log }: HostContext,
  { sourceBranch, iteration }: Pick<PullRequest, 'sourceBranch' | 'iteration'>,
): Promise<readonly Identity[]> {
  if (sourceBranch === undefined) return [];
  const asked = rest.json({
    method: 'GET',
    path: place.repositoryPath('pushes'),
    route: 'repositories/{id}/pushes',
    query: { 'searchCriteria.refName': sourceBranch, 'searchCriteria.includeRefUpdates': 'true', $top: MAX_PUSHES },
    shape: z.looseObject({ value: z.array(push) }),
  });
  const { value } = await asked.catch((error: unknown) => {
    if (!isSecondPassError(error)) throw error;
    log.warn(`Who pushed before the pull request was opened is not known: ${error.message}`);
    return { value: [] };
  });
  const from = value.map(({ refUpdates }) => refUpdates?.find(({ name }) => name === sourceBranch)?.oldObjectId ?? '');
  const first = from.findIndex((commit) => /^0+$/.test(commit) || commit.toLowerCase() === iteration.base);
  const own = first < 0 ? value : value.slice(0, first + 1);
  const pushers = own.flatMap(({ pushedBy }) => (pushedBy ? [identityOf(pushedBy)] : []));
  return [...new Map(pushers.map((one) => [one.id, one])).values()];
}
