import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setUpWorkbench, type Workbench } from '../../work/workbench';

const tree = {
  '.gitattributes': '* text=auto eol=crlf\n*.ts filter=evil ident\n',
  'a.ts': '$Id$\nconst a = 1;\n',
  'bin/run.sh': { mode: '100755' as const, content: '#!/bin/sh\n' },
  'bin/link': { mode: '120000' as const, content: '../a.ts' },
  'bin/out': { mode: '120000' as const, content: '../../outside' },
  'bin/root': { mode: '120000' as const, content: '/etc/passwd' },
  'd/up': { mode: '120000' as const, content: '..' },
  'd/through': { mode: '120000' as const, content: 'up/../../x' },
  'd/git': { mode: '120000' as const, content: '../.git/config' },
  module: { mode: '160000' as const, content: '1234567890123456789012345678901234567890' },
  'pointer.bin': 'version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 5\n',
  'crlf.txt': 'a\r\nb\r\n',
};

describe('trees', () => {
  let bench: Workbench;
  let folder: string;
  before(async () => {
    bench = await setUpWorkbench(tree);
  });
  beforeEach(() => {
    folder = join(bench.folder, 'laid');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
  });
  after(() => bench.close());

  const lay = async () => bench.trees.lay(await bench.trees.list(bench.commit), folder);

  it('lay every byte as it is stored, whatever attributes say', async () => {
    await lay();
    for (const path of ['.gitattributes', 'a.ts', 'pointer.bin', 'crlf.txt'] as const) {
      assert.equal(readFileSync(join(folder, path), 'latin1'), tree[path]);
    }
    assert.equal(
      lstatSync(join(folder, 'bin/run.sh')).mode & 0o111,
      0o111 & lstatSync(join(folder, 'bin/run.sh')).mode,
    );
    assert.ok(lstatSync(join(folder, 'bin/link')).isSymbolicLink());
  });

  it('make files of links that leave the tree, also through another link, and leave submodules out', async () => {
    const laid = await lay();
    assert.deepEqual([...laid.linksAsFiles].sort(), ['bin/out', 'bin/root', 'd/git', 'd/through']);
    assert.deepEqual(laid.leftOut, ['module']);
    for (const path of laid.linksAsFiles) assert.ok(lstatSync(join(folder, path)).isFile(), path);
    assert.equal(readFileSync(join(folder, 'bin/root'), 'utf8'), '/etc/passwd');
  });

  it('give it a git of its own that is clean and knows nothing else', async () => {
    await lay();
    const git = (...words: string[]) =>
      execFileSync('git', words, { cwd: folder, env: { PATH: process.env.PATH, HOME: folder }, encoding: 'utf8' });
    assert.equal(git('status', '--porcelain'), '');
    assert.equal(git('log', '--format=%an %s').trim(), 'worker The tree as it was handed over');
    assert.equal(git('remote'), '');
    assert.equal(git('rev-list', '--count', '--all').trim(), '1');
  });

  it('find nothing changed in a tree that nobody touched', async () => {
    const { entries } = await lay();
    const found = await bench.trees.find(folder, entries, []);
    const known = new Map(entries.map((entry) => [entry.path, entry]));
    for (const entry of found.entries) {
      assert.deepEqual([entry.id, entry.mode], [known.get(entry.path)?.id, known.get(entry.path)?.mode], entry.path);
    }
    assert.equal(found.entries.length, entries.length);
  });

  it('find what was changed, made and linked, without following or opening anything but files', async () => {
    const { entries } = await lay();
    writeFileSync(join(folder, 'a.ts'), 'const a = 2;\n');
    rmSync(join(folder, 'crlf.txt'));
    mkdirSync(join(folder, 'crlf.txt'));
    writeFileSync(join(folder, 'crlf.txt', 'inner'), 'x');
    mkdirSync(join(folder, 'node_modules', 'x'), { recursive: true });
    writeFileSync(join(folder, 'node_modules', 'x', 'y.js'), '1');
    mkdirSync(join(folder, 'd', '.GIT'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    renameSync(join(folder, 'bin', 'run.sh'), join(folder, 'bin', 'kept.sh'));
    symlinkSync('/etc', join(folder, 'bin', 'run.sh'));
    writeFileSync(Buffer.concat([Buffer.from(join(folder, 'odd')), Buffer.from([0xff])]), 'x');
    writeFileSync(join(folder, 'new.ts'), 'new\n');
    chmodSync(join(folder, 'pointer.bin'), 0o755);
    const found = await bench.trees.find(folder, entries, ['new.ts', 'never.ts']);
    const told = Object.fromEntries(
      found.entries.map(({ path, kind, mode, id }) => [path, [kind, mode, id !== undefined]]),
    );
    assert.deepEqual(told['a.ts'], ['file', '100644', true]);
    assert.deepEqual(told['crlf.txt'], ['folder', '000000', false]);
    assert.deepEqual(told.node_modules, ['folder', '000000', false]);
    assert.deepEqual(told.pipe, ['other', '000000', false]);
    assert.deepEqual(told['bin/run.sh'], ['link', '120000', true]);
    assert.deepEqual(told['bin/kept.sh'], ['file', '100755', false]);
    assert.deepEqual(told['new.ts'], ['file', '100644', true]);
    assert.deepEqual(told['pointer.bin'], ['file', '100755', true]);
    assert.equal(told['node_modules/x/y.js'], undefined);
    assert.ok(found.entries.some(({ isOddName }) => isOddName));
    assert.deepEqual(found.nestedRepositories, ['d/.GIT']);
  });

  it('write a tree by our own index, and tell the difference as git does', async () => {
    const { entries } = await lay();
    writeFileSync(join(folder, 'a.ts'), 'const a = 2;\nconst b = 3;\n');
    writeFileSync(join(folder, 'new.bin'), Buffer.from([0, 1, 2]));
    const found = await bench.trees.find(folder, entries, ['new.bin']);
    const idOf = (path: string) => found.entries.find((entry) => entry.path === path)?.id ?? '';
    const written = await bench.trees.write(bench.commit, [
      { path: 'a.ts', mode: '100644', id: idOf('a.ts') },
      { path: 'new.bin', mode: '100644', id: idOf('new.bin') },
      { path: 'crlf.txt', mode: '000000', id: null },
    ]);
    const differences = await bench.trees.compare(bench.commit, written);
    assert.deepEqual(
      differences.map(({ path, status, size, added, removed, isBinary }) => [
        path,
        status,
        size,
        added,
        removed,
        isBinary,
      ]),
      [
        ['a.ts', 'modified', 26, 2, 2, false],
        ['crlf.txt', 'deleted', 0, 0, 2, false],
        ['new.bin', 'added', 3, 0, 0, true],
      ],
    );
    const patch = Buffer.from(await bench.trees.patch(bench.commit, written)).toString('utf8');
    assert.match(patch, /^diff --git a\/a\.ts b\/a\.ts\nindex [0-9a-f]{40}\.\.[0-9a-f]{40} 100644/);
    assert.match(patch, /GIT binary patch/);
    const listed = await bench.trees.list(written);
    assert.deepEqual(
      listed.find(({ path }) => path === 'module')?.mode,
      '160000',
      'what was left out of the copy is still in the tree',
    );
  });
});
