import * as z from 'zod';
import { SecondPassError } from '../../errors';
import type { Identity } from '../../ports/code-host';
import type { CommentPlace, CommentSource } from '../../ports/comment-source';
import { commentOf } from './conversation';
import { createRest, type RestOptions } from './rest';
import { readSelf } from './self';
import { comment, comments } from './shapes';

/** Comments of any pull request that the identity may read. */
export function createCommentSource(options: RestOptions): CommentSource {
  const rest = createRest(options);
  let asked: Promise<Identity> | undefined;
  return {
    self() {
      asked ??= readSelf(rest);
      return asked;
    },
    async comment(place) {
      try {
        const found = await rest.json({
          method: 'GET',
          path: `${threadPath(place)}/comments/${place.commentId}`,
          route: 'pullRequests/{id}/threads/{id}/comments/{id}',
          shape: comment,
        });
        return { contentUpdatedAt: 0, ...commentOf(found) };
      } catch (error) {
        if (error instanceof SecondPassError && error.status === 404) return null;
        throw error;
      }
    },
    async activePullRequests(repositoryId) {
      const { value } = await rest.json({
        method: 'GET',
        path: `_apis/git/repositories/${encodeURIComponent(repositoryId)}/pullrequests`,
        route: 'repositories/{id}/pullRequests',
        query: { 'searchCriteria.status': 'active', $top: 1_000 },
        shape: z.looseObject({ value: z.array(z.looseObject({ pullRequestId: z.int() })) }),
      });
      return value.map(({ pullRequestId }) => pullRequestId);
    },
    async thread(place) {
      const found = await rest.json({
        method: 'GET',
        path: `${threadPath(place)}/comments`,
        route: 'pullRequests/{id}/threads/{id}/comments',
        shape: comments,
      });
      return found.map(commentOf);
    },
  };
}

function threadPath({ project, repository, pullRequestId, threadId }: Omit<CommentPlace, 'commentId'>): string {
  const above = project === '' ? '' : `${encodeURIComponent(project)}/`;
  const pullRequest = `${above}_apis/git/repositories/${encodeURIComponent(repository)}/pullRequests/${pullRequestId}`;
  return `${pullRequest}/threads/${threadId}`;
}
