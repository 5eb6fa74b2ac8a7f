import { SecondPassError } from '../../errors';

/** The service's limit; beyond it the comment is refused. */
export const MAX_COMMENT_LENGTH = 150_000;

/** Refuses a comment before it is sent; whoever writes it has to shorten it. */
export function checkLength(content: string): void {
  if (content.length <= MAX_COMMENT_LENGTH) return;
  throw new SecondPassError({
    kind: 'platform',
    code: 'comment-too-long',
    message: `A comment has ${content.length} characters; Azure DevOps takes at most ${MAX_COMMENT_LENGTH}.`,
  });
}
