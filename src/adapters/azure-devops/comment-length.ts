import { SecondPassError } from '../../errors';

/** The service's limit; beyond it the comment is refused. */
export const longestComment = 150_000;

/** Refuses a comment before it is sent; whoever writes it has to shorten it. */
export function checkLength(content: string): void {
  if (content.length <= longestComment) return;
  throw new SecondPassError({
    kind: 'platform',
    code: 'comment-too-long',
    message: `A comment has ${content.length} characters; Azure DevOps takes at most ${longestComment}.`,
  });
}
