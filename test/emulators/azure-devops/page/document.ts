import type { Collection } from '../collection';
import type { PullRequest } from '../model';

export async function pullRequestPage(
  _collection: Collection,
  pullRequest: PullRequest,
  _shown: { isServed: boolean; iteration?: number },
): Promise<string> {
  return `<!DOCTYPE html><title>${pullRequest.id}</title>`;
}
