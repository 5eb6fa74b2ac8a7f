import assert from 'node:assert/strict';
import { openStage, type Scene, type Stage } from '../demo/stage';
import type { FaultScript } from '../emulators/azure-devops/faults';
import { shownReview } from '../end-to-end/shown';

interface Told {
  value: { commonRefCommit?: unknown }[];
}

const unnamed: FaultScript = {
  match: { method: 'GET', route: /\/iterations\?/, times: 99 },
  answer: 200,
  change: (json) => ({
    ...(json as Told),
    value: (json as Told).value.map(({ commonRefCommit: _, ...rest }) => rest),
  }),
};
const bases = { method: 'GET', route: /\/mergebases\?/i, times: 99 };

describe('an iteration that names no common commit, through the packaged task', function () {
  this.timeout(120_000);
  let stage: Stage;
  let expected: object;

  before(async () => {
    stage = await openStage({ here: true });
    await stage.run();
    expected = threadsOf(stage);
  });
  after(() => stage.close());
  afterEach(() => {
    stage.azureDevOps.clearFaults();
    stage.azureDevOps.git.refused = false;
  });

  const threadsOf = (scene: Scene) => shownReview(scene.snapshot()).threads;
  const gitRequests = () => stage.azureDevOps.requests.filter(({ kind }) => kind === 'git').length;

  const silent: Record<string, FaultScript> = {
    'has no such route': { match: bases, answer: 404 },
    'answers with nothing that is understood': { match: bases, answer: 200, change: () => ({ count: 0, value: null }) },
    'does not allow it': { match: bases, answer: 403 },
  };
  for (const [what, fault] of Object.entries(silent)) {
    it(`is reviewed from where git says that the branches went apart, where the service ${what}`, async () => {
      for (const each of [unnamed, fault]) stage.azureDevOps.fault(each);
      const scene = await stage.open();
      const outcome = await scene.run();
      assert.equal(outcome.outputVariables.outcome, 'reviewed', outcome.rawOutput);
      assert.match(outcome.rawOutput, /mergebases.*Asking git where the branches went apart\./);
      assert.deepEqual(threadsOf(scene), expected);
      assert.deepEqual(outcome.leftFiles, []);
    });
  }

  it('control: git is not asked where the service tells', async () => {
    stage.azureDevOps.fault(unnamed);
    const before = gitRequests();
    await (await stage.open()).run();
    // Commits, the files in scope, and a bundle of which little may have changed.
    assert.equal(gitRequests() - before, 6);
  });

  it('where nobody tells, says what git said, and the pull request is told', async () => {
    for (const each of [unnamed, silent['has no such route']!]) stage.azureDevOps.fault(each);
    stage.azureDevOps.git.refused = true;
    const scene = await stage.open();
    const outcome = await scene.run();
    assert.equal(outcome.outputVariables.outcome, 'notReviewed', outcome.rawOutput);
    assert.match(outcome.issues.map(({ message }) => message).join('\n'), /git was not allowed to fetch the commits/);
    const last = scene.snapshot().statuses.at(-1);
    assert.equal(last?.state, 'error');
  });
});
