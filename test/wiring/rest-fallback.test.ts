import assert from 'node:assert/strict';
import { openStage, type Stage } from '../demo/stage';
import { shownReview } from '../end-to-end/shown';
import { pathWith } from '../run-modes/path-with';

describe('where git cannot fetch, through the packaged task', function () {
  this.timeout(120_000);
  let stage: Stage;

  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());
  afterEach(() => {
    stage.azureDevOps.git.refused = false;
  });

  it('the same review of the whole sample comes over REST', async () => {
    await stage.run();
    const expected = shownReview(stage.snapshot());
    const other = await stage.open();
    stage.azureDevOps.git.refused = true;
    const asked = stage.claude.messages().length;
    const outcome = await other.run();
    assert.equal(outcome.outputVariables.outcome, 'reviewed', outcome.rawOutput);
    assert.match(outcome.rawOutput, /git was not allowed to fetch .* Reading the changes over REST instead/);
    assert.deepEqual(shownReview(other.snapshot()).threads, expected.threads);
    const [first, again] = [stage.claude.messages()[0], stage.claude.messages()[asked]];
    assert.deepEqual(again?.body, first?.body);
  });

  it('without any git it says so and what to do, and the pull request is told', async () => {
    const nothing = pathWith();
    const scene = await stage.open();
    const outcome = await scene.run({ agentEnvironment: { PATH: nothing.path } });
    nothing.remove();
    assert.deepEqual([outcome.result, outcome.outputVariables.outcome], ['SucceededWithIssues', 'notReviewed']);
    assert.match(outcome.issues[0]?.message ?? '', /There is no git on this agent.* Install git 2\.31 or newer/);
    const last = scene.snapshot().statuses.at(-1);
    assert.equal(last?.state, 'error');
    assert.match(last?.description ?? '', /^NOT REVIEWED: There is no git on this agent/);
  });
});
