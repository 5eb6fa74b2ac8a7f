import type { ReadPullRequest, ReadThread } from '../../src/steps/insights/pull-request-facts';
import { entriesOf, objectOf, pathOf, textOf, timeOf } from './answers';
import { pullRequestPath, pushOf, statusOf, threadOf } from './conversation';
import type { Rest } from './rest';

export type ListedPullRequest = Omit<ReadPullRequest, 'threads' | 'statuses'>;

/** As many as the service gives at once. */
const PAGE = 1000;

/** The newest pull requests of a project, open and closed. */
export async function listPullRequests(rest: Rest, project: string): Promise<ListedPullRequest[]> {
  const query = { 'searchCriteria.status': 'all', $top: String(PAGE) };
  const answer = await rest.json(pathOf(project, '_apis', 'git', 'pullrequests'), { query });
  return entriesOf(answer).flatMap((entry) => listedOf(entry) ?? []);
}

export async function readThreads(rest: Rest, project: string, listed: ListedPullRequest): Promise<ReadThread[]> {
  const answer = await rest.json(`${baseOf(project, listed)}/threads`);
  return entriesOf(answer).flatMap((entry) => {
    const thread = threadOf(objectOf(entry));
    return thread ? [{ ...thread, updatedAt: timeOf(objectOf(entry).lastUpdatedDate) }] : [];
  });
}

/** The newest iteration, and those that bear a last word of ours; without any the newest has none either, and is not asked for. */
export async function readStatuses(
  rest: Rest,
  project: string,
  listed: ListedPullRequest,
): Promise<NonNullable<ReadPullRequest['statuses']>> {
  const base = baseOf(project, listed);
  const posted = entriesOf(await rest.json(`${base}/statuses`, { isLate: true }));
  const statuses = posted.flatMap((entry) => statusOf(objectOf(entry)) ?? []);
  const iterations = statuses.filter(({ state }) => state !== 'pending').map(({ iteration }) => iteration);
  if (iterations.length === 0) return { newest: 0, iterations };
  const made = entriesOf(await rest.json(`${base}/iterations`));
  const pushes = made.flatMap((entry) => pushOf(objectOf(entry)) ?? []);
  return { newest: Math.max(0, ...pushes.map(({ iteration }) => iteration)), iterations };
}

function listedOf(entry: unknown): ListedPullRequest | undefined {
  const { pullRequestId, status, creationDate, repository, lastMergeSourceCommit } = objectOf(entry);
  const { id, name } = objectOf(repository);
  if (typeof pullRequestId !== 'number' || typeof id !== 'string' || typeof name !== 'string') return undefined;
  return {
    ...{ id: pullRequestId, repository: name, repositoryId: id, createdAt: timeOf(creationDate) },
    state: status === 'completed' || status === 'abandoned' ? status : 'active',
    head: textOf(objectOf(lastMergeSourceCommit).commitId).toLowerCase(),
  };
}

function baseOf(project: string, { repositoryId, id }: ListedPullRequest): string {
  return pullRequestPath({ project, repositoryId, pullRequestId: id });
}
