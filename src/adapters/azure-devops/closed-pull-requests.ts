import * as z from 'zod';
import type { Thread } from '../../ports/code-host';
import { createChangeReader } from './changes';
import { threadOf } from './conversation';
import { createItemReader, type ItemReader } from './items';
import { createPlace } from './place';
import type { HistoryOptions } from './pull-request-history';
import { createRest, type Rest } from './rest';
import { iterations, threads } from './shapes';

/** A file that an iteration changes; a side that does not exist has no id. */
export interface IterationFile {
  path: string;
  oldPath: string;
  newId?: string;
  oldId?: string;
}

export interface ClosedIteration {
  id: number;
  /** Milliseconds since 1970. */
  createdAt: number;
}

/** A completed pull request, as far as it tells what its reviewers found. */
export interface ClosedPullRequest {
  id: number;
  authorId: string;
  iterations: readonly ClosedIteration[];
  /** Where their authors put them. */
  threads: readonly Thread[];
  files(iteration: number): Promise<readonly IterationFile[]>;
  /** A blob's bytes; null when the service has it no more. */
  content(id: string): Promise<Uint8Array | null>;
}

const PAGE = 100;

const page = z.looseObject({
  value: z.array(
    z.looseObject({
      pullRequestId: z.int(),
      creationDate: z.string().nullish(),
      createdBy: z.looseObject({ id: z.string() }).nullish(),
    }),
  ),
});

/** The completed pull requests of a repository, newest first, one after the other: nobody's quota is used up. */
export async function* closedPullRequests(
  options: Omit<HistoryOptions, 'statusGenre'>,
): AsyncGenerator<ClosedPullRequest> {
  const rest = createRest(options);
  const placeOf = (pullRequestId: number) =>
    createPlace({ project: options.project, repositoryId: options.repository, pullRequestId });
  for (let skip = 0; ; skip += PAGE) {
    const { value } = await rest.json({
      method: 'GET',
      path: placeOf(0).repositoryPath('pullRequests'),
      route: 'repositories/{id}/pullRequests',
      query: { 'searchCriteria.status': 'completed', $top: PAGE, $skip: skip },
      shape: page,
    });
    for (const { pullRequestId, creationDate, createdBy } of value) {
      if (creationDate && Date.parse(creationDate) < options.since) return;
      yield await readClosed(rest, placeOf(pullRequestId), createdBy?.id.toLowerCase() ?? '');
    }
    if (value.length < PAGE) return;
  }
}

async function readClosed(
  rest: Rest,
  place: ReturnType<typeof createPlace>,
  authorId: string,
): Promise<ClosedPullRequest> {
  const read = { method: 'GET' } as const;
  const items = createItemReader(rest, place, createChangeReader(rest, place));
  const [made, said] = await Promise.all([
    rest.json({
      ...read,
      path: place.pullRequest('iterations'),
      route: 'pullRequests/{id}/iterations',
      shape: iterations,
    }),
    rest.json({ ...read, path: place.pullRequest('threads'), route: 'pullRequests/{id}/threads', shape: threads }),
  ]);
  return {
    id: place.pullRequestId,
    authorId,
    iterations: made.map(({ id, createdDate }) => ({ id, createdAt: Date.parse(createdDate ?? '') || 0 })),
    threads: said.map(threadOf),
    files: (iteration) => filesOf(items, iteration),
    content: (id) => items.blob(id),
  };
}

async function filesOf(items: ItemReader, iteration: number): Promise<IterationFile[]> {
  const entries = await items.changedEntries(iteration);
  return entries
    .filter(({ objectType }) => objectType !== 'commit')
    .map(({ path, originalPath, objectId, originalObjectId }) => ({
      path,
      oldPath: originalPath ?? path,
      ...(objectId ? { newId: objectId } : {}),
      ...(originalObjectId ? { oldId: originalObjectId } : {}),
    }));
}
