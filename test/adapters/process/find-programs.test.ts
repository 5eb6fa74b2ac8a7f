import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findPrograms, trustedPlaces } from '../../../src/adapters/process/find-programs';

describe('finding a program', () => {
  let folder: string;
  beforeEach(function () {
    if (process.platform === 'win32') this.skip();
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'find-programs-')));
    mkdirSync(at('work'));
  });
  afterEach(() => folder && rmSync(folder, { recursive: true, force: true }));

  const at = (name: string) => join(folder, name);

  function program(name: string): string {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), '#!/bin/sh\n', { mode: 0o755 });
    return dirname(at(name));
  }

  async function found(...folders: string[]): Promise<string[]> {
    const places = await trustedPlaces(folders, [at('work')], {});
    return (await findPrograms('tool', places)).map(({ path }) => path.slice(folder.length + 1));
  }

  it('takes all in their order, by the names of their folders', async () => {
    program('b/tool');
    program('a/tool');
    symlinkSync(at('a'), at('link'));
    assert.deepEqual(await found(at('b'), at('nothing'), at('link'), at('a')), ['b/tool', 'link/tool', 'a/tool']);
  });

  it('takes those of the account that runs the job last, which an earlier step can write and put first', async () => {
    const own = program('own/tool');
    const account = statSync(own).uid || 4242;
    if (statSync(own).uid !== account) chownSync(own, account, account);
    const { folders } = await trustedPlaces([own, '/usr/bin'], [], {}, account);
    assert.deepEqual(folders, ['/usr/bin', own]);
    assert.deepEqual((await trustedPlaces([own, '/usr/bin'], [], {}, 0)).folders, [own, '/usr/bin']);
  });

  it('passes over folders, files and broken links of that name', async () => {
    mkdirSync(at('a/tool'), { recursive: true });
    writeFileSync(join(dirname(program('b/x')), 'b', 'tool'), '', { mode: 0o644 });
    symlinkSync(at('nowhere'), join(program('c/x'), 'tool'));
    assert.deepEqual(await found(at('a'), at('b'), at('c')), []);
  });

  it('passes over what lies in an untrusted folder, or leads into it', async () => {
    const inside = program('work/bin/tool');
    symlinkSync(inside, at('link'));
    symlinkSync(join(inside, 'tool'), join(program('linked/x'), 'tool'));
    assert.deepEqual(await found(at('work'), inside, at('link'), at('linked')), []);
  });

  it('passes over what an untrusted folder links to', async () => {
    program('elsewhere/bin/tool');
    symlinkSync(at('elsewhere/bin'), at('work/link'));
    symlinkSync(at('elsewhere'), at('work/far'));
    symlinkSync(at('elsewhere/bin/tool'), at('work/tool'));
    symlinkSync(folder, at('work/up'));
    symlinkSync(at('work'), at('to-work'));
    const leading = ['work/link', 'work/far/bin', 'work', 'work/up/elsewhere/bin', 'to-work/link', 'to-work/far/bin'];
    for (const entry of leading) assert.deepEqual(await found(at(entry)), [], entry);
  });

  it('passes over folders and files that everybody may write to', async () => {
    chmodSync(program('open/tool'), 0o777);
    chmodSync(join(program('file/tool'), 'tool'), 0o777);
    chmodSync(program('target/tool'), 0o777);
    symlinkSync(at('target/tool'), join(program('link/x'), 'tool'));
    assert.deepEqual(await found(at('open'), at('file'), at('link')), []);
  });
});
