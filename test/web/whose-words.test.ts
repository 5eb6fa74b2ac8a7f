import assert from 'node:assert/strict';
import type { Identity, Thread } from '../../src/ports/code-host';
import type { PullRequestContent } from '../../web/pages/pull-request/state';
import type { Rest } from '../../web/rest/rest';
import { readPullRequest } from '../../web/watch/pull-request';
import { BOT, findingThread, PLACE, RAJ, trackingThread } from '../steps/insights/made-up';

const COLLECTION = 'https://dev.azure.com/fabrikam/';

const TASK = '94c84032-3b8e-4468-8a5b-4f6d3482689e';

/** A status that leads to a run, and whom the record of that run says to have posted. */
interface Posted {
  by: Identity;
  run: number;
  postedAs: Identity;
  /** Set where a step of another task attached that record. */
  isForged?: true;
}

/** Stands for the collection: the threads of one pull request, its statuses, and the runs that they lead to. */
function restOf(threads: readonly Thread[], posted: readonly Posted[]): Rest {
  const list = (value: unknown[]) => ({ count: value.length, value });
  const account = ({ id, name }: Identity) => ({ id, displayName: name });
  return {
    async json(path) {
      if (path.endsWith('/threads'))
        return list(
          threads.map(({ comments, ...thread }) => ({
            ...thread,
            comments: comments.map(({ author, ...comment }) => ({ ...comment, author: account(author) })),
          })),
        );
      if (path.endsWith('/statuses'))
        return list(
          posted.map(({ by, run }, at) => ({
            context: { genre: 'second-pass', name: 'review' },
            state: 'succeeded',
            createdBy: account(by),
            iterationId: 1,
            targetUrl: `${COLLECTION}shop/_build/results?buildId=${run}`,
            creationDate: new Date(1000 * at).toISOString(),
          })),
        );
      const timeline = /builds\/(\d+)\/timeline\//.exec(path)?.[1];
      if (timeline) {
        const isForged = posted.some((one) => one.run === Number(timeline) && one.isForged);
        return { records: [{ id: timeline.padStart(36, '0'), task: { id: isForged ? 'other' : TASK } }] };
      }
      const run = /builds\/(\d+)\/attachments/.exec(path)?.[1] ?? '';
      const part = run.padStart(36, '0');
      const href = `${COLLECTION}builds/${run}/${part}/${part}/attachments/t/review`;
      return list(run === '' ? [] : [{ name: 'review', _links: { self: { href } } }]);
    },
    async text(path) {
      const run = Number(/builds\/(\d+)\//.exec(path)?.[1]);
      return JSON.stringify({ recordVersion: 9, cost: {}, postedAs: posted.find((one) => one.run === run)?.postedAs });
    },
  };
}

describe('whose words the tab of a pull request shows', () => {
  const threads = [trackingThread(1, {}, PLACE, RAJ), trackingThread(2, {}), findingThread({ id: 3 })];

  async function shown(posted: readonly Posted[]): Promise<PullRequestContent | undefined> {
    let last: PullRequestContent | undefined;
    await readPullRequest({
      rest: restOf(threads, posted),
      place: { project: 'shop', repositoryId: 'repo-1', pullRequestId: 7 },
      ...{ url: `${COLLECTION}shop/_git/shop/pullrequest/7`, collectionUrl: COLLECTION },
      tell: (content) => {
        last = content;
      },
    });
    return last;
  }
  async function writers(posted: readonly Posted[]): Promise<string[]> {
    const content = await shown(posted);
    return content?.kind === 'stories'
      ? content.stories.map(({ writtenBy, open }) => `${writtenBy.name}: ${open.length}`)
      : [];
  }
  async function confirmed(posted: readonly Posted[]): Promise<string | undefined> {
    const content = await shown(posted);
    return content?.kind === 'stories' ? content.confirmed : undefined;
  }
  const ours: Posted = { by: BOT, run: 5, postedAs: BOT };

  it('are ours, though somebody wrote a comment of our form first', async () => {
    assert.deepEqual(await writers([ours]), [`${BOT.name}: 1`]);
  });

  it('are ours, though they posted a status too, which leads to our run', async () => {
    assert.deepEqual(await writers([ours, { by: RAJ, run: 5, postedAs: BOT }]), [`${BOT.name}: 1`]);
  });

  it('are ours, though that status leads to a run of theirs, whose record names them', async () => {
    assert.deepEqual(await writers([ours, { by: RAJ, run: 6, postedAs: RAJ, isForged: true }]), [`${BOT.name}: 1`]);
  });

  it('are confirmed by a record that a step of ours attached, and by nothing else', async () => {
    assert.equal(await confirmed([ours]), BOT.id);
    assert.equal(await confirmed([{ by: RAJ, run: 6, postedAs: RAJ, isForged: true }]), '');
    assert.equal(await confirmed([{ by: RAJ, run: 5, postedAs: BOT }]), '');
  });

  it('are ours, though that status leads to another run', async () => {
    assert.deepEqual(await writers([ours, { by: RAJ, run: 6, postedAs: BOT }]), [`${BOT.name}: 1`]);
  });
});
