import assert from 'node:assert/strict';
import { aggregateOf } from '../../../src/steps/insights/aggregate';
import { figuresOf } from '../../../src/steps/insights/figures';
import { headLines } from '../../../src/steps/insights/figures-text';
import { factsOf } from '../../../src/steps/insights/pull-request-facts';
import { madeUpPullRequests } from './made-up-pull-requests';

const COUNTING = { identities: [], key: null };
const NOTHING_LEFT_OUT = { pullRequests: 0, repositories: [] };

describe('figures in words', () => {
  it('say what is not there yet', () => {
    const lines = new Map(headLines(figuresOf(aggregateOf([], '2026-11-27T02:00:00.000Z', NOTHING_LEFT_OUT))));
    assert.equal(lines.get('went in with an open blocker'), 'no pull request is completed yet');
    assert.equal(lines.get('time to fix'), 'nothing is fixed yet');
    assert.equal(lines.get('acted on'), 'too few to tell (0 cases)');
  });

  it('are written as the reader writes them', () => {
    const facts = madeUpPullRequests(2_000, { repositories: 3, weeks: 4 }).map((read) => factsOf(read, COUNTING));
    const figures = figuresOf(aggregateOf(facts, '2026-11-27T02:00:00.000Z', NOTHING_LEFT_OUT));
    const forms = { count: (value: number) => `n${value}`, share: () => 'a share', money: () => 'money' };
    const lines = new Map(headLines(figures, forms));
    assert.match(lines.get('acted on') ?? '', /^a share of n\d+ cases$/);
    assert.match(lines.get('cost') ?? '', /^money; money for a pull request \(median of n\d+\)$/);
    assert.match(lines.get('coverage') ?? '', /^a share of n2000$/);
    assert.match(lines.get('went in with an open blocker') ?? '', /^n\d+ of n\d+ completed pull requests$/);
  });
});
