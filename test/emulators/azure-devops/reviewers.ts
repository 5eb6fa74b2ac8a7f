import type { Collection } from './collection';
import type { Identity, PullRequest, Reviewer } from './model';
import { invalidArgument, ServiceError } from './service-error';
import { addSystemThread } from './threads';

const votes = [10, 5, 0, -5, -10];

/**
 * Adds a reviewer or casts a vote. One votes for oneself only; on a draft the answer is a success and the vote is 0.
 */
export function putReviewer(
  collection: Collection,
  pullRequest: PullRequest,
  who: Identity,
  reviewer: Identity,
  body: { vote?: number; isRequired?: boolean },
): Reviewer {
  const vote = body.vote ?? 0;
  if (!votes.includes(vote)) throw invalidArgument(`The vote ${vote} is not valid.`, 'vote');
  if (vote !== 0 && who.id !== reviewer.id) {
    throw new ServiceError(403, 'GitPullRequestReviewerVoteException', 'A vote can be cast for oneself only.');
  }
  const entry = entryOf(pullRequest, reviewer);
  entry.isRequired = body.isRequired ?? entry.isRequired;
  const counted = pullRequest.isDraft ? 0 : vote;
  if (entry.vote !== counted) noteVote(collection, pullRequest, who, counted);
  entry.vote = counted;
  return entry;
}

export function reviewerWith(pullRequest: PullRequest, id: string): Reviewer {
  const found = pullRequest.reviewers.find((one) => one.identity.id.toLowerCase() === id.toLowerCase());
  if (found) return found;
  throw new ServiceError(
    404,
    'GitPullRequestReviewerNotFoundException',
    `The reviewer ${id} is not on this pull request.`,
  );
}

function entryOf(pullRequest: PullRequest, identity: Identity): Reviewer {
  const known = pullRequest.reviewers.find((one) => one.identity.id === identity.id);
  if (known) return known;
  const added = { identity, vote: 0, isRequired: false };
  pullRequest.reviewers.push(added);
  return added;
}

function noteVote(collection: Collection, pullRequest: PullRequest, who: Identity, vote: number): void {
  addSystemThread(collection, pullRequest, who, `${who.displayName} voted ${vote}`, {
    CodeReviewThreadType: 'VoteUpdate',
    CodeReviewVotedByDisplayName: who.displayName,
    CodeReviewVotedByTfId: who.id,
    CodeReviewVoteResult: String(vote),
  });
}
