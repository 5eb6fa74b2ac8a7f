import assert from 'node:assert/strict';
import type { RequestReceipt } from '../../src/steps/record/cost-record';
import type { DoctorRecord } from '../../src/steps/record/run-mode-record';
import { branchBuild, gitHubPullRequest } from '../agent/pipelines';
import type { TaskOutcome } from '../agent/run-task';
import { JOB_TOKEN, openStage, type Stage } from '../demo/stage';
import { DEFAULT_KEY, troubles } from '../emulators/claude/server';
import { smallChange } from '../end-to-end/small-change';
import { pathWith } from './path-with';

describe('run mode doctor, through the packaged task', function () {
  this.timeout(120_000);
  let stage: Stage;

  beforeEach(async () => {
    stage = await openStage({ repository: smallChange(), here: true });
  });
  afterEach(() => stage.close());

  const doctor = (inputs: Record<string, string> = {}, more = {}) =>
    stage.run({ inputs: { runMode: 'doctor', semgrep: 'auto', ...inputs }, ...more });
  /** The key in a service connection, and none as an input. */
  const withConnection = () => {
    const claude = {
      id: 'c1a0de',
      name: 'claude',
      url: stage.claude.url,
      scheme: 'Token',
      parameters: { apitoken: DEFAULT_KEY },
    };
    const inputs = { connection: 'claude', anthropicApiKey: '', endpoint: '' };
    return doctor(inputs, { endpoints: [claude], secretVariables: {} });
  };
  const recordOf = ({ attachments }: TaskOutcome) =>
    JSON.parse(attachments.find(({ type }) => type === 'second-pass.record')?.content ?? '{}');
  const foundBy = (checks: DoctorRecord['checks']) => [
    ...checks.map(({ text }) => text),
    ...checks.flatMap(({ advice }) => advice.map((text) => `Advice: ${text}`)),
  ];
  const warnings = ({ issues }: TaskOutcome) => issues.map(({ type, message }) => `${type}: ${message}`);

  it('finds nothing at fault, writes nothing and asks Claude for no answer', async () => {
    stage.azureDevOps.addStatusPolicy({ repository: stage.repository, refName: 'refs/heads/main' });
    const outcome = await doctor({}, { here: false });
    assert.deepEqual([outcome.result, warnings(outcome)], ['Succeeded', []], outcome.rawOutput);
    const { checks, headline, problems, situation, receipt } = recordOf(outcome);
    const found = foundBy(checks);
    assert.equal(situation, 'otherRunMode');
    assert.deepEqual([headline, problems], ['All 13 parts of the set-up that were tried work.', []]);
    const wanted = [
      /^Agent: Node \d+\.\d+\.\d+ on \w+, agent 5\.278\.0, build 42$/,
      /^Azure DevOps: reachable as Web Shop Build Service \(fabrikam\)$/,
      /^Repository: shop is readable$/,
      /^Policy: none; the service connection with the key names no file$/,
      /^Permission: Web Shop Build Service \(fabrikam\) may contribute to pull requests$/,
      /^Pull request: 1 is readable \(active; iteration 1, into refs\/heads\/main\)$/,
      /^Threads: 0 are readable$/,
      /^git: the change is fetched \(\d+ bytes of changed paths\); git 2\.\d+\.\d+, (?:\/|[A-Z]:)\S+$/,
      /^Status policy: refs\/heads\/main waits for second-pass\/review$/,
      /^Gate: 2 settings would make the verdict harder to forge$/,
      /^Claude: anthropic knows claude-sonnet-5-5 and took a question of \d+ tokens for counting$/,
      /^Static analysis: /,
      /^Skeletons: grammars load \(TypeScript, ok\)$/,
      /^Advice: The identity of the job posts/,
      /^Advice: .* name Web Shop Build Service \(fabrikam\) as the authorized account/,
    ];
    for (const [index, words] of wanted.entries()) assert.match(found[index] ?? '', words);
    assert.match(outcome.summary, /All 13 parts of the set-up that were tried work/);
    assert.deepEqual([...new Set(stage.claude.requests.map(({ surface }) => surface))], ['count_tokens']);
    const told = receipt.map(({ request, sent, bytes }: RequestReceipt) => [request, sent, bytes]);
    assert.deepEqual(told, [['count of doctor', true, stage.claude.contentBytes()]]);
    const rest = stage.azureDevOps.requests.filter(({ kind }) => kind !== 'git');
    assert.deepEqual([...new Set(rest.map(({ method }) => method))], ['GET']);
    assert.deepEqual([stage.azureDevOps.violations, stage.claude.violations], [[], []]);
  });

  it('tells what would open the gate: rights on the branch alone, a policy with holes, checks that nobody may see', async () => {
    const { azureDevOps, repository } = stage;
    const { collection } = azureDevOps;
    const service = azureDevOps.buildService(repository.project);
    azureDevOps.addStatusPolicy({ repository, refName: 'refs/heads/main', isConditional: true, paths: ['/src/*'] });
    collection.branchRights.push({
      ...{ identityId: service.id, permission: 'EditPolicies', repositoryId: repository.id },
      ...{ ref: 'refs/heads/main', isAllowed: true },
    });
    const open = recordOf(await withConnection());
    const advice = foundBy(open.checks).filter((text) => text.startsWith('Advice: '));
    for (const words of [
      /the connection of `connection`: .*Required template/,
      /has “Edit policies”; deny it/,
      /it is conditional, so a pull request that takes the step out/,
      /only changes of \/src\/\* wait/,
    ])
      assert.ok(
        advice.some((text) => words.test(text)),
        `${words}: ${advice.join('\n')}`,
      );
    collection.hidesChecks = true;
    const hidden = foundBy(recordOf(await withConnection()).checks).join('\n');
    assert.match(hidden, /Gate: 3 settings .*; the service does not tell whether a template is required$/m);
    assert.deepEqual(azureDevOps.violations, []);
  });

  it('is content where everything is closed', async () => {
    const { azureDevOps, repository } = stage;
    azureDevOps.collection.templatesRequired.add('c1a0de');
    const service = azureDevOps.buildService(repository.project);
    azureDevOps.addStatusPolicy({ repository, refName: 'refs/heads/main', authorId: service.id });
    const checks: DoctorRecord['checks'] = recordOf(await withConnection()).checks;
    const advice = checks.flatMap((one) => (/^(?:Gate|Status policy)/.test(one.what) ? one.advice : []));
    // The identity of the job is shared in this set-up, whatever else is closed.
    assert.deepEqual(
      advice.filter((text) => !text.startsWith('Any pipeline of the project')),
      [],
    );
  });

  it('checks what it can without a pull request', async () => {
    const outcome = await doctor({}, { variables: branchBuild(stage.world) });
    assert.equal(outcome.result, 'Succeeded', outcome.rawOutput);
    assert.match(outcome.lines.join('\n'), /ok {5}git: refs\/heads\/main is fetched at [0-9a-f]{8}/);
    assert.doesNotMatch(outcome.lines.join('\n'), /Threads:/);
  });

  it('lists every fault in one place', async () => {
    const { azureDevOps, repository } = stage;
    const onlyGit = pathWith('git');
    azureDevOps.deny(azureDevOps.buildService(repository.project), 'PullRequestContribute', repository);
    azureDevOps.addStatusPolicy({ repository, refName: 'refs/heads/main', genre: 'review', name: 'second-pass' });
    const outcome = await doctor(
      { semgrep: 'required', model: 'claude-sonnet-4-5', fallbackModel: 'claude-no-such' },
      {
        agentEnvironment: { PATH: onlyGit.path },
      },
    );
    onlyGit.remove();
    assert.equal(outcome.result, 'SucceededWithIssues', outcome.rawOutput);
    const { problems, headline } = recordOf(outcome);
    assert.match(headline, /^5 of 14 parts of the set-up that were tried are at fault\.$/);
    const wanted = [
      /^Permission: Web Shop Build Service \(fabrikam\) lacks “Contribute to pull requests”.* Security: set it to Allow/,
      /^Status policy: A policy waits for review\/second-pass: genre and name are swapped\./,
      /^Claude: The provider does not know this model or address \(404\)\. .*a retired model answers like this/,
      /^Fallback model: The provider does not know this model or address \(404\)\./,
      /^Static analysis: Neither semgrep nor opengrep is on the PATH/,
    ];
    for (const [index, words] of wanted.entries()) assert.match(problems[index] ?? '', words);
    assert.deepEqual(
      warnings(outcome),
      [headline, ...problems].map((text: string) => `warning: ${text}`),
    );
    for (const problem of problems) assert.ok(outcome.summary.includes(problem.slice(0, 30)));
  });

  it('goes on with the model when Azure DevOps turns it away', async () => {
    stage.azureDevOps.expireToken(JOB_TOKEN, 'revoked');
    const outcome = await doctor();
    const text = outcome.lines.join('\n');
    assert.match(text, /FAULT {2}Azure DevOps: .*refused the token/);
    assert.match(text, /- {6}git: not tried without “Repository”/);
    assert.match(text, /ok {5}Claude: anthropic knows/);
    assert.equal(outcome.result, 'SucceededWithIssues');
  });

  it('names a repository of another host, a missing key and settings that may surprise', async () => {
    const inputs = { anthropicApiKey: '$(Nobody)', onReviewerError: 'pass', budgetUsd: '', semgrep: 'off' };
    const outcome = await doctor(inputs, { variables: gitHubPullRequest(stage.world) });
    const text = outcome.lines.join('\n');
    assert.match(text, /FAULT {2}Repository: The repository is hosted by GitHub/);
    assert.match(text, /FAULT {2}Claude: There is no key for the model\. .*\$\(Nobody\)/);
    assert.match(text, /advice: With `onReviewerError: pass` a run that could not review satisfies/);
    assert.match(text, /advice: There is no static analysis/);
  });

  it('tells that structured outputs are refused', async () => {
    const trouble = troubles.status(400, 'output_config.format: structured outputs are not supported');
    stage.claude.fault({ on: { surface: 'count_tokens' }, trouble });
    const outcome = await doctor();
    assert.match(outcome.lines.join('\n'), /Claude: .*; The deployment refuses structured outputs/);
  });
});
