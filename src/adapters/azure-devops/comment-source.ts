import { SecondPassError } from '../../errors';
import type { CommentPlace, CommentSource } from '../../ports/comment-source';
import { commentOf } from './conversation';
import { createRest, type RestOptions } from './rest';
import { comment } from './shapes';

/** Comments of any pull request that the identity may read. */
export function createCommentSource(options: RestOptions): CommentSource {
  const rest = createRest(options);
  return {
    async comment(place) {
      try {
        const found = await rest.json({
          method: 'GET',
          path: pathOf(place),
          route: 'pullRequests/{id}/threads/{id}/comments/{id}',
          shape: comment,
        });
        return { ...commentOf(found), contentUpdatedAt: Date.parse(found.lastContentUpdatedDate ?? '') || 0 };
      } catch (error) {
        if (error instanceof SecondPassError && error.status === 404) return null;
        throw error;
      }
    },
  };
}

function pathOf({ project, repository, pullRequestId, threadId, commentId }: CommentPlace): string {
  const above = project === '' ? '' : `${encodeURIComponent(project)}/`;
  const pullRequest = `${above}_apis/git/repositories/${encodeURIComponent(repository)}/pullRequests/${pullRequestId}`;
  return `${pullRequest}/threads/${threadId}/comments/${commentId}`;
}
