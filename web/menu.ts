import { answerChoice, type MenuHost } from './host/menu';
import { objectOf, textOf } from './rest/answers';
import { repositoryOf } from './rest/repository-of';
import { createRest } from './rest/rest';

void answerChoice('show-pull-request', (context, host) => void show(context, host));

/** In the menu of our own status: the page of the pull request beside it, or the run where a host has no panels. */
async function show(context: unknown, host: MenuHost): Promise<void> {
  const { pullRequest, status } = objectOf(context);
  const { pullRequestId, repository } = objectOf(pullRequest);
  const told = textOf(objectOf(repository).id);
  const repositoryId = told || (await lookUp(Number(pullRequestId), host).catch(() => ''));
  if (await host.openPanel('pull-request-panel', { pullRequestId: Number(pullRequestId), repositoryId })) return;
  await host.openWithin(textOf(objectOf(status).targetUrl));
}

/** Not every host tells the repository. */
async function lookUp(pullRequestId: number, host: MenuHost): Promise<string> {
  const { collectionUrl, project, token } = await host.place();
  const rest = createRest({ collectionUrl, token, onWait: () => undefined });
  return repositoryOf(rest, project, pullRequestId);
}
