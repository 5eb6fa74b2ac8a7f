import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { figuresJson, figuresOf } from '../../src/steps/insights/figures';
import { readAggregate } from '../../src/steps/insights/packed-aggregate';
import { openStage, type Stage } from '../demo/stage';
import { smallChange } from '../end-to-end/small-change';
import { runCommand } from './run-command';

describe('second-pass stats', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'second-pass-stats-'));
  const environment = { AZURE_DEVOPS_TOKEN: 'token-of-a-reader' };
  let stage: Stage;
  let words: string[];

  before(async () => {
    stage = await openStage({ repository: smallChange() });
    const { azureDevOps, repository, sample } = stage;
    azureDevOps.registerToken('token-of-a-reader', azureDevOps.person('Rita Reader'));
    await stage.run();
    await stage.open({ title: 'Nobody reviewed this' });
    const other = await azureDevOps.addRepository({ directory: sample.folder, name: 'ledger', project: 'Web Shop' });
    await stage.open({ repository: other });
    assert.equal(repository.name, 'shop');
    words = ['stats', '--organization', azureDevOps.url, '--project', 'Web Shop'];
  });
  after(async () => {
    await stage.close();
    rmSync(folder, { recursive: true });
  });

  const run = (more: readonly string[] = [], given: Record<string, string> = environment) =>
    runCommand([...words, ...more], { environment: given, folder });

  it('reads all of a project, or one repository', async () => {
    const all = JSON.parse((await run(['--format', 'json'])).out);
    assert.deepEqual([all.pullRequests, all.reviewed, all.all.findings], [3, 1, 1]);
    assert.deepEqual(
      all.byRepository.map((one: { name: string; pullRequests: number }) => [one.name, one.pullRequests]),
      [
        ['ledger', 1],
        ['shop', 2],
      ],
    );
    assert.deepEqual([all.coverage.value, all.coverage.cases, all.coverage.unknown], [1 / 3, 3, 0]);
    assert.ok(all.cost.usd > 0);
    const one = JSON.parse((await run(['--format', 'json', '--repository', 'shop'])).out);
    assert.deepEqual([one.pullRequests, one.reviewed], [2, 1]);
  });

  it('shows them as a table, as CSV and as a page', async () => {
    assert.match(
      (await run()).out,
      /^1 of 3 pull requests reviewed, 1 findings\nacted on: too few to tell \(0 cases\)\n/,
    );
    assert.match((await run(['--since', '2999-01-01'])).out, /^0 of 0 pull requests reviewed/);
    assert.match((await run(['--format', 'csv'])).out, /\r\nrepository,shop,1,1,0,/);
    const { out } = await run(['--format', 'html']);
    assert.match(out, /<h1>Second Pass in Web Shop<\/h1>/);
    assert.match(out, /Threads written by: Web Shop Build Service/);
  });

  it('counts the accounts that are named alone, and what is signed where the key is known', async () => {
    const nobody = JSON.parse((await run(['--format', 'json', '--identity', 'somebody-else'])).out);
    assert.deepEqual([nobody.pullRequests, nobody.reviewed], [3, 0]);
    const wrong = { ...environment, SECOND_PASS_MEMORY_KEY: 'not the key that signed them' };
    assert.equal(JSON.parse((await run(['--format', 'json'], wrong)).out).all.findings, 0);
    const right = { ...environment, SECOND_PASS_MEMORY_KEY: 'sk-ant-emulator' };
    assert.equal(JSON.parse((await run(['--format', 'json'], right)).out).all.findings, 1);
  });

  it('goes on from what was read, and refuses a file of other figures', async () => {
    const { azureDevOps } = stage;
    const scene = await stage.open();
    await azureDevOps.complete(scene.pullRequestId);
    const first = await run(['--format', 'json', '--continue', 'read.jsonl']);
    const before = azureDevOps.requests.length;
    const second = await run(['--format', 'json', '--continue', 'read.jsonl']);
    const asked = azureDevOps.requests.slice(before).map(({ path }) => path);
    assert.equal(second.out, first.out);
    assert.ok(!asked.some((path) => path.includes(`/${scene.pullRequestId}/`)), asked.join('\n'));
    const other = await run(['--repository', 'shop', '--continue', 'read.jsonl']);
    assert.match(
      other.said,
      /^Input "--continue" was "read\.jsonl"; allowed: a new file, or one that the same command/,
    );
  });

  it('attaches the figures in a pipeline, and warns of the month', async () => {
    writeFileSync(join(folder, 'policy.json'), '{"policyVersion":1,"monthlyUsd":0}');
    const given = { ...environment, AGENT_TEMPDIRECTORY: folder };
    const { said, out } = await run(['--format', 'json', '--attach', '--policy', 'policy.json'], given);
    const path = /##vso\[task\.addattachment type=second-pass\.insights;name=insights;\](.*)/.exec(said)?.[1] ?? '';
    assert.ok(existsSync(path), said);
    assert.match(said, /##vso\[build\.addbuildtag\]second-pass-insights/);
    const aggregate = readAggregate(JSON.parse(readFileSync(path, 'utf8')));
    assert.ok(aggregate);
    assert.equal(figuresJson(figuresOf(aggregate)), out);
  });

  it('names what is wrong', async () => {
    const told = async (more: string[], given = environment as Record<string, string>) => (await run(more, given)).said;
    assert.match(
      await told([], {}),
      /^There is no token for Azure DevOps\. Set the environment variable AZURE_DEVOPS_TOKEN/,
    );
    assert.match(
      await told(['--since', 'yesterday']),
      /^Input "--since" was "yesterday"; allowed: a date like 2026-01-31\./,
    );
    assert.match(await told(['--weeks', '0']), /^Input "--weeks" was "0"; allowed: a whole number/);
    const wrong = await run([], { AZURE_DEVOPS_TOKEN: 'nobody' });
    assert.deepEqual([wrong.code, wrong.out], [2, '']);
  });
});
