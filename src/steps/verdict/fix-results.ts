import type { TaskResult } from './results';

/** How a run of the second task ended; one row of the results table (docs/fix.md) each. */
export type FixSituation =
  /** Not for us, a duplicate, our own comment: nobody is answered. */
  | 'quiet'
  | 'notARequest'
  /** Not authorised, edited, too old, fork, switched off, no budget left. */
  | 'refused'
  /** Run mode `gate`: a request that would be worked on. */
  | 'accepted'
  | 'planned'
  | 'answered'
  | 'applied'
  | 'nothingToDo'
  | 'gaveUp'
  | 'notProven'
  /** Apply met a plan that is not proven. */
  | 'unprovenApply'
  | 'checkFailed'
  /** Provider, platform, workshop, set-up or baseline. */
  | 'failed'
  /** Cancelled, `stop`, deadline or budget, with nothing that could be shown. */
  | 'stopped'
  /** The same, with a proven plan. */
  | 'stoppedWithPlan'
  /** Hash, tip, comment, approval or right differs; nothing was written. */
  | 'applyRefused'
  /** Run modes that handle no request of their own. */
  | 'otherRunMode'
  | 'setUpAtFault'
  | 'badInput';

/** The output variable; empty where a run mode handles no request to its end. */
export type FixOutcome =
  | ''
  | 'planned'
  | 'applied'
  | 'answered'
  | 'refused'
  | 'notProven'
  | 'gaveUp'
  | 'nothingToDo'
  | 'failed';

export interface FixEnding {
  result: TaskResult;
  outcome: FixOutcome;
  /** Whether the gate let the request through; always true where apply came to its plan. */
  accepted: boolean;
}

export const FIX_RESULTS: Readonly<Record<FixSituation, FixEnding>> = {
  quiet: { result: 'Succeeded', outcome: 'refused', accepted: false },
  notARequest: { result: 'Failed', outcome: 'refused', accepted: false },
  refused: { result: 'Succeeded', outcome: 'refused', accepted: false },
  accepted: { result: 'Succeeded', outcome: '', accepted: true },
  planned: { result: 'Succeeded', outcome: 'planned', accepted: true },
  answered: { result: 'Succeeded', outcome: 'answered', accepted: true },
  applied: { result: 'Succeeded', outcome: 'applied', accepted: true },
  nothingToDo: { result: 'SucceededWithIssues', outcome: 'nothingToDo', accepted: true },
  gaveUp: { result: 'SucceededWithIssues', outcome: 'gaveUp', accepted: true },
  notProven: { result: 'SucceededWithIssues', outcome: 'notProven', accepted: true },
  unprovenApply: { result: 'Failed', outcome: 'notProven', accepted: true },
  checkFailed: { result: 'Failed', outcome: 'refused', accepted: true },
  failed: { result: 'Failed', outcome: 'failed', accepted: false },
  stopped: { result: 'SucceededWithIssues', outcome: 'gaveUp', accepted: true },
  stoppedWithPlan: { result: 'SucceededWithIssues', outcome: 'planned', accepted: true },
  applyRefused: { result: 'Failed', outcome: 'refused', accepted: true },
  otherRunMode: { result: 'Succeeded', outcome: '', accepted: false },
  setUpAtFault: { result: 'SucceededWithIssues', outcome: '', accepted: false },
  badInput: { result: 'Failed', outcome: 'failed', accepted: false },
};
