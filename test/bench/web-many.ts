import type { Comment as ReadComment } from '../../src/ports/code-host';
import type { ReadThread } from '../../src/steps/insights/pull-request-facts';
import { EMPTY_MEMORY } from '../../src/steps/threads/memory';
import type { AzureDevOpsEmulator } from '../emulators/azure-devops/emulator';
import type { Comment, Identity, PullRequest, Repository, Status, Thread } from '../emulators/azure-devops/model';
import { trackingThread } from '../steps/insights/made-up';
import { madeUpPullRequests } from '../steps/insights/made-up-pull-requests';

/** So many in ten carry a memory that tells of their newest push. */
const TOLD_IN_TEN = 7;

/** Fills the project with pull requests as years of use leave them, copied from one that is there. */
export function fillWithPullRequests(
  { collection, buildService }: AzureDevOpsEmulator,
  model: PullRequest,
  count: number,
  repositories: readonly Repository[],
): void {
  const bot = buildService(model.repository.project);
  const first = Math.max(...collection.pullRequests.keys()) + 1;
  for (const read of madeUpPullRequests(count, { repositories: repositories.length, weeks: 26 })) {
    const id = first + read.id;
    const repository = repositories[Number(read.repository.replace(/\D/g, ''))] ?? model.repository;
    const isTold = read.id % 10 < TOLD_IN_TEN;
    const place = { repositoryId: repository.id, pullRequestId: id, key: null };
    const reviewed = { iteration: 1, base: model.mergeTarget, source: model.mergeSource, settings: '', files: {} };
    const told = trackingThread(1, { ...EMPTY_MEMORY, spentUsd: 0.1, reviewed }, place);
    const threads = isTold ? [told, ...read.threads.slice(1)] : read.threads;
    collection.pullRequests.set(id, {
      ...model,
      ...{ id, repository, sourceRepository: repository, status: read.state },
      statuses: read.threads.length > 0 ? [statusBy(bot, id, read.createdAt)] : [],
      creationDate: new Date(read.createdAt).toISOString(),
      threads: threads.map((thread) => threadOf(thread, read.createdAt, bot)),
    });
  }
}

function statusBy(createdBy: Identity, id: number, at: number): Status {
  const date = new Date(at).toISOString();
  const words = { state: 'succeeded', genre: 'second-pass', name: 'review', description: 'PASS: nothing is open' };
  return { ...words, id, iterationId: 1, createdBy, creationDate: date, updatedDate: date, properties: new Map() };
}

function threadOf({ id, status, path, range, properties, comments }: ReadThread, at: number, bot: Identity): Thread {
  const date = new Date(at).toISOString();
  const line = (number: number) => ({ line: number, offset: 1 });
  const context = path && range ? { filePath: `/${path}`, rightFileStart: line(range.startLine) } : undefined;
  return {
    ...{ id, status, createdAtIteration: 1, publishedDate: date, lastUpdatedDate: date },
    ...(context ? { context: { ...context, rightFileEnd: line(range?.endLine ?? 1) } } : {}),
    comments: comments.map((comment) => commentOf(comment, bot)),
    properties: new Map(
      Object.entries(properties).map(([name, value]) => [name, { $type: 'System.String', $value: value }]),
    ),
  };
}

function commentOf({ id, content, isDeleted, publishedAt }: ReadComment, author: Identity): Comment {
  const date = new Date(publishedAt).toISOString();
  return {
    ...{ id, parentCommentId: id === 1 ? 0 : 1, author, content, commentType: 'text', isDeleted, likedBy: [] },
    ...{ publishedDate: date, lastUpdatedDate: date, lastContentUpdatedDate: date },
  };
}
