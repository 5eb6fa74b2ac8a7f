import assert from 'node:assert/strict';
import type { Identity, PullRequest } from '../../../src/ports/code-host';
import { openStage } from '../../demo/stage';
import { smallChange } from '../../end-to-end/small-change';
import type { Attack, Control } from '../attack';
import { packaged } from '../packaged-life';
import { author, colleague, mallory, type Scene, withScene } from '../scene';

const BOT = { id: '00000000-0000-4000-8000-0000000000b0', name: 'Renovate Bot' };

/** A customer skips by a rule; somebody sees to it that the rule is met. */
function skipped(
  tries: string,
  skipWhen: string,
  is: 'pending' | 'succeeded',
  by: Partial<PullRequest>,
  before: readonly Identity[] = [],
): Attack {
  return {
    tries,
    must: is === 'pending' ? 'the status satisfies no policy, and says why' : 'the status succeeds and names the rule',
    through: 'review',
    run: () =>
      withScene({}, async (scene) => {
        scene.host.current = { ...scene.host.current, ...by };
        scene.host.pushedBefore = [...before];
        const record = await scene.run({ inputs: { skipWhen } });
        assert.deepEqual([scene.status(), record.ending.outcome, scene.host.threads.length], [is, 'skipped', 0]);
        assert.match(
          textOf(scene),
          is === 'pending' ? /^NOT REVIEWED, which is no pass: skipWhen “/ : /^Not reviewed by rule/,
        );
      }),
  };
}

function textOf({ host }: Scene): string {
  return host.statuses.get('review')?.description ?? '';
}

/** The build of a pull request that is closed when the run begins, or while the model is asked. */
function closedMeanwhile(
  tries: string,
  must: string,
  result: string,
  by: Partial<PullRequest>,
  isEarly = false,
): Attack {
  return {
    tries,
    must,
    through: 'review',
    run: () =>
      withScene({}, async (scene) => {
        const close = () => {
          scene.host.current = { ...scene.host.current, ...by };
        };
        const { reviewer } = scene;
        const ask: typeof reviewer.ask = (...asked) => {
          close();
          return reviewer.ask(...asked);
        };
        if (isEarly) close();
        const record = await scene.run({
          inputs: { onReviewerError: 'block' },
          world: { model: { ...reviewer, ask } },
        });
        assert.deepEqual([record.situation, record.ending.result], ['superseded', result]);
      }),
  };
}

export const control: Control = {
  promise: 'A review that its author can have skipped alone is no pass.',
  attacks: [
    closedMeanwhile(
      'abandons the pull request while it is reviewed, and reactivates it with the build that let it go, under `block`',
      'that build did not succeed',
      'Failed',
      { state: 'abandoned' },
    ),
    closedMeanwhile(
      'has the build run while the pull request is abandoned, under `block`',
      'it does not succeed',
      'Failed',
      { state: 'abandoned' },
      true,
    ),
    closedMeanwhile(
      'nothing: the pull request is completed while it is reviewed, under `block`',
      'the build succeeds',
      'Succeeded',
      { state: 'completed' },
    ),
    closedMeanwhile(
      'leads the pull request to another branch while it is reviewed, on a server that makes no iteration of that',
      'nothing that was found against the old one is posted, and the build did not succeed',
      'Failed',
      { targetBranch: 'refs/heads/release' },
    ),
    skipped('writes the title that a rule skips', 'title: Merge *', 'pending', { title: 'Merge everything' }),
    skipped('sets the label that a rule skips', 'label: no-review', 'pending', { labels: ['no-review'] }),
    skipped('takes the display name of a bot', 'author: *bot*', 'pending', {
      author: { ...mallory, name: 'Renovate Bot' },
      authorAccount: 'mallory@shop.example',
    }),
    skipped('pushes to the branch of a bot that a rule skips', 'author: renovate@shop.example', 'pending', {
      author: BOT,
      authorAccount: 'renovate@shop.example',
      pushers: [BOT, mallory],
    }),
    skipped(
      'pushes to the branch of a bot before the bot opens the pull request',
      'author: renovate@shop.example',
      'pending',
      { author: BOT, authorAccount: 'renovate@shop.example', pushers: [BOT] },
      [mallory, BOT],
    ),
    skipped(
      'pushes to the fork of a bot, whose pushes nobody can ask for',
      'author: renovate@shop.example',
      'pending',
      {
        author: BOT,
        authorAccount: 'renovate@shop.example',
        pushers: [BOT],
        isFork: true,
      },
    ),
    {
      tries: 'pushes to the fork of a bot, through the agent',
      must: 'the last status is pending',
      through: 'package',
      async run() {
        const stage = await openStage({ repository: smallChange() });
        try {
          const { azureDevOps, repository, sample } = stage;
          const fork = await azureDevOps.addRepository({ directory: sample.folder, name: 'fork', forkOf: repository });
          const forked = await stage.open({ forkSource: fork });
          const { id } = azureDevOps.person('Dana Developer');
          await forked.run({ inputs: { skipWhen: `author: ${id}` } });
          const last = forked.snapshot().statuses.at(-1);
          assert.equal(last?.state, 'pending');
          assert.match(last?.description ?? '', /who else pushed to it is not known here/);
        } finally {
          await stage.close();
        }
      },
    },
    skipped('nothing: a bot alone works on its branch', 'author: renovate@shop.example', 'succeeded', {
      author: BOT,
      authorAccount: 'renovate@shop.example',
      pushers: [BOT],
    }),
    skipped('nothing: a rule names the id of a bot', `author: ${BOT.id}`, 'succeeded', { author: BOT }),
    skipped('nothing: a branch that nobody releases from is skipped', 'target: archive/*', 'succeeded', {
      targetBranch: 'refs/heads/archive/2020',
    }),
    {
      tries: 'makes the reviewer fail after a review has failed, where `onReviewerError` is `pass`',
      must: 'the status does not become green while the blocker is known',
      through: 'review',
      run: () =>
        withScene({}, async (scene) => {
          await scene.run();
          scene.push({ ...scene.source, 'README.md': 'b\n' });
          const model = { ...scene.reviewer, ask: () => Promise.reject(new Error('refused')) };
          await scene.run({ inputs: { onReviewerError: 'pass' }, world: { model } });
          assert.equal(scene.status(), 'error');
        }),
    },
    {
      tries: 'writes the title that a rule skips after a review has failed',
      must: 'the status does not become green',
      through: 'review',
      run: () =>
        withScene({}, async (scene) => {
          await scene.run();
          assert.equal(scene.status(), 'failed');
          scene.host.current = { ...scene.host.current, title: 'Merge this', pushers: [author, colleague] };
          await scene.run({ inputs: { skipWhen: 'title: Merge *' } });
          assert.equal(scene.status(), 'pending');
        }),
    },
    packaged(
      'writes, through the agent, the title that a rule skips',
      'the last status is pending',
      ({ skipped: run }) => {
        const last = run.after.statuses.at(-1);
        assert.deepEqual([last?.state, run.outcome.result], ['pending', 'Succeeded']);
        assert.match(last?.description ?? '', /^NOT REVIEWED, which is no pass: skipWhen/);
      },
    ),
  ],
};
