import assert from 'node:assert/strict';
import { branchBuild, gitHubPullRequest, yamlPullRequest } from '../agent/pipelines';
import type { TaskOutcome, TaskRun } from '../agent/run-task';
import { openStage, type Scene, type Stage } from '../demo/stage';
import type { PullRequestToOpen } from '../emulators/azure-devops/emulator';
import { type Fault, type Reviewer, troubles } from '../emulators/claude/server';
import { loopCandidate, smallChange } from './small-change';

/** One way a run can go, and what the world is told: the rows of the results table, through the packaged task. */
interface Row {
  name: string;
  pullRequest?: Partial<PullRequestToOpen>;
  /** Before the run. */
  given?(stage: Stage, scene: Scene): void | Promise<void>;
  reviewer?: Reviewer;
  faults?: readonly Fault[];
  inputs?: Record<string, string>;
  run?(scene: Scene): Partial<TaskRun>;
  /** Last status; null when none was posted. */
  status: 'succeeded' | 'failed' | 'error' | 'pending' | null;
  result: TaskOutcome['result'];
  outcome: string;
  verdict: string;
  /** In the status, or where there is none in the log. */
  says: RegExp;
  /** False when Claude must not have been asked. */
  asks?: boolean;
  /** Through a process of its own, as one of its kind; the others run in the process of the tests. */
  isProcess?: true;
}

const finds = (severity?: 'blocker' | 'warning' | 'suggestion'): Reviewer => {
  return ({ pass }) => {
    if (pass === 'sweep') return { pass, summary: 'Read.', candidates: severity ? [loopCandidate(severity)] : [] };
    const verdicts = severity ? [{ id: 'c1', reason: 'It is there.', decision: 'confirm', severity }] : [];
    return { pass: 'critique', summary: 'Checked.', verdicts };
  };
};

const always = (trouble: Fault['trouble']): Fault[] => [{ trouble, times: 100 }];
const UNREACHABLE = 'http://127.0.0.1:9';

const REVIEWED: readonly Row[] = [
  {
    name: 'nothing found',
    isProcess: true,
    reviewer: finds(),
    status: 'succeeded',
    result: 'Succeeded',
    outcome: 'reviewed',
    verdict: 'PASS',
    says: /^PASS: 0 blockers/,
  },
  {
    name: 'a suggestion passes',
    reviewer: finds('suggestion'),
    status: 'succeeded',
    result: 'Succeeded',
    outcome: 'reviewed',
    verdict: 'PASS',
    says: /^PASS: .*1 suggestion$/,
  },
  {
    name: 'a warning advises',
    reviewer: finds('warning'),
    status: 'succeeded',
    result: 'Succeeded',
    outcome: 'reviewed',
    verdict: 'ADVISORY',
    says: /^ADVISORY: .*1 warning/,
  },
  {
    name: 'a warning with failOn warning',
    reviewer: finds('warning'),
    inputs: { failOn: 'warning' },
    status: 'succeeded',
    result: 'Failed',
    outcome: 'reviewed',
    verdict: 'ADVISORY',
    says: /^ADVISORY/,
  },
  {
    name: 'a blocker fails',
    isProcess: true,
    reviewer: finds('blocker'),
    status: 'failed',
    result: 'Failed',
    outcome: 'reviewed',
    verdict: 'FAIL',
    says: /^FAIL: 1 blocker/,
  },
  {
    name: 'a blocker with failOn never',
    reviewer: finds('blocker'),
    inputs: { failOn: 'never' },
    status: 'failed',
    result: 'Succeeded',
    outcome: 'reviewed',
    verdict: 'FAIL',
    says: /^FAIL/,
  },
  {
    name: 'nothing in scope',
    inputs: { include: 'nothing/**' },
    status: 'succeeded',
    result: 'Succeeded',
    outcome: 'skipped',
    verdict: 'NONE',
    says: /^Nothing in scope/,
    asks: false,
  },
  {
    name: 'the provider fails twice, then answers',
    reviewer: finds(),
    faults: [{ trouble: troubles.shouldRetry(500, true), times: 2 }],
    status: 'succeeded',
    result: 'Succeeded',
    outcome: 'reviewed',
    verdict: 'PASS',
    says: /^PASS/,
  },
  {
    name: 'a draft is reviewed',
    pullRequest: { isDraft: true },
    reviewer: finds('blocker'),
    status: 'failed',
    result: 'Failed',
    outcome: 'reviewed',
    verdict: 'FAIL',
    says: /^FAIL/,
  },
  {
    name: 'a draft with reviewDrafts false',
    pullRequest: { isDraft: true },
    inputs: { reviewDrafts: 'false' },
    status: null,
    result: 'Succeeded',
    outcome: 'skipped',
    verdict: 'NONE',
    says: /Drafts are not reviewed/,
    asks: false,
  },
];

