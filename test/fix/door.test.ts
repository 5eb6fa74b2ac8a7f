import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { runTask } from '../agent/run-task';

const vsix = join(resolve(__dirname, '..', '..'), 'dist', 'second-pass-1.0.0.vsix');
const variables = {
  'System.CollectionUri': 'https://dev.azure.com/contoso/',
  'System.TeamProject': 'Shop',
  'System.HostType': 'build',
  'Build.BuildId': '7',
};

describe('the door of the second task', () => {
  it('names an input that cannot be used, and leaves a record', async () => {
    const outcome = await runTask({ vsix, task: 'SecondPassFix', variables, inputs: { runMode: 'apply' } });
    assert.equal(outcome.result, 'Failed');
    assert.match(outcome.issues.map(({ message }) => message).join('\n'), /Input "planHash" was ""/);
    assert.deepEqual(
      [outcome.outputVariables.outcome, outcome.outputVariables.accepted, outcome.outputVariables.costUsd],
      ['failed', 'false', '0.0000'],
    );
    assert.notEqual(outcome.outputVariables.recordPath, '');
    assert.match(outcome.rawOutput, /docs\/fix\.md lists every input/);
    assert.match(outcome.rawOutput, /^The pages of Second Pass lie on this agent in .*SecondPassFix.*[\\/]docs$/m);
    assert.deepEqual(outcome.leftFiles, []);
  });
});
