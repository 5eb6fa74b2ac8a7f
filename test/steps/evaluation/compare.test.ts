import assert from 'node:assert/strict';
import { compareCases } from '../../../src/steps/evaluation/compare';
import type { CaseCounts } from '../../../src/steps/evaluation/measure';

function counts(name: string, given: Partial<CaseCounts>): CaseCounts {
  return {
    ...{ name, changes: 1, cleanChanges: 0, problems: 1, problemsPosted: 0, problemsPostedOrListed: 0, candidates: 4 },
    ...{ posted: 2, postedJudged: 2, postedTrue: 1, postedWorthSaying: 1, postedMatching: 0, postedMatchingOnLines: 0 },
    ...{ postedOnClean: 0, rescinded: 0, rescindedJudged: 0, rescindedRightly: 0, rescindedBy: {} },
    ...{ inputTokens: 100, outputTokens: 10, usd: 0.01 },
    ...given,
  };
}

const cases = (posted: (index: number) => number) =>
  Array.from({ length: 12 }, (_, index) => counts(`case ${index}`, { problemsPosted: posted(index) }));

describe('two evaluations', () => {
  const recall = (before: CaseCounts[], after: CaseCounts[]) =>
    compareCases(before, after).find(({ name }) => name === 'recall') ?? assert.fail();

  it('are told as after less before, with the interval around the difference', () => {
    const { before, after, difference, from, to } = recall(
      cases((index) => Number(index < 4)),
      cases((index) => Number(index < 8)),
    );
    assert.deepEqual([before, after], [4 / 12, 8 / 12]);
    assert.ok(Math.abs((difference ?? 0) - 4 / 12) < 1e-9);
    assert.ok(from !== null && to !== null && from > 0 && from < 4 / 12 && to > 4 / 12 && to < 0.8, `${from} ${to}`);
  });

  it('are paired by case: what only one holds does not count', () => {
    const more = [...cases(() => 1), counts('another', { problemsPosted: 0 })];
    assert.deepEqual(
      [
        recall(
          cases(() => 0),
          more,
        ).before,
        recall(
          cases(() => 0),
          more,
        ).after,
      ],
      [0, 1],
    );
  });

  it('have the same interval each time, and none where nothing can be compared', () => {
    const [a, b] = [cases((index) => index % 2), cases((index) => Number(index % 3 > 0))];
    assert.deepEqual(recall(a, b), recall(a, b));
    const nothing = recall(a, [counts('other', {})]);
    assert.deepEqual([nothing.difference, nothing.from, nothing.to], [null, null, null]);
  });
});
