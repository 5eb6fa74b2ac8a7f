import type { ReadPullRequest, ReadThread } from '../../src/steps/insights/pull-request-facts';
import { objectOf, pushOf, statusOf, textOf, threadOf, timeOf } from './conversation';
import type { Rest } from './rest';

export type ListedPullRequest = Omit<ReadPullRequest, 'threads' | 'statuses'>;

/** As many as the service gives at once. */
const PAGE = 1000;

/** The newest pull requests of a project, open and closed. */
export async function listPullRequests(rest: Rest, project: string): Promise<ListedPullRequest[]> {
  const query = { 'searchCriteria.status': 'all', $top: String(PAGE) };
  const { value } = objectOf(await rest.json(`${encodeURIComponent(project)}/_apis/git/pullrequests`, { query }));
  return Array.isArray(value) ? value.flatMap((entry) => listedOf(entry) ?? []) : [];
}

export async function readThreads(rest: Rest, project: string, listed: ListedPullRequest): Promise<ReadThread[]> {
  const { value } = objectOf(await rest.json(`${baseOf(project, listed)}/threads`));
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry) => {
    const thread = threadOf(objectOf(entry));
    return thread ? [{ ...thread, updatedAt: timeOf(objectOf(entry).lastUpdatedDate) }] : [];
  });
}

/** The newest iteration, and those that bear a last word of ours. */
export async function readStatuses(
  rest: Rest,
  project: string,
  listed: ListedPullRequest,
): Promise<NonNullable<ReadPullRequest['statuses']>> {
  const base = baseOf(project, listed);
  const [posted, made] = await Promise.all([
    rest.json(`${base}/statuses`, { isLate: true }),
    rest.json(`${base}/iterations`),
  ]);
  const statuses = entriesOf(posted).flatMap((entry) => statusOf(objectOf(entry)) ?? []);
  const pushes = entriesOf(made).flatMap((entry) => pushOf(objectOf(entry)) ?? []);
  return {
    newest: Math.max(0, ...pushes.map(({ iteration }) => iteration)),
    iterations: statuses.filter(({ state }) => state !== 'pending').map(({ iteration }) => iteration),
  };
}

export function entriesOf(answer: unknown): readonly unknown[] {
  const { value } = objectOf(answer);
  return Array.isArray(value) ? value : [];
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
  const parts = [project, '_apis', 'git', 'repositories', repositoryId, 'pullRequests', String(id)];
  return parts.map(encodeURIComponent).join('/');
}
