import * as z from 'zod';
import type { Thread } from '../../ports/code-host';
import { threadOf } from './conversation';
import { createPlace } from './place';
import { createRest, type Rest, type RestOptions } from './rest';
import { iterations, statuses, threads } from './shapes';

export interface HistoryOptions extends RestOptions {
  /** Names or ids, not encoded. */
  project: string;
  /** Empty: all of the project. */
  repository: string;
  /** Milliseconds since 1970; older pull requests are left out. */
  since: number;
  statusGenre: string;
}

export interface ListedPullRequest {
  id: number;
  repository: string;
  repositoryId: string;
  projectId: string;
  /** Milliseconds since 1970; 0 while it is open. */
  createdAt: number;
  closedAt: number;
  state: 'active' | 'completed' | 'abandoned';
  /** Newest commit of the source; empty where it is not told. */
  head: string;
}

/** What pull requests left behind, one read after the other. */
export interface PullRequestHistory {
  /** Newest first. */
  list(): AsyncGenerator<ListedPullRequest>;
  threads(pullRequest: ListedPullRequest): Promise<(Thread & { updatedAt?: number })[]>;
  /** The newest iteration, and those with a status of ours. */
  statuses(pullRequest: ListedPullRequest): Promise<{ newest: number; iterations: number[] }>;
}

const PAGE = 500;

const page = z.looseObject({
  value: z.array(
    z.looseObject({
      pullRequestId: z.int(),
      status: z.string(),
      creationDate: z.string().nullish(),
      closedDate: z.string().nullish(),
      lastMergeSourceCommit: z.looseObject({ commitId: z.string() }).nullish(),
      repository: z.looseObject({ id: z.string(), name: z.string(), project: z.looseObject({ id: z.string() }) }),
    }),
  ),
});

export function createPullRequestHistory(options: HistoryOptions): PullRequestHistory {
  const rest = createRest(options);
  const placeOf = ({ id, repositoryId }: ListedPullRequest) =>
    createPlace({ project: options.project, repositoryId, pullRequestId: id });
  return {
    list: () => listed(rest, options),
    async threads(pullRequest) {
      const path = placeOf(pullRequest).pullRequest('threads');
      const all = await rest.json({ method: 'GET', path, route: 'pullRequests/{id}/threads', shape: threads });
      return all.map((one) => ({ ...threadOf(one), updatedAt: Date.parse(one.lastUpdatedDate ?? '') || 0 }));
    },
    async statuses(pullRequest) {
      const place = placeOf(pullRequest);
      const [posted, made] = await Promise.all([
        rest.json({
          method: 'GET',
          path: place.pullRequest('statuses'),
          route: 'pullRequests/{id}/statuses',
          api: 'late',
          shape: statuses,
        }),
        rest.json({
          method: 'GET',
          path: place.pullRequest('iterations'),
          route: 'pullRequests/{id}/iterations',
          shape: iterations,
        }),
      ]);
      const own = posted.filter(({ context, state }) => context?.genre === options.statusGenre && state !== 'pending');
      return {
        newest: Math.max(0, ...made.map(({ id }) => id)),
        iterations: own.flatMap(({ iterationId }) => iterationId ?? []),
      };
    },
  };
}

async function* listed(rest: Rest, { project, repository, since }: HistoryOptions): AsyncGenerator<ListedPullRequest> {
  const place = createPlace({ project, repositoryId: repository, pullRequestId: 0 });
  for (let skip = 0; ; skip += PAGE) {
    const { value } = await rest.json({
      method: 'GET',
      path: repository === '' ? place.git('pullrequests') : place.repositoryPath('pullRequests'),
      route: 'pullRequests',
      query: { 'searchCriteria.status': 'all', $top: PAGE, $skip: skip },
      shape: page,
    });
    for (const one of value) {
      const createdAt = Date.parse(one.creationDate ?? '') || 0;
      if (createdAt < since) return;
      yield {
        id: one.pullRequestId,
        repository: one.repository.name,
        repositoryId: one.repository.id,
        projectId: one.repository.project.id,
        createdAt,
        closedAt: Date.parse(one.closedDate ?? '') || 0,
        state: one.status === 'completed' || one.status === 'abandoned' ? one.status : 'active',
        head: (one.lastMergeSourceCommit?.commitId ?? '').toLowerCase(),
      };
    }
    if (value.length < PAGE) return;
  }
}
