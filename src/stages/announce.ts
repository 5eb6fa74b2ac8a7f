import type { PullRequest } from '../ports/code-host';
import type { Settings } from '../steps/settings/settings';
import { markOfBegin } from '../steps/threads/others-at-work';
import { type Recollection, recall } from '../steps/threads/own-threads';
import { begunUrl, statusWrite } from '../steps/threads/status-write';
import type { World } from '../world';

/**
 * Says first that the iteration is under review, so that no older verdict is left standing and other runs know of this one, and
 * reads what earlier runs left. The repository gets ready meanwhile.
 */
export async function announce(
  settings: Settings,
  { host, repository, run, signingKey }: Pick<World, 'host' | 'repository' | 'run' | 'signingKey'>,
  pullRequest: PullRequest,
): Promise<Recollection> {
  repository.begin?.();
  const { iteration } = pullRequest;
  const { name } = settings;
  const url = begunUrl(run.tabUrl ?? run.url, markOfBegin(run, settings, host.now()));
  const place = { iteration: iteration.id, name, url };
  const [conversation] = await Promise.all([
    host.conversation(iteration.id),
    host.apply(statusWrite(place, 'pending', 'Second Pass is reviewing')),
  ]);
  return recall(conversation, pullRequest, name, signingKey);
}
