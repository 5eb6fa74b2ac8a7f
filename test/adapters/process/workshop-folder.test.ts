import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeHostile } from '../../../src/adapters/process/workshop-folder';

describe('removing a workshop', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'workshop-'));
    for (let count = 0; count < 300; count += 1) mkdirSync(join(folder, `${count}`, 'a'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('ends with its time, says so, and goes on another time', async () => {
    const [left = ''] = await removeHostile(folder, 0);
    assert.match(left, /workshop-\w+ could not be removed in 0 s; a later run removes it\.$/);
    assert.equal(existsSync(folder), true);
    assert.deepEqual(await removeHostile(folder), []);
    assert.equal(existsSync(folder), false);
  });

  it('ends with the signal', async () => {
    assert.equal((await removeHostile(folder, 60_000, AbortSignal.abort())).length, 1);
    assert.equal(existsSync(folder), true);
  });
});
