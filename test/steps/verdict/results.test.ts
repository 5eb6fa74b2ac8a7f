import assert from 'node:assert/strict';
import { type Facts, RESULTS, type Situation } from '../../../src/steps/verdict/results';

type Policy = Parameters<(typeof RESULTS)['reviewed']>[1];

const clean = facts(0, 0, 0);
const suggested = facts(0, 0, 1);
const warned = facts(0, 1, 0);
const blocked = facts(1, 0, 0);
const both = facts(2, 3, 1);
/** A blocker of an enforced rule. */
const enforced = { ...facts(1, 0, 0), enforced: 1 };

/** Situation, facts, what differs from the default policy; then status, result, outcome and verdict. */
const ROWS: readonly [Situation, Facts, Partial<Policy>, string][] = [
  ['reviewed', clean, {}, 'succeeded Succeeded reviewed PASS'],
  ['reviewed', suggested, {}, 'succeeded Succeeded reviewed PASS'],
  ['reviewed', suggested, { failOn: 'warning' }, 'succeeded Succeeded reviewed PASS'],
  ['reviewed', warned, {}, 'succeeded Succeeded reviewed ADVISORY'],
  ['reviewed', warned, { failOn: 'warning' }, 'succeeded Failed reviewed ADVISORY'],
  ['reviewed', warned, { failOn: 'never' }, 'succeeded Succeeded reviewed ADVISORY'],
  ['reviewed', blocked, {}, 'failed Failed reviewed FAIL'],
  ['reviewed', blocked, { failOn: 'warning' }, 'failed Failed reviewed FAIL'],
  ['reviewed', blocked, { failOn: 'never' }, 'failed Succeeded reviewed FAIL'],
  ['reviewed', both, { onReviewerError: 'block' }, 'failed Failed reviewed FAIL'],

  ['nothingInScope', clean, {}, 'succeeded Succeeded skipped NONE'],
  ['nothingInScope', clean, { onReviewerError: 'block' }, 'succeeded Succeeded skipped NONE'],
  ['nothingInScope', blocked, {}, 'failed Failed skipped FAIL'],
  ['nothingInScope', warned, {}, 'succeeded Succeeded skipped ADVISORY'],

  ['partlyReviewed', clean, {}, 'error SucceededWithIssues partlyReviewed NONE'],
  ['partlyReviewed', clean, { onReviewerError: 'block' }, 'error Failed partlyReviewed NONE'],
  ['partlyReviewed', clean, { onReviewerError: 'pass' }, 'succeeded SucceededWithIssues partlyReviewed NONE'],
  ['partlyReviewed', warned, { onReviewerError: 'pass' }, 'succeeded SucceededWithIssues partlyReviewed ADVISORY'],
  ['partlyReviewed', warned, { failOn: 'warning' }, 'error Failed partlyReviewed ADVISORY'],
  ['partlyReviewed', blocked, {}, 'failed Failed partlyReviewed FAIL'],
  ['partlyReviewed', blocked, { onReviewerError: 'pass' }, 'failed Failed partlyReviewed FAIL'],
  ['partlyReviewed', blocked, { failOn: 'never' }, 'failed SucceededWithIssues partlyReviewed FAIL'],

  ['partlyStopped', clean, {}, 'error SucceededWithIssues partlyReviewed NONE'],
  ['partlyStopped', clean, { onReviewerError: 'pass' }, 'error SucceededWithIssues partlyReviewed NONE'],
  ['partlyStopped', clean, { onReviewerError: 'block' }, 'error Failed partlyReviewed NONE'],
  ['partlyStopped', blocked, { onReviewerError: 'pass' }, 'failed Failed partlyReviewed FAIL'],

  ['reviewerFailed', clean, {}, 'error SucceededWithIssues notReviewed NONE'],
  ['reviewerFailed', clean, { onReviewerError: 'block' }, 'error Failed notReviewed NONE'],
  ['reviewerFailed', clean, { onReviewerError: 'pass' }, 'succeeded SucceededWithIssues notReviewed NONE'],
  [
    'partlyReviewed',
    { ...facts(0, 1, 0), unverified: 1 },
    { onReviewerError: 'pass' },
    'error SucceededWithIssues partlyReviewed ADVISORY',
  ],
  ['reviewerFailed', enforced, {}, 'failed Failed notReviewed FAIL'],
  ['reviewerFailed', enforced, { onReviewerError: 'pass' }, 'failed Failed notReviewed FAIL'],
  ['reviewerFailed', enforced, { failOn: 'never' }, 'failed SucceededWithIssues notReviewed FAIL'],

  ['stopped', clean, {}, 'error SucceededWithIssues notReviewed NONE'],
  ['stopped', clean, { onReviewerError: 'block' }, 'error Failed notReviewed NONE'],
  ['stopped', clean, { onReviewerError: 'pass' }, 'error SucceededWithIssues notReviewed NONE'],
  ['stopped', enforced, { onReviewerError: 'pass' }, 'failed Failed notReviewed FAIL'],

  ['draftSkipped', clean, { onReviewerError: 'block', failOn: 'warning' }, '- Succeeded skipped NONE'],
  ['skippedByAuthor', clean, {}, 'pending Succeeded skipped NONE'],
  ['skippedByAuthor', clean, { onReviewerError: 'block' }, 'pending Failed skipped NONE'],
  ['skippedByRule', clean, { onReviewerError: 'block', failOn: 'warning' }, 'succeeded Succeeded skipped NONE'],
  ['switchedOff', clean, { onReviewerError: 'block', failOn: 'warning' }, 'succeeded Succeeded skipped NONE'],
  ['analysed', clean, {}, 'succeeded Succeeded skipped NONE'],
  ['analysed', warned, { failOn: 'warning' }, 'succeeded Failed skipped ADVISORY'],
  ['analysed', blocked, {}, 'failed Failed skipped FAIL'],
  ['superseded', both, { onReviewerError: 'block', failOn: 'warning' }, '- Succeeded skipped NONE'],
  ['superseded', { ...clean, isUndecided: true }, {}, '- Succeeded skipped NONE'],
  ['superseded', { ...clean, isUndecided: true }, { onReviewerError: 'block' }, '- Failed skipped NONE'],
  ['notAPullRequest', clean, { onReviewerError: 'block' }, '- Succeeded skipped NONE'],
  ['otherRunMode', clean, { onReviewerError: 'block' }, '- Succeeded skipped NONE'],
  ['setUpAtFault', clean, { onReviewerError: 'block' }, '- SucceededWithIssues skipped NONE'],

  ['pullRequestNotFound', clean, {}, '- SucceededWithIssues notReviewed NONE'],
  ['pullRequestNotFound', clean, { onReviewerError: 'block' }, '- Failed notReviewed NONE'],
  ['pullRequestNotFound', clean, { onReviewerError: 'pass' }, '- SucceededWithIssues notReviewed NONE'],
  ['pullRequestNotFound', { ...clean, idWasGiven: true }, {}, '- Failed notReviewed NONE'],
  ['pullRequestNotFound', { ...clean, idWasGiven: true }, { onReviewerError: 'pass' }, '- Failed notReviewed NONE'],

  ['badInput', clean, {}, 'error Failed notReviewed NONE'],
  ['badInput', clean, { onReviewerError: 'pass', failOn: 'never' }, 'error Failed notReviewed NONE'],
];

