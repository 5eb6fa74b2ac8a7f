import assert from 'node:assert/strict';
import { cancelled } from '../../src/errors';
import type { FixWorld } from '../../src/fix-world';
import { answerMarkIn } from '../../src/steps/texts/answer';
import { hasBubblewrap } from '../work/workbench';
import { startWiredScene, type WiredScene } from './wired-scene';
import { FIX, finish, VALIDATE } from './work-scene';

const INPUTS = { validationCommand: 'grep -q "i < numbers" src/sum.js', testResults: '' };

/** A step of a run, by the call that it begins with: port, method, and which of its calls. */
type Phase = readonly [port: keyof FixWorld, method: string, nth: number];

/** The button on the page is pressed in the very moment in which the phase begins. */
function cancelAt([port, method, nth]: Phase, cancel: () => void, reached: () => void) {
  let calls = 0;
  const watched = <Value>(value: Value): Value =>
    typeof value !== 'object' || value === null
      ? value
      : new Proxy(value, {
          get(target, name, receiver) {
            const member = Reflect.get(target, name, receiver);
            if (typeof member !== 'function') return watched(member);
            return (...words: unknown[]) => {
              if (name === method && ++calls === nth) {
                reached();
                cancel();
              }
              return Reflect.apply(member, target, words);
            };
          },
        });
  return (world: FixWorld): FixWorld => {
    const own = world[port];
    const wrapped =
      typeof own === 'function'
        ? (...words: unknown[]) => watched((own as (...all: unknown[]) => unknown)(...words))
        : watched(own);
    return Object.assign(Object.create(Object.getPrototypeOf(world)), world, { [port]: wrapped });
  };
}

(hasBubblewrap() ? describe : describe.skip)('a run that is cancelled', () => {
  let scene: WiredScene;
  beforeEach(async () => {
    scene = await startWiredScene();
    scene.play(({ turn }) => [{ calls: [FIX] }, { calls: [VALIDATE] }][turn] ?? finish('Mended.'));
  });
  afterEach(() => scene.close());

  async function cancelledAt(phase: Phase, inputs: Record<string, string>, build?: Parameters<WiredScene['work']>[1]) {
    const button = new AbortController();
    let isReached = false;
    const around = cancelAt(
      phase,
      () => button.abort(cancelled()),
      () => {
        isReached = true;
      },
    );
    const run = await scene
      .work({ ...INPUTS, ...inputs }, { ...build, signal: button.signal, around })
      .catch((error: unknown) => ({ error }));
    assert.ok(isReached, `${phase.join(' ')} is never reached`);
    return run;
  }

  const marks = () =>
    scene.pullRequest.threads
      .flatMap(({ comments }) => comments)
      .filter(({ isDeleted }) => !isDeleted)
      .flatMap((comment) => answerMarkIn(comment) ?? []);
  const reservations = () =>
    [...scene.azure.collection.builds.values()]
      .flatMap(({ tags }) => [...tags])
      .filter((tag) => tag === 'second-pass-usd-2.00');

  const ofPlan: readonly Phase[] = [
    ['comments', 'comment', 1],
    ['host', 'apply', 1],
    ['comments', 'thread', 2],
    ['pipelines', 'setTags', 1],
    ['host', 'conversation', 1],
    ['workshops', 'open', 1],
    ['model', 'ask', 1],
    ['model', 'ask', 3],
    ['code', 'find', 1],
    ['code', 'write', 1],
    ['workshops', 'open', 2],
    ['code', 'patch', 1],
    ['host', 'apply', 2],
  ];
  for (const phase of ofPlan) {
    it(`while it plans, at ${phase.join(' ')}: writes nothing to a branch, leaves nothing on the agent, and whoever was promised an answer has one`, async () => {
      await cancelledAt(phase, { comment: scene.ask('/second-pass fix the sum') });
      assert.deepEqual([scene.azure.collection.pushes, scene.azure.collection.pullRequests.size], [[], 1]);
      assert.deepEqual(scene.leftFolders(), []);
      assert.deepEqual(
        marks().filter(({ state }) => state === 'claimed'),
        [],
      );
      assert.deepEqual(reservations(), []);
    });
  }

  /** Plans, publishes the plan, and answers with what apply needs; nobody has to approve in these tests. */
  async function planned() {
    const { record, world, build } = await scene.work({ ...INPUTS, comment: scene.ask('/second-pass fix the sum') });
    const content = (name: string) => world.left.find((file) => file.name === name)?.content ?? '';
    scene.azure.publishArtifact(build, 'second-pass-plan', {
      'plan.json': content('plan.json'),
      'change.patch': content('change.patch'),
    });
    return { build, inputs: { runMode: 'apply', planHash: record.planHash ?? '', requireApproval: 'false' } };
  }

  // What is cancelled before the push writes nothing, so that one plan serves for all of these.
  const ofApply: readonly (readonly Phase[])[] = [
    [
      ['pipelines', 'artifact', 1],
      ['comments', 'comment', 1],
      ['writer', 'rights', 1],
      ['writer', 'rebuild', 1],
      ['writer', 'commit', 1],
      ['writer', 'push', 1],
    ],
    [['writer', 'open', 1]],
    [['writer', 'setProperty', 1]],
    [['host', 'apply', 1]],
  ];
  for (const phases of ofApply) {
    it(`while it applies, at ${phases.map((phase) => phase.join(' ')).join(', ')}: the next run finishes it, with one branch, one pull request and one answer`, async () => {
      const { build, inputs } = await planned();
      for (const phase of phases) await cancelledAt(phase, inputs, { build });
      assert.deepEqual(scene.leftFolders(), []);
      const { record } = await scene.work({ ...INPUTS, ...inputs }, { build });
      assert.equal(record.situation, 'applied', record.problems.join());
      assert.deepEqual([scene.azure.collection.pushes.length, scene.azure.collection.pullRequests.size], [1, 2]);
      assert.equal(scene.answers().filter((one) => one.includes('Applied')).length, 1);
    });
  }
});
