import { isSecondPassError } from '../../errors';
import type { Identity, PullRequest } from '../../ports/code-host';
import type { HostContext } from './context';
import { identityOf } from './identity';
import { type BranchPush, readPushes } from './pushes';

/** Of one branch; who pushed before these is not looked for. */
const MAX_PUSHES = 100;

/**
 * Who pushed to the source branch since it was made, or since what the target holds of it: iterations tell no more than who opened
 * the pull request, which need not be who wrote what it brought. Empty for a fork, whose pushes cannot be asked for here.
 */
export async function readPushers(
  { rest, place, log }: HostContext,
  { sourceBranch, iteration }: Pick<PullRequest, 'sourceBranch' | 'iteration'>,
): Promise<readonly Identity[]> {
  if (sourceBranch === undefined) return [];
  const asked = readPushes(rest, place.repositoryPath('pushes'), sourceBranch, MAX_PUSHES);
  const pushes = await asked.catch((error: unknown): BranchPush[] => {
    if (!isSecondPassError(error)) throw error;
    log.warn(`Who pushed before the pull request was opened is not known: ${error.message}`);
    return [];
  });
  const first = pushes.findIndex(({ from }) => /^0+$/.test(from) || from === iteration.base);
  const own = first < 0 ? pushes : pushes.slice(0, first + 1);
  const pushers = own.flatMap(({ by }) => (by ? [identityOf(by)] : []));
  return [...new Map(pushers.map((one) => [one.id, one])).values()];
}
