import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  branchPolicyBuild,
  classicRelease,
  releaseOfMergeRef,
  type Variables,
  yamlPullRequest,
} from '../agent/pipelines';
import type { TaskOutcome } from '../agent/run-task';
import { openStage, type Scene, type Stage } from '../demo/stage';
import { type Checkout, checkOut } from './checkout';
import { type ShownReview, shownReview } from './shown';

interface Arrival {
  name: string;
  variables(scene: Scene): Variables;
  /** Commits in the checkout: one, all, or no checkout at all. */
  depth?: number | 'all';
  /** A release has no artifacts to link. */
  isRelease?: true;
}

const ARRIVALS: readonly Arrival[] = [
  { name: 'YAML with a shallow checkout', variables: ({ world }) => yamlPullRequest(world), depth: 1 },
  { name: 'YAML with a full checkout', variables: ({ world }) => yamlPullRequest(world), depth: 'all' },
  { name: 'a branch-policy build', variables: ({ world }) => branchPolicyBuild(world), depth: 1 },
  {
    name: 'a classic release that knows the pull request',
    variables: ({ world }) => classicRelease(world),
    isRelease: true,
  },
  {
    name: 'a classic release that knows refs/pull/N/merge alone',
    variables: ({ world }) => releaseOfMergeRef(world),
    isRelease: true,
  },
];

const ARTIFACT_LINK = /\[Report, record and SARIF\]\(http[^)]*&type=publishedArtifacts\) · /;

describe('the same review, however the run was started', function () {
  this.timeout(120_000);
  let stage: Stage;
  let expected: ShownReview & { verdict: string | undefined };

  before(async () => {
    stage = await openStage();
    expected = await review(stage, {});
  });
  after(() => stage.close());

  async function review(scene: Scene, run: Parameters<Scene['run']>[0]) {
    stage.claude.forgetCache();
    const outcome = await scene.run(run);
    assert.equal(outcome.outputVariables.outcome, 'reviewed', outcome.rawOutput);
    return { ...shownReview(scene.snapshot()), verdict: outcome.outputVariables.verdict };
  }

  it('says something', () => {
    assert.equal(expected.threads.length, 10);
    assert.equal(expected.general.length, 1);
    const text = expected.general[0]?.text ?? '';
    assert.match(text, ARTIFACT_LINK);
    const toOwnThread = /^\* `([^`]+)` \[line (\d+)\]\([^(]*\(repository\)\?discussionId=\(\/\1 (?:left )?\2\)\)/gm;
    assert.equal(text.match(toOwnThread)?.length, 5, text);
    for (const thread of expected.threads) assert.match(thread.text, /<!-- second-pass-finding .* \(signature\) -->/);
  });

  for (const arrival of ARRIVALS) {
    it(arrival.name, async () => {
      const scene = await stage.open();
      const { depth } = arrival;
      const checkout = depth === undefined ? undefined : checkOut(stage, scene, depth === 'all' ? undefined : depth);
      try {
        const wanted = arrival.isRelease ? withoutArtifact(expected) : expected;
        await compare(scene, arrival.variables(scene), checkout, wanted);
      } finally {
        checkout?.remove();
      }
    });
  }

  async function compare(
    scene: Scene,
    variables: Variables,
    checkout: Checkout | undefined,
    wanted: typeof expected,
  ): Promise<void> {
    const before = checkout?.fingerprint();
    const shown = await review(scene, { variables, ...(checkout ? { workingFolder: checkout.folder } : {}) });
    assert.deepEqual(shown, wanted);
    assert.equal(checkout?.fingerprint(), before, 'the checkout was changed');
    assert.notEqual(checkout?.wasRun(), true, 'something of the checkout was run');
  }

  it('a pull request of a fork', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'second-pass-fork-'));
    try {
      const scene = await openFork(stage, parent);
      const variables = { ...yamlPullRequest(scene.world), 'System.PullRequest.IsFork': 'True' };
      assert.deepEqual(await review(scene, { variables }), expected);
    } finally {
      rmSync(parent, { recursive: true, force: true });
    }
  });

  it('leaves nothing that either service does not allow', () => {
    assert.deepEqual(stage.azureDevOps.violations, []);
    assert.deepEqual(stage.claude.violations, []);
  });

  it('without secrets a fork is not reviewed, and the pull request says so', async () => {
    const scene = await stage.open();
    const variables = { ...yamlPullRequest(scene.world), 'System.PullRequest.IsFork': 'True' };
    const outcome: TaskOutcome = await scene.run({ variables, withoutSecrets: true });
    assert.deepEqual([outcome.result, outcome.outputVariables.outcome], ['SucceededWithIssues', 'notReviewed']);
    assert.match(shownReview(scene.snapshot()).statuses.at(-1) ?? '', /review error \(1\): NOT REVIEWED: .*no key/);
  });
});

function withoutArtifact<Shown extends ShownReview>(shown: Shown): Shown {
  const general = shown.general.map(({ status, text }) => ({ status, text: text.replace(ARTIFACT_LINK, '') }));
  return { ...shown, general };
}

/** The source branch lives in the fork alone. */
async function openFork({ azureDevOps, sample, repository, open }: Stage, parent: string): Promise<Scene> {
  const original = join(parent, 'original.git');
  const clone = ['clone', '--quiet', '--bare', '--single-branch', '--no-tags'];
  execFileSync('git', [...clone, '--branch', 'main', `file://${sample.folder}`, original]);
  const project = repository.project.name;
  const target = await azureDevOps.addRepository({ directory: original, name: 'original', project });
  const forkSource = await azureDevOps.addRepository({
    directory: sample.folder,
    name: 'fork-of-dana',
    project: "Dana's Project",
    forkOf: target,
  });
  return open({ repository: target, forkSource });
}
