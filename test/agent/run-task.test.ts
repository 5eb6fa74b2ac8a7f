import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTask, startTask, type TaskOutcome, type TaskRun } from './run-task';
import { sampleExtension } from './sample-extension';
import type { TaskManifest } from './task-package';

describe("the agent's stand-in", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'second-pass-stand-in-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const run = (script: string, more: Partial<TaskRun> = {}, manifest: Partial<TaskManifest> = {}) =>
    runTask({ vsix: sampleExtension(folder, script, manifest), ...more });
  /** Prints the lines; each entry is one write. */
  const print = (...writes: string[]) =>
    writes.map((text) => `process.stdout.write(${JSON.stringify(text)});`).join('');
  const environmentOf = (outcome: TaskOutcome) => JSON.parse(outcome.lines.join('')) as Record<string, string>;
  const showEnvironment = 'console.log(JSON.stringify(process.env))';

  it('unpacks the contribution below name, id and version and starts its target there', async () => {
    const outcome = await run('console.log(__filename, process.cwd(), process.argv.length)', { workFolder: folder });
    const target = join(folder, '_tasks', 'Sample_0b7d8f0e-6a52-4a53-9d3e-3b5b1f5f0c11', '1.2.3', 'index.js');
    assert.deepEqual(outcome.lines, [`${target} ${join(folder, '1', 's')} 2`]);
  });

  it('closes stdin', async () => {
    const outcome = await run("process.stdin.on('end', () => console.log('end')).resume()");
    assert.deepEqual([outcome.lines, outcome.result], [['end'], 'Succeeded']);
  });

  it('gives defaults, expands macros once, and leaves unknown ones as they are', async () => {
    const variables = { first: '$(second)', second: 'two', 'Build.SourceBranch': 'refs/heads/main' };
    const first = environmentOf(await run(showEnvironment, { variables, inputs: { key: ' $(FIRST) ' } }));
    assert.deepEqual([first.INPUT_GREETING, first.INPUT_KEY, first.INPUT_CONNECTION], ['hello', '$(second)', '']);
    assert.deepEqual([first.BUILD_SOURCEBRANCH, first.TF_BUILD], ['refs/heads/main', 'True']);
    assert.ok(JSON.parse(first.VSTS_PUBLIC_VARIABLES ?? '').includes('Build.SourceBranch'));
    const other = environmentOf(await run(showEnvironment, { inputs: { greeting: '', key: '$(nobody)' } }));
    assert.deepEqual([other.INPUT_GREETING, other.INPUT_KEY], ['', '$(nobody)']);
  });

  it('refuses an input that the task does not declare', async () => {
    await assert.rejects(async () => run('', { inputs: { gretting: 'x' } }), /declares no input gretting/);
  });

  it('gives secrets only as secrets, and masks them', async () => {
    const secretVariables = { 'my.key': 'k3y-of-the-sample' };
    const outcome = await run(`${showEnvironment};console.log(Buffer.from('k3y-of-the-sample').toString('base64'))`, {
      secretVariables,
      inputs: { key: '$(my.key)' },
    });
    const shown = outcome.lines.join('\n');
    assert.ok(!shown.includes('k3y-of-the-sample') && !shown.includes('azN5LW9mLXRoZS1zYW1wbGU'));
    assert.match(outcome.rawOutput, /"INPUT_KEY":"k3y-of-the-sample"/);
    assert.match(outcome.rawOutput, /"SECRET_MY_KEY":"k3y-of-the-sample"/);
    assert.ok(!outcome.rawOutput.includes('"MY_KEY"'));
  });

  const endpoints = [
    {
      id: 'a1',
      name: 'model',
      url: 'https://api.example.com/',
      scheme: 'Token',
      parameters: { apitoken: 'api-t0ken' },
    },
    { id: 'b2', name: 'other', url: 'https://other.example.com/', scheme: 'Token', parameters: { apitoken: 'other' } },
  ];

  it('hands over the connection that an input names, and the job token', async () => {
    const more = { endpoints, inputs: { connection: 'model' }, accessToken: 'j0b-token' };
    const outcome = await run(showEnvironment, more);
    const environment = JSON.parse(outcome.rawOutput) as Record<string, string>;
    assert.equal(environment.INPUT_CONNECTION, 'a1');
    assert.equal(environment.ENDPOINT_AUTH_a1, '{"parameters":{"apitoken":"api-t0ken"},"scheme":"Token"}');
    assert.equal(environment.ENDPOINT_AUTH_PARAMETER_a1_APITOKEN, 'api-t0ken');
    assert.equal(environment.ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN, 'j0b-token');
    assert.equal(environment.ENDPOINT_URL_b2, undefined);
    assert.ok(!outcome.lines.join('').includes('j0b-token'));
  });

  it('skips a step with a connection where secrets are withheld, and runs one without', async () => {
    const skipped = await run(showEnvironment, { endpoints, inputs: { connection: 'model' }, withoutSecrets: true });
    assert.deepEqual([skipped.result, skipped.rawOutput], ['Skipped', '']);
    const secretVariables = { key: 's3cret' };
    const ran = await run(showEnvironment, { secretVariables, inputs: { key: '$(key)' }, withoutSecrets: true });
    assert.equal(environmentOf(ran).INPUT_KEY, '$(key)');
  });

  it('splits lines at every kind of end, across writes', async () => {
    const outcome = await run(print('one\r', '\ntwo\rthr', 'ee\nfour'));
    assert.deepEqual(outcome.lines, ['one', 'two', 'three', 'four']);
  });

  it('finds a command anywhere in a line of either stream, behind a lone carriage return too', async () => {
    const outcome = await run(
      `${print('x\rtext ##vso[task.setvariable variable=verdict]PASS%AZP25%0Ab\n')}console.error('##VSO[no] ##vso[Task.LogIssue Type=Error]bad')`,
    );
    assert.deepEqual(outcome.outputVariables, { verdict: 'PASS%\nb' });
    assert.deepEqual(outcome.issues, [{ type: 'error', message: 'bad' }]);
  });

  it('keeps to the list of settable variables', async () => {
    const outcome = await run(
      print('##vso[task.setvariable variable=PATH]/tmp\n', '##vso[task.setvariable variable=counter;isOutput=true]1\n'),
    );
    assert.deepEqual(outcome.outputVariables, { counter: '1' });
    assert.match(outcome.issues[0]?.message ?? '', /PATH is not in the list/);
  });

  const results: [name: string, script: string, result: string][] = [
    ['nothing said', '', 'Succeeded'],
    ['an exit code', 'process.exitCode = 3', 'Failed'],
    ['a result', print('##vso[task.complete result=SucceededWithIssues]x\n'), 'SucceededWithIssues'],
    [
      'the worst of several',
      print('##vso[task.complete result=Failed;]\n##vso[task.complete result=Succeeded]\n'),
      'Failed',
    ],
    ['a result that is none', print('##vso[task.complete result=Cancelled]\n'), 'Failed'],
    ['an unknown event', print('##vso[task.explode]\n'), 'Failed'],
    ['an unknown area', print('##vso[other.explode]\n'), 'Succeeded'],
    ['a broken command', print('##vso[task.complete result=Failed\n'), 'Succeeded'],
  ];
  for (const [name, script, result] of results) {
    it(`ends ${result} on ${name}`, async () => assert.equal((await run(script)).result, result));
  }

  it('keeps ten issues of a type and logs the rest', async () => {
    const outcome = await run("for (let i = 0; i < 12; i++) console.log('##vso[task.logissue type=warning]w' + i)");
    assert.deepEqual([outcome.issues.length, outcome.lines.length], [10, 12]);
  });

  it('reads summary and attachments after the step', async () => {
    const script = `
      const { writeFileSync } = require('node:fs');
      const path = process.env.AGENT_TEMPDIRECTORY + '/a.json';
      writeFileSync(path, 'early');
      writeFileSync(process.env.AGENT_TEMPDIRECTORY + '/left', '');
      console.log('##vso[task.addattachment type=t;name=n]' + path);
      console.log('##vso[task.uploadsummary]' + path);
      process.on('exit', () => writeFileSync(path, 'late'));`;
    const outcome = await run(script);
    assert.deepEqual(
      outcome.attachments.map(({ type, name, content }) => [type, name, content]),
      [['t', 'n', 'late']],
    );
    assert.deepEqual([outcome.summary, outcome.leftFiles], ['late', ['left']]);
  });

  it('fails a step whose attachment is not there or has no file name', async () => {
    assert.equal((await run(print('##vso[task.addattachment type=t;name=n]/nowhere\n'))).result, 'Failed');
    assert.equal((await run(print('##vso[task.addattachment type=a/b;name=n]/etc/hostname\n'))).result, 'Failed');
  });

  it('blocks summary and attachments in restricted mode', async () => {
    const restrictions = { commands: { mode: 'restricted' } };
    const outcome = await run(print('##vso[task.uploadsummary]/nowhere\n'), {}, { restrictions });
    assert.deepEqual([outcome.result, outcome.issues.length], ['Succeeded', 1]);
  });

  it('cancels with SIGINT and lets the task finish its last words', async () => {
    const script = `
      process.on('SIGINT', () => { console.log('stopping'); clearInterval(timer); });
      const timer = setInterval(() => {}, 1000);
      console.log('ready');`;
    const outcome = await run(script, { cancelAfter: /ready/ });
    assert.deepEqual([outcome.result, outcome.lines], ['Canceled', ['ready', 'stopping']]);
  });

  it('goes on to SIGTERM and to the kill', async () => {
    const script = `
      for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => console.log(name));
      setInterval(() => {}, 1000);
      console.log('ready');`;
    const patience = { interrupt: 150, terminate: 150 };
    const task = startTask({ vsix: sampleExtension(folder, script), cancelAfter: /ready/, patience });
    const outcome = await task.finished;
    assert.deepEqual(outcome.lines, ['ready', 'SIGINT', 'SIGTERM']);
    assert.deepEqual([outcome.result, outcome.exitCode], ['Canceled', null]);
  });
});
