import assert from 'node:assert/strict';
import { type StoryFacts, storiesOf } from '../../../src/steps/insights/story';
import { BOT, DANA, findingThread, MINUTE, PLACE, RAJ, status, trackingThread } from './made-up';

const facts: StoryFacts = {
  pullRequest: { id: 7, repositoryId: 'repo-1', author: DANA },
  iteration: 3,
  dismissal: 'notAuthor',
  statuses: [
    status(1, 'FAIL: 1 blocker, 1 warning, 0 suggestions', MINUTE),
    status(2, 'FAIL: 1 blocker, 0 warnings, 0 suggestions', 9 * MINUTE),
    status(3, 'PASS: 0 blockers, 0 warnings, 0 suggestions', 10 * MINUTE, DANA),
  ],
  threads: [
    trackingThread(1, { spentUsd: 0.42 }),
    findingThread({ id: 2, openedAt: 2 * MINUTE }),
    findingThread({ id: 3, severity: 'blocker', openedAt: 10 * MINUTE }),
    findingThread({ id: 4, status: 'fixed', replies: [{ by: BOT, words: 'Fixed in abc', at: 5 * MINUTE }] }),
    findingThread({
      id: 5,
      severity: 'blocker',
      status: 'wontFix',
      replies: [{ by: DANA, words: 'accepted: it is only a demo' }],
    }),
    findingThread({
      id: 6,
      severity: 'blocker',
      status: 'byDesign',
      replies: [{ by: RAJ, words: 'accepted: the caller checks it' }],
    }),
    findingThread({ id: 7, status: 'wontFix', isDeleted: true }),
    findingThread({ id: 8, by: DANA, title: 'Forged' }),
  ],
};

describe('the story of a pull request', () => {
  const [story] = storiesOf(facts).stories;

  it('is told by iterations, and says when the newest push was not reviewed', () => {
    assert.equal(story?.writtenBy.name, BOT.name);
    assert.deepEqual(
      story?.iterations.map(({ iteration, verdict, url }) => [iteration, verdict, url]),
      [
        [1, 'FAIL', 'https://host/run/1'],
        [2, 'FAIL', 'https://host/run/2'],
      ],
    );
    assert.equal(story?.isNewestReviewed, false);
    assert.match(story?.notes[0] ?? '', /posted as “succeeded” on iteration 3 by Dana/);
    assert.equal(story?.spentUsd, 0.42);
  });

  it('takes no word of a status for a verdict that its state does not bear out', () => {
    const states = ['error', 'failed', 'pending'].map((state, at) => ({
      ...status(at + 1, 'PASS: 0 blockers', at),
      state,
    }));
    const [story] = storiesOf({ ...facts, statuses: states }).stories;
    assert.deepEqual(
      story?.iterations.map(({ verdict }) => verdict),
      [null, null, null],
    );
  });

  it('lists what is open, blockers first, with the iteration it is from', () => {
    assert.deepEqual(
      story?.open.map(({ threadId, severity, since, line }) => [threadId, severity, since, line]),
      [
        [3, 'blocker', 2, 13],
        [2, 'warning', 1, 12],
      ],
    );
  });

  it('tells who decided what and why, and whether it may count', () => {
    const decided = new Map(story?.decided.map((one) => [one.threadId, one]));
    assert.deepEqual(
      [decided.get(4)?.how, decided.get(4)?.isOurs, decided.get(4)?.words],
      ['fixed', true, 'Fixed in abc'],
    );
    assert.match(decided.get(5)?.whyItCounts ?? '', /the last word is by Dana, an author/);
    assert.deepEqual(
      [decided.get(6)?.by, decided.get(6)?.words, decided.get(6)?.whyItCounts],
      ['Raj', 'accepted: the caller checks it', ''],
    );
  });

  it('keeps what somebody else wrote with our marks apart', () => {
    assert.deepEqual(storiesOf(facts).foreign, [{ threadId: 8, by: DANA }]);
    const known = [...(story?.open ?? []), ...(story?.decided ?? [])];
    assert.ok(known.every(({ threadId }) => threadId !== 8));
  });

  it('is not that of somebody who wrote a comment of our form before the first run', () => {
    const early = trackingThread(0, {}, PLACE, RAJ);
    const { stories, foreign } = storiesOf({ ...facts, threads: [early, ...facts.threads] });
    assert.deepEqual(
      stories.map(({ writtenBy, open }) => [writtenBy.name, open.length]),
      [[BOT.name, 2]],
    );
    assert.deepEqual(
      foreign.map(({ threadId, by }) => [threadId, by.name]),
      [
        [0, 'Raj'],
        [8, 'Dana'],
      ],
    );
  });

  it('believes a run about who posts, and is empty where nothing was written', () => {
    assert.equal(storiesOf({ ...facts, postedAs: DANA }).stories[0]?.writtenBy.name, 'Dana');
    assert.deepEqual(storiesOf({ ...facts, threads: [], statuses: [] }), { stories: [], foreign: [] });
  });
});
