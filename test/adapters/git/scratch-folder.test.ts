import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createScratchFolder, sweepScratchFolders } from '../../../src/adapters/git/scratch-folder';

describe('scratch folders', () => {
  let parent: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'scratch-'));
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  it('are closed to others and named after the process', async () => {
    const folder = await createScratchFolder(join(parent, 'not', 'there', 'yet'));
    if (process.platform !== 'win32') assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.ok(folder.includes(`second-pass-${process.pid}-`));
  });

  it('of dead processes and of days ago are swept, and nothing else', async () => {
    const dead = spawnSync(process.execPath, ['--version']).pid;
    const own = await createScratchFolder(parent);
    const gone = join(parent, `second-pass-${dead}-abcDEF`);
    const ofParent = join(parent, `second-pass-${process.ppid}-abcDEF`);
    const link = join(parent, `second-pass-${dead}-link00`);
    const foreign = join(parent, 'second-pass-notes');
    const outside = join(parent, 'outside');
    for (const folder of [gone, ofParent, foreign, outside]) mkdirSync(folder);
    writeFileSync(join(gone, 'file'), 'x', { mode: 0o400 });
    writeFileSync(join(outside, 'file'), 'x');
    symlinkSync(outside, link);
    assert.deepEqual(await sweepScratchFolders(parent), [`second-pass-${dead}-abcDEF`]);
    assert.deepEqual(
      [own, gone, ofParent, foreign, outside].map((folder) => existsSync(folder)),
      [true, false, true, true, true],
    );
    assert.ok(existsSync(join(outside, 'file')));
    const tomorrow = Date.now() + 25 * 3_600_000;
    assert.deepEqual(await sweepScratchFolders(parent, tomorrow), [`second-pass-${process.ppid}-abcDEF`]);
    assert.ok(existsSync(own));
  });

  it('of an earlier process of the same number are swept, as in a container', async () => {
    const leftover = join(parent, `second-pass-${process.pid}-abcDEF`);
    mkdirSync(leftover);
    const before = new Date(Date.now() - process.uptime() * 1000 - 60_000);
    utimesSync(leftover, before, before);
    assert.deepEqual(await sweepScratchFolders(parent), [`second-pass-${process.pid}-abcDEF`]);
  });

  (process.platform === 'win32' ? it.skip : it)('of workshops are swept, however deep and closed', async () => {
    const name = `second-pass-${spawnSync(process.execPath, ['--version']).pid}-abcDEF`;
    mkdirSync(join(parent, name));
    const deep = 'for i in $(seq 1 30); do mkdir $(printf %0200d) && cd $(printf %0200d); done';
    spawnSync('/bin/bash', ['-c', `(${deep}); mkdir no; touch no/x; chmod 000 no`], { cwd: join(parent, name) });
    assert.deepEqual(await sweepScratchFolders(parent), [name]);
  });

  it('that cannot be made are the fault of the agent, and named', async () => {
    const file = join(parent, 'a file');
    writeFileSync(file, '');
    await assert.rejects(
      createScratchFolder(file),
      /The agent's temporary folder .*a file cannot be written to \(E\w+\)/,
    );
    // One that an earlier step removed is made again.
    assert.ok(existsSync(await createScratchFolder(join(parent, 'removed', 'temp'))));
  });

  it('that are not there are no failure', async () => {
    assert.deepEqual(await sweepScratchFolders(join(parent, 'nowhere')), []);
  });
});