const NOT_REVIEWED: readonly Row[] = [
  {
    name: 'wrong key',
    isProcess: true,
    faults: always(troubles.unauthorized()),
    status: 'error',
    result: 'SucceededWithIssues',
    outcome: 'notReviewed',
    verdict: 'NONE',
    says: /^NOT REVIEWED: .*key/i,
  },
  {
    name: 'wrong key, block',
    faults: always(troubles.unauthorized()),
    inputs: { onReviewerError: 'block' },
    status: 'error',
    result: 'Failed',
    outcome: 'notReviewed',
    verdict: 'NONE',
    says: /^NOT REVIEWED/,
  },
  {
    name: 'wrong key, pass',
    faults: always(troubles.unauthorized()),
    inputs: { onReviewerError: 'pass' },
    status: 'succeeded',
    result: 'SucceededWithIssues',
    outcome: 'notReviewed',
    verdict: 'NONE',
    says: /^NOT REVIEWED/,
  },
  {
    name: 'no key',
    inputs: { anthropicApiKey: '' },
    status: 'error',
    result: 'SucceededWithIssues',
    outcome: 'notReviewed',
    verdict: 'NONE',
    says: /no key/,
    asks: false,
  },
  {
    name: 'unreachable endpoint',
    inputs: { endpoint: UNREACHABLE, timeoutMinutes: '1' },
    status: 'error',
    result: 'SucceededWithIssues',
    outcome: 'notReviewed',
    verdict: 'NONE',
    says: /^(NOT REVIEWED|STOPPED)/,
    asks: false,
  },
  {
    name: 'the provider fails for good',
    faults: always(troubles.shouldRetry(500, false)),
    status: 'error',
    result: 'SucceededWithIssues',
    outcome: 'notReviewed',
    verdict: 'NONE',
    says: /^NOT REVIEWED/,
  },
  {
    name: 'the model is unknown',
    faults: always(troubles.modelNotFound('claude-sonnet-5-5')),
    status: 'error',
    result: 'SucceededWithIssues',
    outcome: 'notReviewed',
    verdict: 'NONE',
    says: /^NOT REVIEWED: .*model/,
  },
  {
    name: 'over the budget',
    inputs: { budgetUsd: '0.0001' },
    status: 'error',
    result: 'SucceededWithIssues',
    outcome: 'notReviewed',
    verdict: 'NONE',
    says: /^NOT REVIEWED: .*budget/,
    asks: false,
  },
  {
    name: 'the model refuses',
    faults: always({ kind: 'refusal' }),
    status: 'error',
    result: 'SucceededWithIssues',
    outcome: 'notReviewed',
    verdict: 'NONE',
    says: /^NOT REVIEWED: .*refused/,
  },
  {
    name: 'a scanner is required and missing',
    inputs: { semgrep: 'required' },
    run: () => ({ agentEnvironment: { PATH: '/usr/bin:/bin' } }),
    status: 'error',
    result: 'SucceededWithIssues',
    outcome: 'notReviewed',
    verdict: 'NONE',
    says: /Semgrep/i,
  },
  {
    name: 'bad inputs, all at once',
    isProcess: true,
    inputs: { failOn: 'sometimes', maxComments: 'many', effort: 'huge', endpoint: 'ftp://x' },
    status: 'error',
    result: 'Failed',
    outcome: 'notReviewed',
    verdict: 'NONE',
    says: /"endpoint".*[\s\S]*"effort"|"effort"/,
    asks: false,
  },
];

