import type { PullRequest } from '../ports/code-host';
import type { Settings } from '../steps/settings/settings';
import { type Recollection, recall } from '../steps/threads/own-threads';
import { statusWrite } from '../steps/threads/status-write';
import type { World } from '../world';

/**
 * Says first that the iteration is under review, so that no older verdict is left standing, and reads what earlier runs left. The
 * repository gets ready meanwhile.
 */
export async function announce(
  { name }: Pick<Settings, 'name'>,
  { host, repository, run, signingKey }: Pick<World, 'host' | 'repository' | 'run' | 'signingKey'>,
  pullRequest: PullRequest,
): Promise<Recollection> {
  repository.begin?.();
  const { iteration } = pullRequest;
  const place = { iteration: iteration.id, name, url: run.tabUrl ?? run.url };
  const [conversation] = await Promise.all([
    host.conversation(iteration.id),
    host.apply(statusWrite(place, 'pending', 'Second Pass is reviewing')),
  ]);
  return recall(conversation, pullRequest, name, signingKey);
}
