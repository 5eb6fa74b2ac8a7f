import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolders } from '../../../src/adapters/process/remove-folder';

describe('removing folders', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'remove-folder-'));
    mkdirSync(join(folder, 'a/b/c/d/e/f/g'), { recursive: true });
    writeFileSync(join(folder, 'a/b/c/d/e/f/g/file'), 'x', { mode: 0o400 });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  const held = (path: string) => Object.assign(new Error(`EBUSY: ${path}`), { code: 'EBUSY', path });

  it('removes all that is in them, and nothing is no failure', async () => {
    assert.deepEqual(await removeFolders([folder, join(folder, 'never', 'made')]), []);
    assert.equal(existsSync(folder), false);
  });

  it('waits for what is held for a moment', async () => {
    let tries = 0;
    const remove = async (path: string) => {
      tries += 1;
      if (tries < 4) throw held(path);
    };
    assert.deepEqual(await removeFolders([folder], { remove }), []);
    assert.equal(tries, 4);
  });

  it('says what is held for longer, two seconds for all of them together', async () => {
    const started = performance.now();
    const remove = (path: string) => Promise.reject(held(`${path}/file`));
    const left = await removeFolders(['/one', '/two', '/three'], { remove });
    assert.deepEqual(
      left,
      ['one', 'two', 'three'].map((name) => `/${name} could not be removed now (EBUSY: /${name}/file).`),
    );
    const took = performance.now() - started;
    assert.ok(took > 1_500 && took < 4_000, `${took} ms`);
  });

  it('on Windows: a program stands in the deepest folder', async function () {
    if (process.platform !== 'win32') this.skip();
    const code = 'setTimeout(() => {}, 60000); console.log(1)';
    const holder = spawn(process.execPath, ['-e', code], { cwd: join(folder, 'a/b/c/d/e/f/g'), stdio: 'pipe' });
    await once(holder.stdout, 'data');
    const started = performance.now();
    const left = await removeFolders([folder]);
    assert.ok(performance.now() - started < 5_000);
    assert.match(left.join(), /could not be removed now \((EBUSY|EPERM|ENOTEMPTY)/);
    holder.kill();
    await once(holder, 'exit');
    assert.deepEqual(await removeFolders([folder]), []);
  });
});