const ELSEWHERE: readonly Row[] = [
  {
    name: 'completed',
    given: ({ azureDevOps }, { pullRequestId }) => azureDevOps.abandon(pullRequestId),
    status: null,
    result: 'Succeeded',
    outcome: 'skipped',
    verdict: 'NONE',
    says: /Superseded: the pull request is abandoned/,
    asks: false,
  },
  {
    name: 'not a pull request',
    isProcess: true,
    run: ({ world }) => ({ variables: branchBuild(world) }),
    status: null,
    result: 'Succeeded',
    outcome: 'skipped',
    verdict: 'NONE',
    says: /belongs to no pull request/,
    asks: false,
  },
  {
    name: 'a repository of GitHub',
    run: ({ world }) => ({ variables: gitHubPullRequest(world) }),
    status: null,
    result: 'Succeeded',
    outcome: 'skipped',
    verdict: 'NONE',
    says: /GitHub/,
    asks: false,
  },
  {
    name: 'an id that was given and does not exist',
    inputs: { pullRequestId: '4711' },
    status: null,
    result: 'Failed',
    outcome: 'notReviewed',
    verdict: 'NONE',
    says: /4711/,
    asks: false,
  },
  {
    name: 'an id from the pipeline that does not exist',
    run: ({ world }) => ({ variables: yamlPullRequest({ ...world, pullRequestId: 4712 }) }),
    status: null,
    result: 'SucceededWithIssues',
    outcome: 'notReviewed',
    verdict: 'NONE',
    says: /4712/,
    asks: false,
  },
  {
    name: 'an id from the pipeline that does not exist, block',
    inputs: { onReviewerError: 'block' },
    run: ({ world }) => ({ variables: yamlPullRequest({ ...world, pullRequestId: 4713 }) }),
    status: null,
    result: 'Failed',
    outcome: 'notReviewed',
    verdict: 'NONE',
    says: /4713/,
    asks: false,
  },
];

describe('results, through the packaged task', function () {
  this.timeout(120_000);
  let stage: Stage;

  before(async () => {
    stage = await openStage({ repository: smallChange() });
  });
  afterEach(() => {
    stage.claude.clearFaults();
    stage.claude.answer(undefined);
  });

  for (const [title, rows] of [
    ['reviewed', REVIEWED],
    ['not reviewed', NOT_REVIEWED],
    ['no review to make', ELSEWHERE],
  ] as const) {
    describe(title, () => {
      for (const row of rows) it(row.name, () => check(stage, row));
    });
  }

  it('bad inputs are named together, each with what it was and what is allowed', async () => {
    const scene = await stage.open();
    const outcome = await scene.run({ inputs: { failOn: 'sometimes', maxComments: 'many', effort: 'huge' } });
    const said = outcome.issues.map(({ message }) => message).join('\n');
    assert.match(said, /"failOn" was "sometimes"; allowed: blocker, warning, never/);
    assert.match(said, /"maxComments" was "many"; allowed: .*0.*100/);
    assert.match(said, /"effort" was "huge"; allowed: low, medium/);
  });

  it('the tracking comment names the model that answered in place of the usual one', async () => {
    const scene = await stage.open();
    stage.claude.answer(finds('warning'));
    stage.claude.fault({ on: { model: 'claude-sonnet-5-5' }, trouble: { kind: 'refusal' } });
    await scene.run({ inputs: { fallbackModel: 'claude-opus-4-5' } });
    const tracking = scene.snapshot().threads.find(({ properties }) => properties['SecondPass.Kind'] === 'tracking');
    assert.match(tracking?.comments[0]?.content ?? '', /· `claude-sonnet-5-5`, `claude-opus-4-5` · Second Pass/);
  });

  after(() => {
    assert.deepEqual(stage.azureDevOps.violations, []);
    assert.deepEqual(stage.claude.violations, []);
    return stage.close();
  });
});

async function check(stage: Stage, row: Row): Promise<void> {
  const scene = await stage.open(row.pullRequest);
  await row.given?.(stage, scene);
  stage.claude.answer(row.reviewer);
  for (const fault of row.faults ?? []) stage.claude.fault(fault);
  const asked = stage.claude.messages().length;
  const outcome = await scene.run({ here: !row.isProcess, ...row.run?.(scene), inputs: row.inputs ?? {} });
  const status = scene.snapshot().statuses.at(-1);
  const told = [
    status?.state ?? null,
    outcome.result,
    outcome.outputVariables.outcome,
    outcome.outputVariables.verdict,
  ];
  assert.deepEqual(told, [row.status, row.result, row.outcome, row.verdict], outcome.rawOutput);
  assert.match(status?.description ?? outcome.lines.join('\n'), row.says);
  if (row.asks === false) assert.equal(stage.claude.messages().length, asked, 'Claude was asked');
  if (row.status === null) assert.deepEqual(scene.snapshot().threads, []);
  assert.deepEqual(outcome.leftFiles, []);
  const issue = { Failed: 'error', SucceededWithIssues: 'warning' }[outcome.result as string];
  if (issue)
    assert.ok(
      outcome.issues.some(({ type }) => type === issue),
      'the run shows no issue',
    );
}
