import assert from 'node:assert/strict';
import { PIPELINE } from '../agent/pipeline/run';
import { type FixStage, openFixStage } from '../demo/fix-stage';
import type { Identity } from '../emulators/azure-devops/model';
import { hasBubblewrap } from '../work/workbench';

/** As an item of a menu, a script or a chat command asks: two requests, both with the rights of the person alone. */
describe('a request over REST', () => {
  let stage: FixStage;
  beforeEach(async () => {
    stage = await openFixStage({ begins: 'byHand', inputs: { requesters: '' } });
    for (const who of [stage.asker, stage.azure.person('Eve')]) stage.azure.registerToken(tokenOf(who), who);
  });
  afterEach(() => stage.close());

  const tokenOf = ({ id }: Identity) => `token of ${id}`.replaceAll(' ', '-');
  const post = async (who: Identity, path: string, body: object) => {
    const answer = await fetch(`${stage.azure.url}Web%20Shop/_apis/${path}?api-version=7.1`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokenOf(who)}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, json: JSON.parse(await answer.text()) };
  };
  const say = async (who: Identity, content: string): Promise<string> => {
    const { repository, pullRequest } = stage;
    const path = `git/repositories/${repository.id}/pullRequests/${pullRequest.id}/threads`;
    const { json } = await post(who, path, { comments: [{ content, commentType: 'text' }], status: 'active' });
    return json.comments[0]._links.self.href;
  };
  const queue = (who: Identity, comment: string) =>
    post(who, `pipelines/${PIPELINE}/runs`, { templateParameters: { comment } });
  const ended = async () => {
    await Promise.all(stage.pipeline.runs.map(({ finished }) => finished));
    return stage.pipeline.runs.at(-1)?.outcomes.get('plan.fix');
  };

  (hasBubblewrap() ? it : it.skip)('is planned for whoever wrote the comment and queued the run', async () => {
    const { status, json } = await queue(stage.asker, await say(stage.asker, '/second-pass fix the price of ten'));
    assert.deepEqual([status, json.id], [200, stage.pipeline.runs[0]?.build.id]);
    const outcome = await ended();
    assert.equal(outcome?.outputVariables.accepted, 'true', outcome?.lines.join('\n'));
    assert.match(stage.pullRequest.threads.at(-1)?.comments[1]?.content ?? '', /Planned|Not done|Gave up|NOT PROVEN/i);
    assert.deepEqual(stage.azure.collection.pushes, []);
  });

  it('comes to nothing for the comment of another, whoever queues the run', async () => {
    const eve = stage.azure.person('Eve');
    await queue(eve, await say(stage.asker, '/second-pass fix the price of ten'));
    const outcome = await ended();
    assert.deepEqual([outcome?.result, outcome?.outputVariables.outcome], ['Succeeded', 'refused']);
    assert.match(
      stage.pullRequest.threads.at(-1)?.comments[1]?.content ?? '',
      /Only who starts the run himself may ask here/,
    );
    assert.deepEqual(stage.claude.messages(), []);
  });

  it('begins nothing for who may not queue the pipeline, and where it is disabled or not there', async () => {
    const link = await say(stage.asker, '/second-pass fix the price of ten');
    stage.azure.deny(stage.asker, 'QueueBuilds');
    assert.equal((await queue(stage.asker, link)).status, 403);
    stage.azure.grant(stage.asker, 'QueueBuilds');
    stage.pipeline.state = 'disabled';
    const { status, json } = await queue(stage.asker, link);
    assert.deepEqual([status, stage.pipeline.runs.length], [400, 0]);
    assert.match(json.message, /disabled/);
    assert.equal((await post(stage.asker, 'pipelines/99/runs', {})).status, 404);
    assert.equal(stage.pullRequest.threads.at(-1)?.comments.length, 1);
  });
});
