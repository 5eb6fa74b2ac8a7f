import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allButFirst } from '../agent/run-task';
import { type FixStage, openFixStage } from '../demo/fix-stage';
import { script } from '../emulators/claude/server';
import { type ApplyScene, startApplyScene } from './apply-scene';
import { HONEST, startWorkScene, type WorkScene } from './work-scene';

const isHere = allButFirst();

describe('what takes the right to act away: events', () => {
  let stage: FixStage;
  beforeEach(async () => {
    stage = await openFixStage();
  });
  afterEach(() => stage.close());

  const asked = async () => {
    const thread = stage.azure.as(stage.asker, stage.pullRequest.id).addThread('/second-pass fix the price');
    await stage.azure.delivered();
    return thread;
  };
  const assertNothingBegan = (thread: { comments: readonly unknown[] }) => {
    assert.deepEqual(
      [stage.pipeline.runs.length, thread.comments.length, stage.claude.messages(), stage.azure.collection.pushes],
      [0, 1, [], []],
    );
  };

  it('nothing starts from a service hook that somebody disabled', async () => {
    stage.azure.collection.hooks[0]!.state = 'disabledByUser';
    assertNothingBegan(await asked());
  });

  it('nothing starts in a pipeline that somebody disabled, by an event or by hand', async () => {
    stage.pipeline.state = 'disabled';
    assertNothingBegan(await asked());
    assert.match(stage.pipeline.triggerIssues.join(), /The pipeline is disabled/);
    assert.throws(() => stage.pipeline.queue(stage.asker), /The pipeline is disabled/);
  });
});

describe('what takes the right to act away: connections', () => {
  let work: WorkScene;
  let scene: ApplyScene;
  beforeEach(async () => {
    [work, scene] = await Promise.all([startWorkScene(), startApplyScene(isHere)]);
    work.play(script(...HONEST));
  });
  afterEach(() => Promise.all([work.close(), scene.close()]));

  it('planning fails with a sentence for a key that its issuer revoked, and whoever asked is told', async () => {
    const comment = work.ask('/second-pass fix the sum');
    const secretVariables = { apiKey: 'sk-ant-a-key-that-was-revoked-0123456789' };
    const outcome = await work.run({ comment, anthropicApiKey: '$(apiKey)' }, { secretVariables });
    assert.deepEqual([outcome.result, outcome.outputVariables.outcome], ['Failed', 'failed']);
    assert.match(outcome.lines.join('\n'), /The provider does not accept the key \(401\)/);
    assert.match(work.answers().join('\n'), /The provider does not accept the key/);
    assert.deepEqual([work.handedOver(outcome).has('plan.json'), work.azure.collection.pushes], [false, []]);
  });

  it('a connection that the server does not hand over starts neither planning nor applying', async () => {
    scene.publish();
    const before = await scene.branches();
    const comment = work.ask('/second-pass fix the sum');
    const asked = { comment, connection: 'claude', anthropicApiKey: '', endpoint: '' };
    await assert.rejects(async () => work.run(asked, { endpoints: [] }), /knows no service connection claude/);
    await assert.rejects(async () => scene.run({}, { endpoints: [] }), /knows no service connection bot/);
    assert.deepEqual([work.claude.messages(), work.answers(), await scene.branches()], [[], [], before]);
  });
});

describe('docs/fix.md, "Stop it"', () => {
  /** Where each row is tried: a file of tests, and a part of a test's title or table. */
  const Tried: readonly [row: RegExp, file: string, words: string][] = [
    [/^`enabled: false`, or the variable/, 'gate.test.ts', 'when it is switched off'],
    [/^`enabled: false`, or the variable/, 'plan-to-apply.test.ts', 'a switch that is off'],
    [/^`enabled: false` in the policy/, 'policy.test.ts', 'Not before the audit.'],
    [/^`enabled: false` in the policy/, 'policy.test.ts', 'a switch thrown since'],
    [/second-pass stop/, 'watched.test.ts', 'a person says stop'],
    [/^disable the service hook or the pipeline/, 'revoked.test.ts', 'a service hook that somebody disabled'],
    [/^disable the service hook or the pipeline/, 'revoked.test.ts', 'a pipeline that somebody disabled'],
    [/^disable or delete the service connection/, 'revoked.test.ts', 'does not hand over'],
    [/^revoke the key of the model/, 'revoked.test.ts', 'that its issuer revoked'],
    [/^revoke the key of the model/, 'plan-to-apply.test.ts', 'the token of the bot that was revoked'],
    [/^take a person out of `requesters`/, 'gate.test.ts', 'who is in no group'],
    [/^take the bot's rights/, 'plan-to-apply.test.ts', 'a right that is missing'],
    [/^delete or edit the comment, change the words/, 'plan-to-apply.test.ts', 'a comment that was edited'],
    [/^delete or edit the comment, change the words/, 'plan-to-apply.test.ts', 'a comment that is gone'],
    [/^delete or edit the comment, change the words/, 'plan-to-apply.test.ts', 'a pull request that was closed'],
    [/^delete or edit the comment, change the words/, 'work-item.test.ts', 'says something else by now'],
  ];
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'fix.md'), 'utf8');
  const section = page.slice(page.indexOf('\n## Stop it'), page.indexOf('\n## Answers and results'));
  const rows = [...section.matchAll(/^\| (?!how |---)(.*?) \|/gm)].map(([, how = '']) => how);

  it('has no way that is not tried, and no way is tried that it does not tell', () => {
    assert.ok(rows.length >= 8, rows.join('\n'));
    assert.deepEqual(
      rows.filter((row) => !Tried.some(([how]) => how.test(row))),
      [],
    );
    for (const [how, file, words] of Tried) {
      assert.ok(
        rows.some((row) => how.test(row)),
        String(how),
      );
      assert.ok(readFileSync(join(__dirname, file), 'utf8').includes(words), `${file}: ${words}`);
    }
  });
});
