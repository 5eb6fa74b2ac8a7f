import type { PullRequest, Pushers } from '../ports/code-host';
import type { Settings } from '../steps/settings/settings';
import type { Recollection } from '../steps/threads/own-threads';
import { gravestOf } from '../steps/triage/known-finding';
import { isSkippedForAuthor } from '../steps/verdict/skip-rules';
import type { World } from '../world';

/** The pull request as it stands; a rule that leaves it out for its author alone asks who else pushed what it brings. */
export async function askPullRequest(
  { skipWhen }: Pick<Settings, 'skipWhen'>,
  { host }: Pick<World, 'host'>,
): Promise<PullRequest> {
  const pullRequest = await host.pullRequest();
  if (!isSkippedForAuthor(skipWhen, pullRequest)) return pullRequest;
  return withPushers(pullRequest, await host.pushers(pullRequest));
}

/** Who wrote what the pull request brought is asked for where a word may count: an author accepts nothing. */
export async function namePushers(
  { host }: Pick<World, 'host'>,
  pullRequest: PullRequest,
  { known }: Pick<Recollection, 'known'>,
): Promise<PullRequest> {
  if (!known.some((one) => gravestOf(one) === 'blocker')) return pullRequest;
  return withPushers(pullRequest, await host.pushers(pullRequest));
}

function withPushers(pullRequest: PullRequest, { known, areAll }: Pushers): PullRequest {
  const pushers = [...(pullRequest.pushers ?? []), ...known];
  return { ...pullRequest, pushers, ...(areAll ? {} : { hasUnknownPushers: true }) };
}
