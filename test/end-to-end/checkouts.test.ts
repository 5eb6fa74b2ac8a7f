import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { yamlPullRequest } from '../agent/pipelines';
import { openStage, type Stage } from '../demo/stage';
import { repositoryOf } from '../fakes/repository-of';
import { sarifOf } from '../situations/reviewed';
import { toWindows } from '../windows/on-windows';
import { shownReview } from './shown';

const BASE = { 'src/Run.ts': 'export function run(x: string) {\n  return x;\n}\n', 'src/other.ts': 'eval("1");\n' };
const SOURCE = { ...BASE, 'src/Run.ts': 'export function run(x: string) {\n  return eval(x);\n}\n' };

/** A path as a tool on the task's own system writes it. */
const asTold = (path: string): string => (process.env.SECOND_PASS_WINDOWS_BED ? toWindows(path) : path);

describe('alerts where a job checks out several repositories, through the packaged task', function () {
  this.timeout(120_000);
  let stage: Stage;
  let sources: string;

  before(async () => {
    stage = await openStage({ repository: repositoryOf(BASE, SOURCE), here: true, claude: { reviewer: () => ({}) } });
  });
  after(() => stage.close());
  beforeEach(() => {
    sources = mkdtempSync(join(tmpdir(), 'second-pass-sources-'));
  });
  afterEach(() => rmSync(sources, { recursive: true, force: true }));

  /** The repository lies in `checkout` below the sources; a tool has written absolute addresses. */
  async function run(checkout: string, addressOf: (folder: string) => string, line = 2) {
    const folder = join(sources, checkout);
    mkdirSync(folder, { recursive: true });
    mkdirSync(join(sources, 'tools', 'src'), { recursive: true });
    writeFileSync(join(sources, 'lint.sarif'), JSON.stringify(sarifOf([[addressOf(folder), line]])));
    const scene = await stage.open();
    const outcome = await scene.run({
      inputs: { sarif: 'lint.sarif', enforcedRules: 'shop.no-eval' },
      workingFolder: sources,
      variables: {
        ...yamlPullRequest(scene.world),
        'Build.SourcesDirectory': sources,
        'Build.Repository.LocalPath': folder,
      },
    });
    const { statuses, threads } = shownReview(scene.snapshot());
    return { outcome, status: statuses.at(-1) ?? '', threads };
  }

  const spellings: [what: string, checkout: string, address: (folder: string) => string][] = [
    ['absolute, below its name', 'shop', (folder) => join(folder, 'src', 'Run.ts')],
    ['a file address', 'shop', (folder) => pathToFileURL(join(folder, 'src', 'Run.ts')).href],
    ['absolute, below a path of its own', join('deep', 'er'), (folder) => join(folder, 'src', 'Run.ts')],
    ['relative to the sources', 'shop', () => 'shop/src/Run.ts'],
  ];
  for (const [what, checkout, address] of spellings) {
    it(`${what}: an enforced alert on a changed line fails`, async () => {
      const { outcome, status, threads } = await run(checkout, address);
      assert.equal(outcome.outputVariables.verdict, 'FAIL', outcome.rawOutput);
      assert.match(status, /^second-pass\/review failed \(1\): FAIL: 1 blocker/);
      assert.match(JSON.stringify(threads), /src\/Run\.ts/);
    });
  }

  it('control: one in the other repository fails nothing, and is counted', async () => {
    const { outcome, status } = await run('shop', (folder) => asTold(join(folder, '..', 'tools', 'src', 'Run.ts')));
    assert.notEqual(outcome.outputVariables.verdict, 'FAIL', outcome.rawOutput);
    assert.doesNotMatch(status, /failed/);
    assert.match(outcome.summary, /1 in files that were not changed/);
  });

  it('control: one on an unchanged line fails nothing', async () => {
    const { outcome, status } = await run('shop', (folder) => join(folder, 'src', 'Run.ts'), 1);
    assert.equal(outcome.outputVariables.verdict, 'PASS', outcome.rawOutput);
    assert.match(status, /succeeded/);
    assert.match(outcome.summary, /1 elsewhere in changed files/);
  });
});
