import assert from 'node:assert/strict';
import type { PullRequest } from '../../../src/ports/code-host';
import { reviewedPaths, whyNotReviewed, whySuperseded, whyYields } from '../../../src/steps/verdict/situation';

const pullRequest = (id: number, state: PullRequest['state'] = 'active') =>
  ({ state, iteration: { id } }) as PullRequest;

describe('why a run stops', () => {
  for (const [state, isDraft, reviewDrafts, situation] of [
    ['active', false, true, undefined],
    ['active', true, true, undefined],
    ['active', true, false, 'draftSkipped'],
    ['completed', false, true, 'superseded'],
    ['abandoned', true, true, 'superseded'],
  ] as const) {
    it(`${state}${isDraft ? ' draft' : ''}, reviewDrafts ${reviewDrafts}: ${situation ?? 'it does not'}`, () => {
      assert.equal(whyNotReviewed({ state, isDraft }, { reviewDrafts })?.situation, situation);
    });
  }

  it('is a newer iteration, a pull request that was closed, or another run', () => {
    assert.equal(whySuperseded(pullRequest(3), pullRequest(3)), undefined);
    assert.match(whySuperseded(pullRequest(3), pullRequest(4))?.problems[0] ?? '', /iteration 4 appeared/);
    assert.match(whySuperseded(pullRequest(3), pullRequest(3, 'completed'))?.problems[0] ?? '', /completed/);
    assert.match(whyYields({ run: 'build 7 1', iteration: 3 }).problems[0] ?? '', /build 7 1/);
  });
});

describe('a file was reviewed whole', () => {
  const chunk = (paths: readonly string[], given: { failure?: object; clipped?: string } = {}) => ({
    ...(given.failure ? { failure: given.failure } : {}),
    prompt: {
      chunk: { files: paths.map((path) => ({ file: { path }, ...(given.clipped ? { clipped: given.clipped } : {}) })) },
    },
  });

  it('when all of its parts were, and nothing was cut', () => {
    const chunks = [
      chunk(['a', 'b']),
      chunk(['b'], { failure: {} }),
      chunk(['c'], { clipped: 'long lines' }),
      chunk(['d']),
      chunk(['d']),
    ];
    assert.deepEqual([...reviewedPaths(chunks)], ['a', 'd']);
  });
});
