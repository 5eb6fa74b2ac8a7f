import type { PullRequest } from '../ports/code-host';
import type { Recollection } from '../steps/threads/own-threads';
import { gravestOf } from '../steps/triage/known-finding';
import type { World } from '../world';

/** Who wrote what the pull request brought is asked for where a word may count: an author accepts nothing. */
export async function namePushers(
  { host }: Pick<World, 'host'>,
  pullRequest: PullRequest,
  { known }: Pick<Recollection, 'known'>,
): Promise<PullRequest> {
  if (!known.some((one) => gravestOf(one) === 'blocker')) return pullRequest;
  return { ...pullRequest, pushers: [...(pullRequest.pushers ?? []), ...(await host.pushers(pullRequest))] };
}
