import type { FixRecord } from './fix-record';

/** The output variables of the second task, without those that name files. */
export function fixOutputsOf({ ending, planHash, branch, fixPullRequest, costUsd }: FixRecord) {
  return {
    accepted: String(ending.accepted),
    outcome: ending.outcome,
    planHash: planHash ?? '',
    branch: branch ?? '',
    pullRequestId: fixPullRequest ? String(fixPullRequest.id) : '',
    costUsd: (costUsd ?? 0).toFixed(4),
  };
}
