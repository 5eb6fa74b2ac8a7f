import type { StatusState } from '../../ports/code-host';
import type { Settings } from '../settings/settings';
import { type Counts, type Verdict, verdictOf } from './verdict';

export type TaskResult = 'Succeeded' | 'SucceededWithIssues' | 'Failed';
export type Outcome = 'reviewed' | 'partlyReviewed' | 'notReviewed' | 'skipped';

/** How a run ended; one row of the results table each. */
export type Situation =
  | 'reviewed'
  | 'nothingInScope'
  | 'partlyReviewed'
  | 'partlyStopped'
  | 'reviewerFailed'
  | 'stopped'
  | 'draftSkipped'
  /** A rule of `skipWhen`: told in the status, so that a policy that requires it lets the pull request pass. */
  | 'skippedByRule'
  /** By the policy: told in the status, so that a kill switch stops reviews and not merges. */
  | 'switchedOff'
  /** The same, where whoever made the change can have met the rule alone: no policy is satisfied by that. */
  | 'skippedByAuthor'
  | 'superseded'
  | 'notAPullRequest'
  /** Static analysis alone, as it was asked for. */
  | 'analysed'
  /** Run modes that review nothing: preview, doctor, clean. */
  | 'otherRunMode'
  | 'setUpAtFault'
  | 'pullRequestNotFound'
  | 'badInput';

export interface Facts {
  /** Open findings of the pull request, new and old, as far as they are known. */
  counts: Counts;
  /** Open alerts of enforced rules, committed secrets and the like: they fail whatever else happened. */
  enforced: number;
  /** Open findings that the critique did not come to. */
  unverified: number;
  /** True when `pullRequestId` was given as an input. */
  idWasGiven: boolean;
  /** Set where this very iteration may yet be merged: another run took it over, or the pull request may be reactivated. */
  isUndecided?: true;
}

/** What the world is told. No status means that none is posted, and one posted earlier is left as it is. */
export interface Ending {
  status: StatusState | null;
  result: TaskResult;
  outcome: Outcome;
  verdict: Verdict;
}

type Policy = Pick<Settings, 'failOn' | 'onReviewerError'>;
type Row = (facts: Facts, policy: Policy) => Ending;

/** The results table of docs/configuration.md, row by row. */
export const RESULTS: Readonly<Record<Situation, Row>> = {
  reviewed: (facts, policy) => ({ ...verdictRow(facts, policy), outcome: 'reviewed' }),
  nothingInScope: (facts, policy) => ({
    ...verdictRow(facts, policy),
    outcome: 'skipped',
    verdict: isEmpty(facts.counts) ? 'NONE' : verdictOf(facts.counts),
  }),
  partlyReviewed: (facts, policy) => {
    const known = verdictRow(facts, policy);
    const mayPass = policy.onReviewerError === 'pass' && facts.unverified === 0;
    const status = facts.counts.blockers > 0 ? 'failed' : mayPass ? 'succeeded' : 'error';
    const verdict = known.verdict === 'PASS' ? 'NONE' : known.verdict;
    return { status, result: worst(known.result, troubled(policy)), outcome: 'partlyReviewed', verdict };
  },
  /** Two rows at once: the worst of each wins, so that `pass` does not hide that the run was stopped. */
  partlyStopped: (facts, policy) => {
    const known = verdictRow(facts, policy);
    const verdict = known.verdict === 'PASS' ? 'NONE' : known.verdict;
    const status = facts.counts.blockers > 0 ? 'failed' : 'error';
    return { status, result: worst(known.result, troubled(policy)), outcome: 'partlyReviewed', verdict };
  },
  reviewerFailed: (facts, policy) => {
    const mayPass = policy.onReviewerError === 'pass' && facts.counts.blockers === 0;
    const status = facts.enforced > 0 ? 'failed' : mayPass ? 'succeeded' : 'error';
    return notReviewed(status, facts, policy);
  },
  stopped: (facts, policy) => notReviewed(facts.enforced > 0 ? 'failed' : 'error', facts, policy),
  draftSkipped: () => skipped('Succeeded'),
  skippedByRule: () => ({ ...skipped('Succeeded'), status: 'succeeded' }),
  switchedOff: () => ({ ...skipped('Succeeded'), status: 'succeeded' }),
  skippedByAuthor: (_, { onReviewerError }) => ({
    ...skipped(onReviewerError === 'block' ? 'Failed' : 'Succeeded'),
    status: 'pending',
  }),
  superseded: ({ isUndecided }, { onReviewerError }) =>
    skipped(isUndecided && onReviewerError === 'block' ? 'Failed' : 'Succeeded'),
  notAPullRequest: () => skipped('Succeeded'),
  /** Silence of static analysis alone is no pass. */
  analysed: (facts, policy) => {
    const known = verdictRow(facts, policy);
    return { ...known, outcome: 'skipped', verdict: known.verdict === 'PASS' ? 'NONE' : known.verdict };
  },
  otherRunMode: () => skipped('Succeeded'),
  setUpAtFault: () => skipped('SucceededWithIssues'),
  pullRequestNotFound: (facts, policy) => ({
    status: null,
    result: facts.idWasGiven ? 'Failed' : troubled(policy),
    outcome: 'notReviewed',
    verdict: 'NONE',
  }),
  badInput: () => ({ status: 'error', result: 'Failed', outcome: 'notReviewed', verdict: 'NONE' }),
};

/** A whole review, and whatever is known to be wrong when there is none. */
function verdictRow({ counts }: Facts, { failOn }: Policy): Omit<Ending, 'outcome'> {
  const verdict = verdictOf(counts);
  const status = verdict === 'FAIL' ? 'failed' : 'succeeded';
  const fails = (verdict === 'FAIL' && failOn !== 'never') || (verdict === 'ADVISORY' && failOn === 'warning');
  return { status, result: fails ? 'Failed' : 'Succeeded', verdict };
}

/** Without a review only what blocks for certain is told as a verdict. */
function notReviewed(status: StatusState, facts: Facts, policy: Policy): Ending {
  const enforced = { ...facts, counts: { blockers: facts.enforced, warnings: 0, suggestions: 0 } };
  const known = verdictRow(enforced, policy);
  const verdict = facts.enforced > 0 ? 'FAIL' : 'NONE';
  return { status, result: worst(known.result, troubled(policy)), outcome: 'notReviewed', verdict };
}

function skipped(result: TaskResult): Ending {
  return { status: null, result, outcome: 'skipped', verdict: 'NONE' };
}

function troubled({ onReviewerError }: Policy): TaskResult {
  return onReviewerError === 'block' ? 'Failed' : 'SucceededWithIssues';
}

export function worst(...results: TaskResult[]): TaskResult {
  const order: TaskResult[] = ['Failed', 'SucceededWithIssues', 'Succeeded'];
  return order.find((result) => results.includes(result)) ?? 'Succeeded';
}

function isEmpty({ blockers, warnings, suggestions }: Counts): boolean {
  return blockers + warnings + suggestions === 0;
}
