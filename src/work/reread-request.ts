import { type FailureCode, SecondPassError } from '../errors';
import type { FixWorld } from '../fix-world';
import type { WorkItem } from '../ports/work-items';
import { sha256 } from '../sha256';
import type { Plan } from '../steps/plan/plan';
import { workItemHash } from './hear-work-item';

/** What was asked has to stand there still, word for word, on a pull request that is still open. */
export async function rereadRequest({ request, repositoryId }: Plan, world: FixWorld): Promise<void> {
  const { pullRequestId, threadId, commentId, workItemId } = request;
  if (workItemId !== null) await rereadWorkItem(workItemId, request.sha256, world);
  if (pullRequestId === null || threadId === null || commentId === null) return;
  const place = { repository: repositoryId, project: '', pullRequestId, threadId, commentId };
  const [comment, pullRequest] = await Promise.all([
    world.comments.comment(place),
    world.host(repositoryId, pullRequestId).pullRequest(),
  ]);
  if (comment === null || comment.isDeleted) throw refusal('request-changed', 'The comment that asked is gone.');
  if (comment.author.id !== request.by.id || sha256(comment.content) !== request.sha256)
    throw refusal('request-changed', 'The comment that asked is another one than the plan was made for.');
  if (pullRequest.state !== 'active')
    throw refusal('pull-request-closed', `The pull request is ${pullRequest.state}: there is nothing to fix any more.`);
}

/** @throws SecondPassError where it says something else than when the gate read it */
export async function rereadWorkItem(id: number, hash: string, { workItems }: FixWorld): Promise<WorkItem> {
  const item = await workItems.read(id);
  if (item === null) throw refusal('request-changed', 'The work item that asked is gone.');
  if (workItemHash(item) !== hash)
    throw refusal('request-changed', 'The work item says something else than when it was asked for.');
  return item;
}

function refusal(code: FailureCode, message: string): SecondPassError {
  return new SecondPassError({ kind: 'refused', code, message, advice: 'Nothing was written.' });
}
