import assert from 'node:assert/strict';
import type { FixWorld } from '../../src/fix-world';
import type { Clock } from '../../src/ports/clock';
import { clock as realClock } from '../../src/wiring/clock';
import { pushFiles } from '../fakes/repository-of';
import { hasBubblewrap } from '../work/workbench';
import { startWiredScene, type WiredScene } from './wired-scene';
import { bash, FIX, finish, SAMPLE } from './work-scene';

/** A minute passes in a moment; nothing else is faster. */
const quick: Clock = {
  ...realClock,
  sleep: (milliseconds, signal) => realClock.sleep(milliseconds === 60_000 ? 50 : milliseconds, signal),
};
const NO_VALIDATION = { validationCommand: '', testResults: '' };

(hasBubblewrap() ? describe : describe.skip)('a request that is under way', () => {
  let scene: WiredScene;
  beforeEach(async () => {
    scene = await startWiredScene();
  });
  afterEach(() => scene.close());

  /** Works until something ends it: a command that would take minutes. */
  async function whileWorking(act: (thread: number) => unknown) {
    scene.play(() => bash('sleep 100'));
    const comment = scene.ask('/second-pass fix the sum');
    const thread = scene.pullRequest.threads.at(-1)?.id ?? 0;
    const working = scene.work({ comment, ...NO_VALIDATION }, { clock: quick });
    while (scene.claude.messages().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await act(thread);
    return working;
  }

  const person = (name: string) => scene.azure.as(name, scene.pullRequest.id);
  const endings: [what: string, act: (thread: number) => unknown][] = [
    ['a person says stop', (thread) => person('Somebody Else').reply(thread, '/second-pass stop')],
    ['the request is deleted', (thread) => person('Mona Lisa').deleteComment(thread)],
    ['the pull request is abandoned', () => scene.azure.abandon(scene.pullRequest.id)],
    [
      'somebody pushes to the branch',
      async () => {
        pushFiles(scene.disk, scene.disk.sourceRef, { ...SAMPLE, 'README.md': '# More\n' });
        await scene.azure.pushIteration(scene.pullRequest.id);
      },
    ],
  ];
  for (const [what, act] of endings) {
    it(`ends when ${what}: told, with nothing half-done`, async () => {
      const { record } = await whileWorking(act);
      assert.deepEqual(
        [record.situation, record.ending.result, record.ending.outcome],
        ['stopped', 'SucceededWithIssues', 'gaveUp'],
      );
      assert.match(scene.answers().join(), /\*\*Stopped\.\*\* The work was stopped/);
      assert.deepEqual([scene.azure.collection.pushes, scene.leftFolders()], [[], []]);
      const builds = [...scene.azure.collection.builds.values()];
      assert.deepEqual(
        builds.flatMap(({ tags }) => [...tags]).filter((tag) => tag === 'second-pass-usd-2.00'),
        [],
      );
    });
  }

  const early: [when: string, inputs: Record<string, string>, begun: RegExp][] = [
    ['while it is set up', { setupCommand: 'sleep 100' }, /^Set-up: sleep 100$/],
    ['in the first validation', { validationCommand: 'sleep 100' }, /reached|never/],
    [
      'while the change is proven',
      { validationCommand: 'if grep -q "i < numbers" src/sum.js; then sleep 100; fi' },
      /finish\.$/,
    ],
  ];
  for (const [when, inputs, begun] of early) {
    it(`ends when a person says stop ${when}`, async () => {
      scene.play(({ turn }) => (turn === 0 ? { calls: [FIX] } : finish('The loop ended too late.')));
      const comment = scene.ask('/second-pass fix the sum');
      const thread = scene.pullRequest.threads.at(-1)?.id ?? 0;
      const lines: string[] = [];
      const around = (world: FixWorld) => ({
        ...world,
        log: { ...world.log, info: (line: string) => void lines.push(line) },
      });
      const started = Date.now();
      const working = scene.work({ comment, ...NO_VALIDATION, ...inputs }, { clock: quick, around });
      // Where no line tells of the beginning, two seconds are enough.
      const patience = begun.source.includes('never') ? 2_000 : 20_000;
      const isBegun = () =>
        lines.filter((line) => begun.test(line)).length >= (when.includes('proven') ? 2 : 1) ||
        Date.now() > started + patience;
      while (!isBegun()) await new Promise((resolve) => setTimeout(resolve, 20));
      person('Somebody Else').reply(thread, '/second-pass stop');
      const { record } = await working;
      assert.deepEqual([record.situation, record.ending.outcome], ['stopped', 'gaveUp'], record.headline);
      assert.ok(Date.now() - started < 30_000);
      assert.match(scene.answers().join(), /\*\*Stopped\.\*\* The work was stopped: a person said stop/);
      assert.deepEqual(scene.leftFolders(), []);
    });
  }

  it('goes on when others talk, also of stopping, and when a target branch of its own moves nowhere', async () => {
    scene.play(({ turn }) => (turn === 0 ? bash('sleep 0.4') : finish('Nothing to do.')));
    const comment = scene.ask('/second-pass fix the sum');
    const thread = scene.pullRequest.threads.at(-1)?.id ?? 0;
    const working = scene.work({ comment, ...NO_VALIDATION, targetBranch: 'main' }, { clock: quick });
    while (scene.claude.messages().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    person('Somebody Else').reply(thread, 'Why not stop /second-pass here?');
    person('Somebody Else').addThread('/second-pass stop');
    assert.equal((await working).record.situation, 'nothingToDo');
  });
});
