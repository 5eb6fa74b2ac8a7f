import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { yamlPullRequest } from '../agent/pipelines';
import { openStage, type Stage } from '../demo/stage';
import { smallChange } from '../end-to-end/small-change';
import { bed, toWindows } from './on-windows';
import { startProgram } from './start-program';

describe('endings on Windows', () => {
  let stage: Stage;
  let folder: string;

  before(async () => {
    stage = await openStage({ repository: smallChange() });
    folder = mkdtempSync(join(tmpdir(), 'windows-endings-'));
  });
  after(async () => {
    await stage?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => stage.claude.answer(undefined));

  it('a file that another program holds costs a warning, and neither the result nor the artifacts', async () => {
    let holder: ReturnType<typeof startProgram> | undefined;
    stage.claude.answer(async () => {
      if (holder) return undefined;
      const temporary = join(folder, '_temp');
      const scratch = readdirSync(temporary).find((name) => /^second-pass-\d+-\w{6}$/.test(name)) ?? '';
      holder = startProgram(bed, 'hold.exe', toWindows(join(temporary, scratch, 'read.git', 'objects')), '120');
      assert.match(String((await once(holder.stdout, 'data'))[0]), /^held/);
      return undefined;
    });
    const outcome = await stage.run({ workFolder: folder });
    const isHeldStill = holder?.exitCode === null;
    holder?.kill('SIGKILL');
    assert.equal(outcome.outputVariables.outcome, 'reviewed', outcome.rawOutput);
    assert.ok(isHeldStill, 'the task waited for the holder');
    assert.match(outcome.issues.map(({ message }) => message).join('\n'), /could not be removed now \(/);
    assert.ok(existsSync(outcome.outputVariables.recordPath ?? ''));
  });

  for (const length of [150, 210]) {
    it(`a temporary folder of ${length} characters works, or is named`, async () => {
      const parent = mkdtempSync(join(tmpdir(), 'windows-long-'));
      const temporary = join(parent, 'x'.repeat(length - toWindows(parent).length - 1));
      mkdirSync(temporary);
      const scene = await stage.open();
      const variables = { ...yamlPullRequest(scene.world), 'Agent.TempDirectory': temporary };
      const outcome = await scene.run({ variables });
      rmSync(parent, { recursive: true, force: true });
      const isNamed = /temporary folder.*has a path of \d+ characters/i.test(outcome.rawOutput);
      assert.ok(outcome.outputVariables.outcome === 'reviewed' || isNamed, outcome.rawOutput);
      if (length === 150) assert.equal(outcome.outputVariables.outcome, 'reviewed');
    });
  }
});
