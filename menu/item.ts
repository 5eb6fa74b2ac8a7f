import { answerChoice, type MenuHost } from '../web/host/menu';
import { objectOf, textOf } from '../web/rest/answers';

void answerChoice('ask-for-a-change', (context, host) => void show(context, host));

/** The panel knows the pull request by its number; not every host tells the repository. */
async function show(context: unknown, host: MenuHost): Promise<void> {
  const { pullRequest, pullRequestId: told } = objectOf(context);
  const { pullRequestId = told, repository } = objectOf(pullRequest);
  await host.openPanel('ask', {
    pullRequestId: Number(pullRequestId),
    repositoryId: textOf(objectOf(repository).id),
  });
}
