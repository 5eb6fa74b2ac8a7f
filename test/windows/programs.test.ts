import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { yamlPullRequest } from '../agent/pipelines';
import { openStage, type Stage } from '../demo/stage';
import { shownReview } from '../end-to-end/shown';
import { smallChange } from '../end-to-end/small-change';
import { bed, gitFolder, pathOf, running } from './on-windows';

const ALERT_SOURCE = 'import subprocess\n\n\ndef archive(path):\n    subprocess.run("gzip " + path, shell=True)\n';

describe('programs on Windows', () => {
  let stage: Stage;
  let folder: string;

  before(async () => {
    stage = await openStage({ repository: smallChange({ 'tools/archive.py': ALERT_SOURCE }) });
  });
  after(() => stage?.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'windows-programs-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function put(name: string, program: string): string {
    const made = join(folder, name);
    mkdirSync(made, { recursive: true });
    copyFileSync(join(bed, 'semgrep.exe'), join(made, program));
    return made;
  }

  it('the git of the agent is found where PATH has none', async () => {
    mkdirSync(join(folder, 'agent', 'externals'), { recursive: true });
    symlinkSync(join(bed, 'git'), join(folder, 'agent', 'externals', 'git'));
    const scene = await stage.open();
    const variables = { ...yamlPullRequest(scene.world), 'Agent.HomeDirectory': join(folder, 'agent') };
    const outcome = await scene.run({ agentEnvironment: pathOf(), variables });
    assert.equal(outcome.outputVariables.outcome, 'reviewed', outcome.rawOutput);
    assert.match(outcome.rawOutput, /git 2\.47\.3, .*\\externals\\git\\cmd\\git\.exe/);
    assert.doesNotMatch(outcome.rawOutput, /over REST/);
  });

  it('a git that cannot start is one sentence, and the next is taken', async () => {
    const broken = join(folder, 'broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'git.exe'), 'no program at all');
    const scene = await stage.open();
    const outcome = await scene.run({ agentEnvironment: pathOf(broken, gitFolder()) });
    assert.equal(outcome.outputVariables.outcome, 'reviewed', outcome.rawOutput);
    assert.match(outcome.issues.map(({ message }) => message).join('\n'), /broken.git\.exe cannot be used: /);
  });

  it('Semgrep’s spelling of a path is understood, and it sees nothing of the job', async () => {
    const semgrep = put('semgrep', 'semgrep.exe');
    const scene = await stage.open();
    const outcome = await scene.run({
      agentEnvironment: pathOf(gitFolder(), semgrep),
      inputs: { semgrep: 'required' },
    });
    const { threads } = shownReview(scene.snapshot());
    assert.ok(
      threads.some(({ place }) => place.startsWith('/tools/archive.py 5')),
      JSON.stringify(threads.map(({ place }) => place)),
    );
    assert.deepEqual(outcome.leftFiles, []);
    const log = readFileSync(join(semgrep, 'semgrep.log'), 'utf8');
    const names = log.split('\n').flatMap((line) => /^environment (\w+)=/.exec(line)?.[1]?.toUpperCase() ?? []);
    const ofJob = names.filter((name) => /^(SYSTEM_|BUILD_|AGENT_|ENDPOINT|INPUT|SECRET|TF_|CLAUDE)/.test(name));
    assert.deepEqual(ofJob, []);
    assert.match(log, /NoDefaultCurrentDirectoryInExePath=1/);
  });

  it('a job that is cancelled ends the scanner, and starts nothing that lies in the checkout', async () => {
    const semgrep = put('semgrep', 'semgrep.exe');
    const scanner = join(semgrep, 'semgrep.exe');
    writeFileSync(join(semgrep, 'semgrep-hangs'), '');
    const checkout = put('checkout', 'taskkill.exe');
    for (const name of ['git.exe', 'cmd.exe', 'semgrep.exe'])
      copyFileSync(join(bed, 'semgrep.exe'), join(checkout, name));
    const scene = await stage.open();
    const task = scene.start({
      agentEnvironment: pathOf(gitFolder(), semgrep),
      workingFolder: checkout,
      inputs: { semgrep: 'required' },
      patience: { interrupt: 60_000, terminate: 10_000 },
    });
    for (let round = 0; round < 600 && running(scanner) === 0; round += 1) await moment();
    assert.notEqual(running(scanner), 0, 'the scan never began');
    task.cancel();
    const outcome = await task.finished;
    assert.equal(outcome.exitCode, 0, outcome.rawOutput);
    assert.equal(running(scanner), 0);
    assert.equal(existsSync(join(checkout, 'semgrep.log')), false, 'a planted program was started');
    assert.deepEqual(outcome.leftFiles, []);
  });

  function moment(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, 100));
  }
});
