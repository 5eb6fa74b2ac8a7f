import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { PipelineFacts } from '../../src/adapters/azure-pipelines/pipeline-facts';
import { yamlPullRequest } from './pipelines';
import { runTask, type TaskOutcome, type TaskRun } from './run-task';
import { sampleExtension } from './sample-extension';

const root = resolve(__dirname, '..', '..');
const adapter = (name: string) => JSON.stringify(join(root, 'src', 'adapters', 'azure-pipelines', name));

const opening = `
  import { logWriter } from ${adapter('install-log-writer')};
  import { withAgent } from ${adapter('agent')};
  import { readPipeline } from ${adapter('pipeline')};
  import { secretsOf } from ${adapter('credentials')};
  import { leaveArtifacts, setOutputVariables } from ${adapter('outputs')};
  import { catchCrashes } from ${adapter('crash')};
  import { listenForCancellation } from ${adapter('cancellation')};
  import { cleanEnvironment } from ${adapter('environment')};
  catchCrashes(logWriter);
  const facts = withAgent(logWriter, (agent) => readPipeline(agent, ['model']));
`;

const world = {
  collectionUrl: 'https://dev.azure.com/fabrikam/',
  project: { id: '22222222-0000-4000-8000-000000000001', name: 'Fiber' },
  repository: { id: '22222222-0000-4000-8000-000000000002', name: 'App' },
  pullRequestId: 17,
  sourceBranch: 'refs/heads/topic',
  targetBranch: 'refs/heads/main',
};

