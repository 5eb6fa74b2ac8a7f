import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TaskOutcome, TaskRun } from '../agent/run-task';
import { openStage, type Scene, type Stage } from '../demo/stage';
import { troubles } from '../emulators/claude/server';
import { placesOf } from '../end-to-end/shown';
import { SOURCE, smallChange } from '../end-to-end/small-change';
import { pathWith } from './path-with';

const ZERO_WIDTH = '\u200b';

describe('when only static analysis can run, through the packaged task', function () {
  this.timeout(120_000);
  let stage: Stage;
  let folder: string;
  let onlyGit: ReturnType<typeof pathWith>;

  before(async () => {
    onlyGit = pathWith('git');
    const hidden = { 'src/hidden.ts': `export const a${ZERO_WIDTH} = 1;\n`, 'deploy/.env': 'KEY=1\n' };
    stage = await openStage({ repository: smallChange({ ...SOURCE, ...hidden }) });
    folder = mkdtempSync(join(tmpdir(), 'second-pass-analysis-'));
    mkdirSync(join(folder, 'out'));
    writeFileSync(join(folder, 'out', 'tool.sarif'), sarif());
  });
  after(async () => {
    await stage.close();
    onlyGit.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => stage.claude.clearFaults());

  async function review(inputs: Record<string, string>, more: Partial<TaskRun> = {}): Promise<[Scene, TaskOutcome]> {
    const scene = await stage.open();
    const run = {
      workingFolder: folder,
      agentEnvironment: { PATH: onlyGit.path },
      ...more,
      inputs: { sarif: 'out/*.sarif', ...inputs },
    };
    return [scene, await scene.run(run)];
  }
  const recordOf = ({ attachments }: TaskOutcome) =>
    JSON.parse(attachments.find(({ type }) => type === 'second-pass.record')?.content ?? '{}');

  const assertNothingSent = (receipt: { sent: boolean; bytes: number }[]) =>
    assert.ok(receipt.length > 0 && receipt.every(({ sent, bytes }) => !sent && bytes === 0));

  it('a required scanner that is missing: alerts of other sources are posted, Claude is not asked', async () => {
    const before = stage.claude.requests.length;
    const [scene, outcome] = await review({ semgrep: 'required' });
    assert.deepEqual([outcome.result, outcome.outputVariables.outcome], ['Failed', 'notReviewed'], outcome.rawOutput);
    assert.equal(stage.claude.requests.length, before);
    assert.deepEqual(placesOf(scene.snapshot()).sort(), [
      '/deploy/.env file Files of this name usually hold secrets',
      '/src/hidden.ts 1 This line does not do what it seems to: U+200B has no width',
      '/src/total.ts 2 A variable that is changed',
    ]);
    const { problems, receipt, findings } = recordOf(outcome);
    assert.match(problems[0], /Neither semgrep nor opengrep is on the PATH/);
    assert.match(problems[1], /^Only static analysis ran; its alerts stand\.$/);
    assertNothingSent(receipt);
    assert.ok(findings.some(({ path }: { path: string }) => path === 'deploy/.env'));
    const last = scene.snapshot().statuses.at(-1);
    assert.equal(last?.state, 'failed');
    assert.match(last?.description ?? '', /^NOT REVIEWED: /);
    const tracking = scene.snapshot().threads.find(({ file }) => file === undefined)?.comments[0]?.content ?? '';
    assert.match(tracking, /Only static analysis ran; its alerts stand/);
    assert.match(tracking, /deploy\/\.env/);
  });

  it('Claude that cannot be reached: the same alerts', async () => {
    stage.claude.fault({ trouble: troubles.status(401), times: 99 });
    const [scene, outcome] = await review({});
    assert.equal(outcome.outputVariables.outcome, 'notReviewed', outcome.rawOutput);
    assert.equal(placesOf(scene.snapshot()).length, 3);
    assert.ok(recordOf(outcome).problems.includes('Only static analysis ran; its alerts stand.'));
  });

  it('no key at all: nothing is said to have been sent', async () => {
    const [scene, outcome] = await review({ anthropicApiKey: '$(Nobody)' });
    assert.equal(placesOf(scene.snapshot()).length, 3);
    assertNothingSent(recordOf(outcome).receipt);
  });

  it('a committed file of secrets blocks although it is never sent', async () => {
    const [, outcome] = await review({ sarif: '', exclude: 'src/**' });
    assert.deepEqual([outcome.outputVariables.verdict, outcome.outputVariables.blockers], ['FAIL', '1']);
  });

  it('nothing in scope needs no scanner', async () => {
    const [, outcome] = await review({ semgrep: 'required', sarif: '', include: 'nowhere/**' });
    assert.notEqual(outcome.outputVariables.outcome, 'notReviewed', outcome.rawOutput);
  });

  it('auto goes on without a scanner and says so', async () => {
    const [, outcome] = await review({ semgrep: 'auto' });
    const { ending, notes, problems } = recordOf(outcome);
    assert.deepEqual([ending.outcome, ending.verdict], ['partlyReviewed', 'FAIL'], outcome.rawOutput);
    assert.equal(problems.length, 1, 'a file of secrets is not read, and nothing else is missing');
    assert.match(problems[0], /^1 changed file was not reviewed: deploy\/\.env \(secret by its name/);
    assert.ok(
      notes.includes('Semgrep is not installed here (`pip install semgrep` adds it): there was no scan of our own.'),
    );
  });
});

function sarif(): string {
  const location = { artifactLocation: { uri: 'src/total.ts' }, region: { startLine: 2 } };
  const message = { text: 'A variable that is changed.' };
  const results = [{ ruleId: 'tool/let', level: 'warning', message, locations: [{ physicalLocation: location }] }];
  return JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'Tool', version: '1.0' } }, results }] });
}
