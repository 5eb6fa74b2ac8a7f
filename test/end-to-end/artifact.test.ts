import assert from 'node:assert/strict';
import { classicRelease, yamlPullRequest } from '../agent/pipelines';
import type { TaskOutcome } from '../agent/run-task';
import { openStage, type Stage } from '../demo/stage';

const PAGE = /\/_build\/results\?buildId=\d+&view=artifacts&pathAsName=false&type=publishedArtifacts$/;

describe('what a run leaves where people find it', function () {
  this.timeout(120_000);
  let stage: Stage;

  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  const uploads = ({ commands }: TaskOutcome) => commands.filter(({ name }) => name === 'artifact.upload');

  it('is an artifact of the build, to which tracking comment and an output lead; the status leads to the tab of the run', async () => {
    const scene = await stage.open();
    const outcome = await scene.run({ variables: yamlPullRequest(scene.world) });
    const [upload, ...more] = uploads(outcome);
    assert.equal(more.length, 0);
    assert.equal(upload?.properties.artifactname, 'second-pass-review');
    assert.ok(outcome.outputVariables.reportPath?.startsWith(upload?.data ?? '-'), upload?.data);
    assert.match(outcome.outputVariables.artifactUrl ?? '', PAGE);
    const { threads, statuses } = scene.snapshot();
    const tracking = threads.flatMap(({ comments }) => comments).map(({ content }) => content);
    assert.ok(
      tracking.some((text) => text?.includes(`[Report, record and SARIF](${outcome.outputVariables.artifactUrl})`)),
    );
    const tab = /\/_build\/results\?buildId=42&view=second-pass\.second-pass\.run(?:#(?:begun|memory)-[^"]+)?"/;
    for (const status of statuses) assert.match(JSON.stringify(status), tab);
  });

  it('can be found by the tag of the run, and says whose words it wrote and which pipeline it was', async () => {
    const scene = await stage.open();
    const outcome = await scene.run({ variables: yamlPullRequest(scene.world) });
    const tags = outcome.commands.filter(({ name }) => name === 'build.addbuildtag').map(({ data }) => data);
    assert.deepEqual(tags, ['second-pass']);
    const { content } = outcome.attachments.find(({ type }) => type === 'second-pass.record') ?? {};
    const { postedAs, pipeline, cost } = JSON.parse(content ?? '{}');
    assert.equal(postedAs.name, 'Web Shop Build Service (fabrikam)');
    assert.deepEqual(pipeline, { definitionId: 7, runId: 42 });
    assert.ok(cost.capUsd > 0, JSON.stringify(cost));
    const release = await scene.run({ variables: classicRelease(scene.world), inputs: { force: 'true' } });
    assert.equal(
      release.commands.some(({ name }) => name === 'build.addbuildtag'),
      false,
    );
    assert.doesNotMatch(JSON.stringify(scene.snapshot().statuses.at(-1)), /view=second-pass/);
  });

  it('has a name of the user, and is not published when nobody wants it', async () => {
    const scene = await stage.open();
    const named = await scene.run({ inputs: { artifactName: 'CodeAnalysisLogs' } });
    assert.equal(uploads(named)[0]?.properties.artifactname, 'CodeAnalysisLogs');
    const legs = { 'System.JobPositionInPhase': '3', 'System.TotalJobsInPhase': '4', 'System.JobAttempt': '2' };
    const leg = await scene.run({ variables: { ...yamlPullRequest(scene.world), ...legs } });
    assert.equal(uploads(leg)[0]?.properties.artifactname, 'second-pass-review-job3-2');
    const without = await scene.run({ inputs: { publishArtifact: 'false', force: 'true' } });
    assert.deepEqual([uploads(without), without.outputVariables.artifactUrl], [[], '']);
  });

  it('stays attached in a release, which says why', async () => {
    const scene = await stage.open();
    const outcome = await scene.run({ variables: classicRelease(scene.world) });
    assert.deepEqual([uploads(outcome), outcome.outputVariables.artifactUrl], [[], '']);
    assert.match(outcome.lines.join('\n'), /a release has no artifacts to publish them as/);
  });

  it('is the text that would be sent, in a preview', async () => {
    const scene = await stage.open();
    const outcome = await scene.run({ inputs: { runMode: 'preview' } });
    assert.match(outcome.outputVariables.previewPath ?? '', /review\.preview\.txt$/);
  });

  it('is a status that names the rule where skipWhen skips, and nothing else', async () => {
    const scene = await stage.open({ author: 'Renovate Bot' });
    const asked = stage.claude.requests.length;
    const outcome = await scene.run({ inputs: { skipWhen: 'label: no-review\nauthor: *bot*' } });
    assert.deepEqual([outcome.result, outcome.outputVariables.outcome], ['Succeeded', 'skipped'], outcome.rawOutput);
    const { threads, statuses } = scene.snapshot();
    assert.deepEqual([threads, stage.claude.requests.length], [[], asked]);
    assert.match(JSON.stringify(statuses), /"succeeded".*Not reviewed by rule: skipWhen “author: \*bot\*”/);
  });

  it('is a pending status where the author alone can have met the rule of skipWhen', async () => {
    const scene = await stage.open();
    const outcome = await scene.run({ inputs: { skipWhen: 'title: *' } });
    assert.equal(outcome.result, 'Failed', 'a rule needs more than stars');
    const title = await scene.run({ inputs: { skipWhen: 'title: *e*' } });
    assert.deepEqual([title.result, title.outputVariables.outcome], ['Succeeded', 'skipped'], title.rawOutput);
    assert.match(
      JSON.stringify(scene.snapshot().statuses.at(-1)),
      /"pending".*NOT REVIEWED, which is no pass: skipWhen/,
    );
  });
});
