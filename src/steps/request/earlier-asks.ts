import type { Comment } from '../../ports/code-host';
import { readWords, type Words } from './read-words';

/** A comment that asked for work before another one did, with its own words. */
export interface EarlierAsk extends Words {
  comment: Comment;
}

/** What was asked on a thread before that comment, newest first: by people, and as it was written. */
export function earlierAsks(comments: readonly Comment[], commentId: number, selfId: string): EarlierAsk[] {
  const before = comments.filter((one) => one.id < commentId && isAsWritten(one) && one.author.id !== selfId);
  const asks = before.flatMap((comment): EarlierAsk[] => {
    const words = readWords(comment.content, selfId);
    return words && words.verb !== 'help' && words.verb !== 'stop' ? [{ ...words, comment }] : [];
  });
  return asks.reverse();
}

function isAsWritten({ author, isText, isDeleted, publishedAt, contentUpdatedAt }: Comment): boolean {
  return author.nature === undefined && isText && !isDeleted && publishedAt > 0 && contentUpdatedAt === publishedAt;
}
