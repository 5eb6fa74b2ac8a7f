import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findGit } from '../../../src/adapters/git/git-program';
import { createGit } from '../../../src/adapters/git/run-git';
import { SecondPassError } from '../../../src/errors';

const signal = new AbortController().signal;

describe('finding git', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'git-program-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function fakeGit(name: string, version: string): string {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'git'), `#!/bin/sh\necho "${version}"\n`, { mode: 0o755 });
    return join(folder, name);
  }

  function find(entries: readonly string[], untrustedFolders: readonly string[] = []) {
    return findGit({ environment: { PATH: entries.join(delimiter) }, untrustedFolders, signal });
  }

  it('takes the first of PATH', async () => {
    const first = fakeGit('first', 'git version 2.44.1');
    const found = await find([first, fakeGit('second', 'git version 2.50.0')]);
    assert.deepEqual(found, { path: join(first, 'git'), version: '2.44.1', passedOver: [] });
  });

  it('passes over the work folder, links into it, relative entries and empty ones', async () => {
    const trusted = fakeGit('trusted', 'git version 2.39.5.windows.1');
    const evil = fakeGit('work/1/s/bin', 'git version 9.9.9');
    symlinkSync(evil, join(folder, 'link'));
    mkdirSync(join(folder, 'linked'));
    symlinkSync(join(evil, 'git'), join(folder, 'linked', 'git'));
    const entries = ['', '.', 'work/1/s/bin', evil, join(folder, 'link'), join(folder, 'linked'), trusted];
    const found = await find(entries, [join(folder, 'work')]);
    assert.deepEqual(found, { path: join(trusted, 'git'), version: '2.39.5', passedOver: [] });
  });

  it('never comes from a folder that everybody may write to', async () => {
    const [open, trusted] = [fakeGit('open', 'git version 9.9.9'), fakeGit('trusted', 'git version 2.40.0')];
    chmodSync(open, 0o777);
    assert.equal((await find([open, trusted])).path, join(trusted, 'git'));
  });

  it('never comes from an untrusted folder, through a link that leads out of it', async () => {
    const [elsewhere, trusted] = [fakeGit('elsewhere', 'git version 9.9.9'), fakeGit('trusted', 'git version 2.40.0')];
    mkdirSync(join(folder, 'disk/work'), { recursive: true });
    symlinkSync(join(folder, 'disk'), join(folder, 'agent'));
    symlinkSync(elsewhere, join(folder, 'disk/work/link'));
    symlinkSync(join(elsewhere, 'git'), join(folder, 'disk/work/git'));
    for (const entry of ['disk/work', 'disk/work/link', 'agent/work', 'agent/work/link']) {
      const found = await find([join(folder, entry), trusted], [join(folder, 'agent/work')]);
      assert.equal(found.path, join(trusted, 'git'), entry);
    }
  });

  it('is the next one when the first cannot be used, which is told', async () => {
    const old = fakeGit('old', 'git version 2.20.0');
    const broken = fakeGit('broken', '');
    writeFileSync(join(broken, 'git'), '#!/nowhere/at/all\n');
    const other = fakeGit('other', 'a program of the same name');
    const found = await find([old, broken, other, fakeGit('good', 'git version 2.40.0')]);
    assert.equal(found.version, '2.40.0');
    assert.equal(found.passedOver.length, 3);
    assert.match(
      found.passedOver.join('\n'),
      /old.git is git 2\.20\.0\.\n.*broken.git cannot be used: .*\n.*other.git does not answer/,
    );
  });

  const failures: [string, string, string][] = [
    ['git version 2.30.9', 'git-too-old', 'is 2.30.9; Second Pass needs 2.31'],
    ['git version 1.8.3.1', 'git-too-old', 'is 1.8.3'],
    ['something else', 'git-not-found', 'no git on this agent'],
  ];
  for (const [version, code, words] of failures) {
    it(`"${version}" is ${code}`, async () => {
      await assert.rejects(
        find([fakeGit('bin', version)]),
        (error) =>
          error instanceof SecondPassError &&
          error.code === code &&
          error.kind === 'platform' &&
          error.message.includes(words),
      );
    });
  }

  it('nothing at all is told', async () => {
    await assert.rejects(find([folder]), (error) => error instanceof SecondPassError && error.code === 'git-not-found');
  });

  it('what does not end is stopped, with all that it started', async () => {
    const program = join(fakeGit('slow', ''), 'git');
    writeFileSync(program, '#!/bin/sh\nsleep 60 &\nsleep 60\n');
    const git = createGit({ program, environment: { PATH: process.env.PATH ?? '' }, folder, signal });
    const started = performance.now();
    await assert.rejects(
      git({ arguments: ['fetch'], timeoutMilliseconds: 200 }),
      (error) =>
        error instanceof SecondPassError && error.code === 'git-timeout' && error.message.includes('git fetch'),
    );
    // The answer comes when the last holder of the output is gone: the sleeper in the background held it too.
    assert.ok(performance.now() - started < 30_000);
  });
});
