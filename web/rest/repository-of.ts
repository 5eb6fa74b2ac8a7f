import { objectOf, pathOf, textOf } from './answers';
import type { Rest } from './rest';

/** Where the host names the pull request alone. */
export async function repositoryOf(rest: Rest, project: string, pullRequestId: number): Promise<string> {
  const answer = await rest.json(pathOf(project, '_apis', 'git', 'pullrequests', String(pullRequestId)));
  return textOf(objectOf(objectOf(answer).repository).id);
}
