import assert from 'node:assert/strict';
import { FIX_RESULTS, type FixSituation } from '../../../src/steps/verdict/fix-results';

/** Row by row, as docs/fix.md tells them. */
const ROWS: Readonly<Record<FixSituation, string>> = {
  quiet: 'Succeeded refused',
  notARequest: 'Failed refused',
  refused: 'Succeeded refused',
  accepted: 'Succeeded ',
  planned: 'Succeeded planned',
  answered: 'Succeeded answered',
  applied: 'Succeeded applied',
  nothingToDo: 'SucceededWithIssues nothingToDo',
  gaveUp: 'SucceededWithIssues gaveUp',
  notProven: 'SucceededWithIssues notProven',
  unprovenApply: 'Failed notProven',
  checkFailed: 'Failed refused',
  failed: 'Failed failed',
  stopped: 'SucceededWithIssues gaveUp',
  stoppedWithPlan: 'SucceededWithIssues planned',
  applyRefused: 'Failed refused',
  otherRunMode: 'Succeeded ',
  setUpAtFault: 'SucceededWithIssues ',
  badInput: 'Failed failed',
};

describe('results of the second task', () => {
  for (const [situation, row] of Object.entries(ROWS)) {
    it(`${situation}: have the result and the outcome of their row`, () => {
      const { result, outcome } = FIX_RESULTS[situation as FixSituation];
      assert.equal(`${result} ${outcome}`, row);
    });
  }

  it('no run that could not do what was asked looks like one that could', () => {
    for (const situation of [
      'notARequest',
      'unprovenApply',
      'checkFailed',
      'failed',
      'applyRefused',
      'badInput',
    ] as const)
      assert.equal(FIX_RESULTS[situation].result, 'Failed', situation);
  });
});
