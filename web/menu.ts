import { answerChoice, type MenuHost } from './host/menu';
import { objectOf, textOf } from './rest/answers';

void answerChoice('show-pull-request', (context, host) => void show(context, host));

/** In the menu of our own status: the page of the pull request beside it, or the run where a host has no panels. */
async function show(context: unknown, host: MenuHost): Promise<void> {
  const { pullRequest, status } = objectOf(context);
  const { pullRequestId, repository } = objectOf(pullRequest);
  const configuration = { pullRequestId: Number(pullRequestId), repositoryId: textOf(objectOf(repository).id) };
  if (await host.openPanel('pull-request-panel', configuration)) return;
  await host.openWithin(textOf(objectOf(status).targetUrl));
}