describe('the results table', () => {
  for (const [situation, given, policy, expected] of ROWS) {
    const { blockers, warnings, suggestions } = given.counts;
    const counts = `${blockers}/${warnings}/${suggestions}${given.enforced ? ' enforced' : ''}${given.idWasGiven ? ' id given' : ''}${given.isUndecided ? ' taken over' : ''}`;
    it(`${situation} ${counts} ${JSON.stringify(policy)}`, () => {
      const ending = RESULTS[situation](given, { failOn: 'blocker', onReviewerError: 'warn', ...policy });
      assert.equal(`${ending.status ?? '-'} ${ending.result} ${ending.outcome} ${ending.verdict}`, expected);
    });
  }

  it('has a row here for each situation', () => {
    const tested = new Set<string>(ROWS.map(([situation]) => situation));
    assert.deepEqual(
      Object.keys(RESULTS).filter((situation) => !tested.has(situation)),
      [],
    );
  });

  it('a run that could not review never looks like a pass', () => {
    for (const situation of ['partlyReviewed', 'reviewerFailed', 'stopped', 'badInput'] as const) {
      for (const onReviewerError of ['block', 'warn', 'pass'] as const) {
        for (const failOn of ['blocker', 'warning', 'never'] as const) {
          for (const given of [clean, suggested, warned, blocked, enforced]) {
            const ending = RESULTS[situation](given, { onReviewerError, failOn });
            assert.notEqual(ending.verdict, 'PASS');
            assert.notEqual(ending.result, 'Succeeded');
            if (given.enforced > 0 && situation !== 'badInput') assert.equal(ending.status, 'failed');
          }
        }
      }
    }
  });
});

function facts(blockers: number, warnings: number, suggestions: number): Facts {
  return { counts: { blockers, warnings, suggestions }, enforced: 0, unverified: 0, idWasGiven: false };
}
