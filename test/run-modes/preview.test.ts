import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { TaskOutcome } from '../agent/run-task';
import { openStage, type Stage } from '../demo/stage';

describe('run mode preview, through the packaged task', function () {
  this.timeout(120_000);
  let stage: Stage;
  let shown: TaskOutcome;
  let writes: string[];

  before(async () => {
    stage = await openStage();
    const before = stage.azureDevOps.requests.length;
    shown = await stage.run({ inputs: { runMode: 'preview' }, secretVariables: {} });
    const own = stage.azureDevOps.requests.slice(before).filter(({ kind }) => kind !== 'git');
    writes = own.map(({ method }) => method).filter((method) => method !== 'GET');
  });
  after(() => stage.close());

  const attached = (type: string) => shown.attachments.find((one) => one.type === `second-pass.${type}`);

  it('sends nothing to Claude and writes nothing to Azure DevOps, and needs no key', () => {
    assert.equal(shown.result, 'Succeeded', shown.rawOutput);
    assert.deepEqual([writes, stage.claude.requests, stage.snapshot().statuses], [[], [], []]);
  });

  it('attaches one file with exactly what a review then sends', async () => {
    const file = attached('preview');
    const content = file?.content ?? '';
    assert.equal(file?.name, 'review');
    await stage.run();
    const [sweep, critique] = stage.claude.messages();
    const blocks = [...sweep!.body.system, ...sweep!.body.messages[0].content] as { text: string }[];
    assert.equal(blocks.length, 6);
    for (const { text } of blocks) {
      assert.ok(content.includes(text), `not in the preview: ${text.slice(0, 200)}`);
      assert.ok(content.includes(createHash('sha256').update(text).digest('hex')));
    }
    const task = (critique!.body.messages[0].content.at(-1).text as string).split('Candidates:')[0] ?? '';
    assert.ok(content.includes(task));
    assert.ok(content.includes(JSON.stringify(sweep!.body.output_config.format.schema, null, 2)));
  });

  it('says in the log where the file is and what a review would cost', () => {
    const text = shown.lines.join('\n');
    assert.match(text, /What would be sent stands in (?:\/|[A-Z]:)\S+[\\/]review\.preview\.txt/);
    assert.match(shown.summary, /^## Second Pass: preview\n\n\*\*Preview: a review would send 10 files/);
    assert.match(text, /about \d+ input tokens, for about \$0\.\d{4} of a budget of \$1\.00\. Nothing was sent\./);
  });

  it('is left in the temporary folder alone where no source may be kept', async () => {
    const inputs = { runMode: 'preview', artifacts: 'none' };
    const { attachments, lines } = await stage.run({ inputs, secretVariables: {} });
    assert.ok(!attachments.some(({ type }) => type === 'second-pass.preview'));
    assert.match(
      lines.join('\n'),
      /stands in (?:\/|[A-Z]:)\S+\.preview\.txt\. It is not attached, since `artifacts` is `none`\./,
    );
  });

  it('names every file in the record, and what would be left out', () => {
    const { files, problems, situation, wouldSend } = JSON.parse(attached('record')?.content ?? '{}');
    assert.deepEqual([situation, problems, wouldSend.files], ['otherRunMode', [], 10]);
    const states = Object.fromEntries(files.map(({ path, state }: { path: string; state: string }) => [path, state]));
    assert.equal(states['web/package-lock.json'], 'skipped');
    assert.equal(states['tools/import_orders.py'], 'notReviewed');
  });
});
