import * as z from 'zod';
import type { Thread } from '../../ports/code-host';
import { threadOf } from './conversation';
import { createPlace } from './place';
import { createRest, type RestOptions } from './rest';
import { threads } from './shapes';

export interface RepositoryThreads extends RestOptions {
  /** Names or ids, not encoded. */
  project: string;
  repository: string;
  /** Milliseconds since 1970; older pull requests are left out. */
  since: number;
}

const PAGE = 100;

const page = z.looseObject({
  value: z.array(z.looseObject({ pullRequestId: z.int(), creationDate: z.string().nullish() })),
});

/** The threads of every pull request of a repository, newest first, one pull request after the other: nobody's quota is used up. */
export async function* repositoryThreads(
  options: RepositoryThreads,
): AsyncGenerator<{ pullRequest: number; threads: readonly Thread[] }> {
  const rest = createRest(options);
  const placeOf = (pullRequestId: number) =>
    createPlace({ project: options.project, repositoryId: options.repository, pullRequestId });
  for (let skip = 0; ; skip += PAGE) {
    const { value } = await rest.json({
      method: 'GET',
      path: placeOf(0).repositoryPath('pullRequests'),
      route: 'repositories/{id}/pullRequests',
      query: { 'searchCriteria.status': 'all', $top: PAGE, $skip: skip },
      shape: page,
    });
    for (const { pullRequestId, creationDate } of value) {
      if (creationDate && Date.parse(creationDate) < options.since) return;
      const path = placeOf(pullRequestId).pullRequest('threads');
      const all = await rest.json({ method: 'GET', path, route: 'pullRequests/{id}/threads', shape: threads });
      yield { pullRequest: pullRequestId, threads: all.map(threadOf) };
    }
    if (value.length < PAGE) return;
  }
}
