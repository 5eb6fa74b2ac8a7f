import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { branchBuild, gitHubPullRequest, yamlPullRequest } from '../agent/pipelines';
import type { TaskRun } from '../agent/run-task';
import { openStage, type Scene, type Stage } from '../demo/stage';
import { type Fault, troubles } from '../emulators/claude/server';
import { smallChange } from './small-change';

interface Ending {
  name: string;
  run?(scene: Scene): Partial<TaskRun>;
  inputs?: Record<string, string>;
  trouble?: Fault['trouble'];
  /** Of the service, before the run. */
  given?(stage: Stage, scene: Scene): void;
}

const ABSENT = 'd'.repeat(40);
const YESTERDAY = 'token-of-yesterday';

const ENDINGS: readonly Ending[] = [
  { name: 'A bad input', inputs: { failOn: 'sometimes' } },
  { name: 'Two bad inputs', inputs: { failOn: 'sometimes', maxComments: 'many' } },
  { name: 'A glob that cannot be used', inputs: { exclude: 'src/**\n{1..5000}' } },
  { name: 'A bad input and an expired token', inputs: { failOn: 'x' }, run: () => ({ accessToken: YESTERDAY }) },
  { name: 'A bad input and no pull request', inputs: { failOn: 'x' }, run: noPullRequest },
  { name: 'Not a pull request', run: noPullRequest },
  { name: 'A repository of GitHub', run: ({ world }) => ({ variables: gitHubPullRequest(world) }) },
  { name: 'A pull request that does not exist', inputs: { pullRequestId: '4711' } },
  {
    name: 'A pull request of the pipeline that cannot be seen',
    run: ({ world }) => ({ variables: yamlPullRequest({ ...world, pullRequestId: 4712 }) }),
  },
  { name: 'An expired token', run: () => ({ accessToken: YESTERDAY }) },
  { name: 'No token', run: () => ({ accessToken: '' }) },
  { name: 'A wrong key', trouble: troubles.unauthorized() },
  { name: 'No key', inputs: { anthropicApiKey: '' } },
  { name: 'A key that nothing defines', inputs: { anthropicApiKey: '$(Nowhere)' } },
  { name: 'An unknown model', trouble: troubles.modelNotFound('claude-sonnet-5-5') },
  { name: 'Over the budget', inputs: { budgetUsd: '0.0001' } },
  { name: 'No git', run: () => ({ agentEnvironment: { PATH: '/nonexistent' } }) },
  {
    name: 'A scanner that is required and missing',
    inputs: { semgrep: 'required' },
    run: () => ({ agentEnvironment: { PATH: '/usr/bin:/bin' } }),
  },
  {
    name: 'A commit that does not exist, neither for git nor over REST',
    given({ azureDevOps }, { pullRequestId }) {
      const newest = azureDevOps.pullRequest(pullRequestId).iterations.at(-1);
      if (newest) newest.source = ABSENT;
      azureDevOps.fault({ match: { route: /\/(items|trees|blobs)/, times: 100 }, answer: 404 });
    },
  },
  { name: 'Nothing left by exclude', inputs: { exclude: '**' } },
  { name: 'Two globs on one line, and nothing left by the next', inputs: { exclude: 'web/**, docs/**\n**' } },
];

function noPullRequest({ world }: Scene): Partial<TaskRun> {
  return { variables: branchBuild(world) };
}

const EXPECTED = join(__dirname, 'logs.expected.md');
const isUpdating = process.argv.includes('--update');

describe('what the log says when nothing is reviewed', function () {
  this.timeout(120_000);
  let stage: Stage;
  const said: string[] = [];

  before(async () => {
    stage = await openStage({ repository: smallChange() });
  });
  after(() => stage.close());
  afterEach(() => {
    stage.claude.clearFaults();
    stage.azureDevOps.clearFaults();
  });

  for (const { name, inputs = {}, run, trouble, given } of ENDINGS) {
    it(name, async () => {
      const scene = await stage.open();
      given?.(stage, scene);
      if (trouble) stage.claude.fault({ trouble, times: 100 });
      const outcome = await scene.run({ ...run?.(scene), inputs });
      const section = `## ${name}: ${outcome.result}\n\n\`\`\`\n${anyRun(outcome.lines)}\n\`\`\`\n`;
      said.push(section);
      assert.deepEqual(repeated(outcome.lines), []);
      if (isUpdating) return;
      assert.ok(existsSync(EXPECTED), `${EXPECTED} is missing; run with --update and review it`);
      assert.equal(section, sectionOf(readFileSync(EXPECTED, 'utf8'), name));
    });
  }

  it('An endpoint where nobody listens: each try, then what to check, once', async () => {
    const scene = await stage.open();
    const endpoint = await closedPort();
    const { lines } = await scene.run({ inputs: { endpoint, timeoutMinutes: '1' } });
    const text = lines.join('\n');
    assert.match(
      text,
      /warning\]NOT REVIEWED: No answer from 127\.0\.0\.1:\d+: ECONNREFUSED\. Check that the agent can/,
    );
    assert.match(text, /under connection\.$/);
    assert.equal(text.split('Check that the agent can reach').length, 2);
  });

  it('no expectation is left over', () => {
    if (isUpdating) writeFileSync(EXPECTED, said.join('\n'));
    const names = [...readFileSync(EXPECTED, 'utf8').matchAll(/^## (.*): \w+$/gm)].map(([, name]) => name);
    assert.deepEqual(
      names,
      ENDINGS.map(({ name }) => name),
    );
  });
});

/** Without what differs between runs and agents: versions, and how long each part took. */
function anyRun(lines: readonly string[]): string {
  return lines
    .filter((line) => !/^[A-Za-z ]+: \d+ ms in \d+ calls?$/.test(line))
    .map((line) => line.replace(/^Second Pass .*, Node .*$/, 'Second Pass (version), Node (version)'))
    .map((line) => line.replace(/^git \d.*$/, 'git (version and path)'))
    .map((line) => line.replace(/(?<=^The pages of Second Pass lie on this agent in ).*[\\/]docs$/, '(folder)'))
    .join('\n');
}

/** Sentences that stand in the log more than once; a short one may. */
function repeated(lines: readonly string[]): string[] {
  const sentences = lines.flatMap((line) => line.replace(/^##\[\w+\]/, '').split(/(?<=[.:]) /));
  return sentences.filter((sentence, index) => sentence.length > 25 && sentences.indexOf(sentence) !== index);
}

function sectionOf(page: string, name: string): string {
  const sections = page.split(/^(?=## )/m);
  return (sections.find((section) => section.startsWith(`## ${name}: `)) ?? '').trimEnd().concat('\n');
}

/** An address that was free a moment ago. */
async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
