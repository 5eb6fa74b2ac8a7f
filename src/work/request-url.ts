import type { BranchHost } from '../ports/branch-host';
import type { Plan } from '../steps/plan/plan';

/** Page of the comment or work item that asked; empty where the pipeline itself did. */
export async function requestUrl({ request }: Plan, host: BranchHost): Promise<string> {
  const { cloneUrl } = await host.repository();
  if (request.pullRequestId !== null && request.threadId !== null)
    return `${cloneUrl}/pullrequest/${request.pullRequestId}?discussionId=${request.threadId}`;
  if (request.workItemId === null) return '';
  return `${cloneUrl.replace(/_git\/[^/]+$/, '')}_workitems/edit/${request.workItemId}`;
}