describe("the pipeline's door, in a process of its own", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'second-pass-door-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function run(script: string, more: Partial<TaskRun> = {}): Promise<TaskOutcome> {
    const bundle = await build({
      stdin: { contents: opening + script, resolveDir: root, loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      write: false,
    });
    const manifest = JSON.parse(readFileSync(join(root, 'task.json'), 'utf8'));
    const vsix = sampleExtension(folder, bundle.outputFiles[0]?.text ?? '', manifest);
    return runTask({ vsix, variables: yamlPullRequest(world), ...more });
  }

  it('reads inputs, connections and variables through the library, which prints nothing', async () => {
    const outcome = await run('process.stdout.write(JSON.stringify(facts))', {
      inputs: { model: '$(my.model)', connection: 'claude' },
      variables: { ...yamlPullRequest(world), 'my.model': 'claude-opus-5' },
      endpoints: [
        {
          id: '33333333-0000-4000-8000-000000000003',
          name: 'claude',
          url: 'https://gateway.example.com/',
          scheme: 'Token',
          parameters: { apitoken: 'key-of-the-connection' },
        },
      ],
    });
    assert.deepEqual([outcome.result, outcome.issues, outcome.commands], ['Succeeded', [], []]);
    assert.equal(outcome.lines.length, 1);
    const facts = JSON.parse(outcome.rawOutput) as PipelineFacts;
    assert.deepEqual(facts.inputs, { model: 'claude-opus-5' });
    assert.deepEqual(facts.pullRequest, { id: 17, source: 'pullRequestBuild' });
    assert.deepEqual(facts.credentials, {
      azureDevOps: { kind: 'bearer', token: 'job-token-of-the-stand-in', from: 'job' },
      memoryKey: '',
      model: { kind: 'key', key: 'key-of-the-connection', from: 'connection' },
      unused: [],
    });
  });

  it('leaves no key file of the library behind, and none of its crash handlers', async () => {
    const outcome = await run(
      "console.log(process.listenerCount('uncaughtException'), process.listenerCount('unhandledRejection'))",
      {
        variables: { ...yamlPullRequest(world), 'Agent.ProxyUrl': 'http://proxy.example.com:3128' },
        secretVariables: { 'Agent.ProxyPassword': 'pr0xy-password' },
      },
    );
    assert.deepEqual([outcome.lines, outcome.leftFiles], [['1 1'], []]);
  });

  it('knows a key that is a secret variable from one that is not', async () => {
    const script = 'console.log(facts.warnings.length)';
    const secret = { inputs: { anthropicApiKey: '$(key)' }, secretVariables: { key: 'k-0123456789' } };
    assert.deepEqual((await run(script, secret)).lines, ['0']);
    const open = { inputs: { anthropicApiKey: 'k-0123456789' } };
    assert.deepEqual((await run(script, open)).lines, ['1']);
  });

  it('masks what it is told, after the fact the agent masks it too', async () => {
    const outcome = await run(
      `for (const secret of secretsOf(facts.credentials.model)) logWriter.addSecret(secret);
       console.error('ends in', facts.credentials.model.key.slice(-14));`,
      { inputs: { anthropicApiKey: 'sk-test-0123456789abcdef' } },
    );
    assert.deepEqual(outcome.lines, ['ends in ***']);
    assert.equal(outcome.commands[0]?.name, 'task.setsecret');
  });

  it('tells a crash as inert text and fails', async () => {
    const outcome = await run("setTimeout(() => { throw new Error('x ##vso[task.complete result=Succeeded]') }, 10)");
    assert.equal(outcome.result, 'Failed');
    assert.deepEqual(
      outcome.commands.map(({ name, properties }) => [name, properties.result]),
      [
        ['task.logissue', undefined],
        ['task.complete', 'Failed'],
      ],
    );
    assert.match(outcome.lines.join('\n'), /Error: x #_#vso\[task\.complete result=Succeeded\]\n\s+at /);
  });

  it('tells a rejection that nobody caught, and warnings of Node itself', async () => {
    const outcome = await run("process.emitWarning('w ##vso[task.debug]'); Promise.reject(new Error('lost'))");
    assert.equal(outcome.result, 'Failed');
    assert.match(outcome.lines.join('\n'), /Node: Warning: w #_#vso/);
    assert.match(outcome.lines.join('\n'), /Error: lost/);
  });

  it('leaves outputs, artifacts without secrets and a summary', async () => {
    const outcome = await run(`
      logWriter.addSecret('t0p-secret-value');
      const paths = leaveArtifacts(logWriter, facts.temporaryFolder, { name: 'review', artifactName: undefined }, {
        summary: () => '# PASS', record: () => '{"key":"t0p-secret-value"}', report: () => '<p>',
      });
      setOutputVariables(logWriter, {
        verdict: 'PASS', outcome: 'reviewed', blockers: 0, warnings: 1, suggestions: 2, costUsd: 0.1234567, ...paths,
        previewPath: '', artifactUrl: '',
      });
      logWriter.complete('Succeeded', 'PASS');`);
    assert.equal(outcome.result, 'Succeeded');
    assert.deepEqual(
      outcome.attachments.map(({ type, name, content }) => [type, name, content]),
      [
        ['second-pass.record', 'review', '{"key":"***"}'],
        ['second-pass.report', 'review', '<p>'],
      ],
    );
    assert.equal(outcome.summary, '# PASS');
    const { recordPath, reportPath, ...plain } = outcome.outputVariables;
    assert.deepEqual(plain, {
      verdict: 'PASS',
      outcome: 'reviewed',
      blockers: '0',
      warnings: '1',
      suggestions: '2',
      costUsd: '0.1235',
      sarifPath: '',
      previewPath: '',
      artifactUrl: '',
    });
    assert.deepEqual(
      [recordPath, reportPath],
      outcome.attachments.map(({ path }) => path),
    );
    assert.deepEqual([outcome.issues, outcome.leftFiles], [[], []]);
  });

  it('lives on when it is cancelled, and says so', async () => {
    const script = `
      const run = listenForCancellation({ deadline: 60_000, monotonic: () => performance.now() });
      const wait = setInterval(() => {}, 1_000);
      run.signal.addEventListener('abort', () => {
        clearInterval(wait);
        console.log('told:', run.signal.reason.message);
        run.end();
      });
      console.log('ready');`;
    const outcome = await run(script, { cancelAfter: /ready/ });
    assert.deepEqual([outcome.result, outcome.exitCode], ['Canceled', 0]);
    assert.deepEqual(outcome.lines, ['ready', 'told: The run was cancelled.']);
  });

  it('takes what steers the model out of the environment', async () => {
    const outcome = await run(
      `const { warnings } = cleanEnvironment();
       console.log(warnings.length, process.env.ANTHROPIC_BASE_URL, process.env.SYSTEM_ACCESSTOKEN, process.env.INPUT_MODEL)`,
      {
        variables: { ...yamlPullRequest(world), ANTHROPIC_BASE_URL: 'https://evil.example.com' },
        environment: { SYSTEM_ACCESSTOKEN: 'token' },
      },
    );
    assert.deepEqual(outcome.lines, ['1 undefined undefined undefined']);
  });

  it('starts main.js on Node 20 and later, and refuses older ones in plain words', async () => {
    const guard = readFileSync(join(root, 'src', 'index.js'), 'utf8');
    const started = sampleExtension(folder, guard, {}, { 'main.js': "console.log('main')" });
    assert.deepEqual((await runTask({ vsix: started })).lines, ['main']);
    const old = "Object.defineProperty(process, 'versions', { value: { node: '16.20.2' } });\n";
    const outcome = await runTask({ vsix: sampleExtension(folder, old + guard) });
    assert.deepEqual([outcome.result, outcome.exitCode], ['Failed', 0]);
    assert.match(outcome.issues[0]?.message ?? '', /needs Node 20 or 24.*Node 16\.20\.2/);
  });
});
