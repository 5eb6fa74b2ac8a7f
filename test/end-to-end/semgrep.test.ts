import assert from 'node:assert/strict';
import { needSemgrep } from '../adapters/semgrep/real-semgrep';
import type { TaskOutcome } from '../agent/run-task';
import { openStage, type Stage } from '../demo/stage';
import { repositoryOf } from '../fakes/repository-of';
import { shownReview } from './shown';

/** The old fault stays, two new ones arrive: one in the product, one that the critique calls harmless. */
const BASE = {
  'tools/old.py': 'import os\n\n\ndef clean(folder):\n    os.system("rm -r " + folder)\n',
};
const SOURCE = {
  'tools/old.py': 'import os\n\n\ndef clean(folder):\n    """Removes a folder."""\n    os.system("rm -r " + folder)\n',
  'tools/archive.py': 'import subprocess\n\n\ndef archive(path):\n    subprocess.run("gzip " + path, shell=True)\n',
  'tools/reading.py': 'def value(text):\n    return eval(text)\n',
};

describe('static analysis by the packaged task, with real Semgrep', function () {
  this.timeout(180_000);
  let stage: Stage;
  let outcome: TaskOutcome;

  before(async function () {
    needSemgrep(this);
    stage = await openStage({ repository: repositoryOf(BASE, SOURCE) });
    stage.claude.answer(({ pass, blocks }) => {
      if (pass === 'sweep') return { candidates: [] };
      const reading = /^(s\d+) .*tools\/reading\.py/m.exec(blocks.join('\n'))?.[1];
      return { sast: [{ id: reading ?? 's0', reason: 'Line 2 only ever reads constants.', decision: 'dismiss' }] };
    });
    outcome = await stage.run({ inputs: { semgrep: 'required' } });
  });
  after(() => stage?.close());

  it('gives the new alert a thread on its line that names the rule', () => {
    const { threads } = shownReview(stage.azureDevOps.snapshot(stage.pullRequestId));
    assert.deepEqual(
      threads.map(({ place }) => place),
      ['/tools/archive.py 5 active'],
    );
    assert.match(threads[0]?.text ?? '', /second-pass\\\.python\\\.shell-command/);
  });

  it('lists the dismissed alert with its reason, and says nothing of the old one', () => {
    const [tracking] = shownReview(stage.azureDevOps.snapshot(stage.pullRequestId)).general;
    assert.match(tracking?.text ?? '', /\*\*dismissed\*\* \(1\)\n\n\* `tools\/reading\.py` \[line 2\]/);
    assert.match(tracking?.text ?? '', /only ever reads constants/);
    assert.doesNotMatch(tracking?.text ?? '', /old\.py/);
  });

  it('advises, since the alert is of error level', () => {
    assert.equal(outcome.outputVariables.verdict, 'ADVISORY');
    assert.equal(outcome.outputVariables.warnings, '1');
    assert.equal(outcome.result, 'Succeeded');
    assert.deepEqual([...stage.azureDevOps.violations, ...stage.claude.violations], []);
  });

  it('leaves nothing behind', () => assert.deepEqual(outcome.leftFiles, []));
});
