import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportSide } from '../../../src/adapters/semgrep/export-side';
import { SCAN_LIMITS } from '../../../src/adapters/semgrep/limits';
import { createSafeNames } from '../../../src/adapters/semgrep/safe-names';
import { withRepositoryPaths } from '../../../src/adapters/semgrep/with-repository-paths';

describe('the copies that are scanned', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'second-pass-export-test-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function exported(paths: readonly string[], limits: object = {}) {
    const files = paths.map((path) => ({ path, after: Buffer.from(path) }));
    const side = await exportSide(files, 'after', join(folder, 'after'), { ...SCAN_LIMITS, ...limits });
    const entries = await readdir(side.folder, { recursive: true, withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return { side, names: names.map((name) => name.slice(side.folder.length + 1).replaceAll('\\', '/')) };
  }

  it('keep plain names', async () => {
    const plain = ['a.py', 'src/App (1)/page.[id].tsx', '.github/workflows/x.yml', '@types/x.d.ts', 'C#/a+b.cs'];
    const { side, names } = await exported(plain);
    assert.deepEqual(names.sort(), [...plain, '.semgrepignore'].sort());
    assert.deepEqual(plain.map(side.names.pathOf), plain);
  });

  it('get names of our own where a name means something or cannot be held everywhere', async () => {
    const odd = [
      ...['.git/config', '.gitignore', 'a/.GIT/x.py', 'git~1/hooks/x.py', '.semgrepignore', 'sub/.semgrepignore'],
      ...['../up.py', '/root.py', 'a//b.py', 'a/./b.py', 'con.py', 'sub/AUX.cs', 'end. /x.py', '-rf.py', ' lead.py'],
      ...[
        'a\\b.py',
        'c:x.py',
        'new\nline.py',
        'ü.py',
        '100%41.py',
        'q?.py',
        `${'x'.repeat(200)}.py`,
        'renamed-1-by-second-pass/x.py',
      ],
    ];
    const { side, names } = await exported(odd);
    const copies = names.filter((entry) => entry !== '.semgrepignore');
    assert.deepEqual(copies.map(side.names.pathOf).sort(), [...odd].sort());
    for (const name of copies) {
      assert.match(name, /(?:^|\/)renamed-\d+-by-second-pass(?=\/|\.[a-z]{1,12}$|$)/);
      assert.equal(await readFile(join(side.folder, name), 'utf8'), side.names.pathOf(name));
    }
  });

  it('keep folders and endings beside what is renamed, so that rules for some paths hold', async () => {
    const long = `src/${'deep/'.repeat(60)}x.py`;
    const odd = ['src/controllers/Über.py', 'src/Ü/a.py', 'src/Ü/b.py', long];
    const { side, names } = await exported(odd);
    const [controller, first, second, deep] = odd.map((path) => names.find((name) => side.names.pathOf(name) === path));
    assert.match(controller ?? '', /^src\/controllers\/renamed-1-by-second-pass\.py$/);
    assert.match(first ?? '', /^src\/renamed-2-by-second-pass\/a\.py$/);
    assert.match(second ?? '', /^src\/renamed-2-by-second-pass\/b\.py$/);
    assert.match(deep ?? '', /^src\/deep\/(?:deep\/)*renamed-3-by-second-pass\/x\.py$/);
    assert.ok(names.every((name) => name.length <= 180));
  });

  it('do not overwrite each other where case does not count, or where a file and a folder have one name', async () => {
    const paths = ['Src/A.py', 'src/a.py', 'lib', 'LIB/x.py', 'x/y', 'X'];
    const { side, names } = await exported(paths);
    assert.equal(names.length, 7);
    const copied = names.filter((name) => name !== '.semgrepignore').map(side.names.pathOf);
    assert.deepEqual(copied.sort(), [...paths].sort());
    assert.equal(names.filter((name) => name.includes('renamed-')).length, 3);
    assert.equal(side.names.pathOf('SRC\\A.py'), 'Src/A.py', 'as a system without case spells it');
  });

  const long = `b/${'x'.repeat(100)}`;
  const misleading: Record<string, string[]> = {
    'one of our names within another': ['ü.py', 'xrenamed-1-by-second-pass.py', 'renamed-1-by-second-pass.pyx/x.py'],
    'a long path beside a short one': [`${long}/üy/${'a'.repeat(60)}.py`, `${long}/üy/evil.py`],
    'a short path beside a long one': [`${long}/üy/evil.py`, `${long}/üy/${'a'.repeat(60)}.py`],
    'an ending of our name': ['ü.py', 'a/ü.py.d/b.py', 'ü/a.py', 'ü', 'ü.toolongending1234'],
  };
  for (const [what, paths] of Object.entries(misleading))
    it(`are each known by their whole name: ${what}`, () => {
      const names = createSafeNames();
      const copies = paths.map(names.nameOf);
      const answer = (uris: readonly string[]) => JSON.stringify(uris.map((uri) => ({ uri })));
      assert.equal(withRepositoryPaths(answer(copies), names), answer(paths));
    });

  it('are UTF-8, and executable where they begin as a script does', async () => {
    const script = Buffer.from('#!/usr/bin/env python3\nx = 1\n');
    const latin1 = Buffer.from([0x78, 0xe9, 0x0a]);
    const files = [
      { path: 'bin/tool', after: script },
      { path: 'latin.py', after: latin1 },
    ];
    const { folder: copies } = await exportSide(files, 'after', join(folder, 'after'), SCAN_LIMITS);
    assert.equal(await readFile(join(copies, 'latin.py'), 'utf8'), 'x\ufffd\n');
    assert.deepEqual(await readFile(join(copies, 'latin.py')), Buffer.from('x\ufffd\n'));
    if (process.platform === 'win32') return;
    assert.equal((await stat(join(copies, 'bin/tool'))).mode & 0o777, 0o700);
    assert.equal((await stat(join(copies, 'latin.py'))).mode & 0o777, 0o600);
  });

  it('leave out what is too large or too much, and say so', async () => {
    const large = await exported(['a.py', 'long-name.py'], { fileBytes: 5 });
    assert.deepEqual([large.side.count, large.side.incomplete], [1, true]);
    assert.match(large.side.notes.join(), /1 file\(s\) larger than 5 bytes/);
  });

  it('leave out files beyond the count', async () => {
    const many = await exported(['a.py', 'b.py', 'c.py'], { files: 2 });
    assert.match(many.side.notes.join(), /1 file\(s\) beyond 2 files/);
  });

  it('are called by the repository’s own paths in the answer', () => {
    const names = createSafeNames();
    const own = names.nameOf('ü %41.py');
    const answer = (uri: string) =>
      JSON.stringify({ runs: [{ artifactLocation: { uri }, text: `Syntax error at line ${uri}:1` }] });
    assert.equal(withRepositoryPaths(answer(own), names), answer('ü %41.py'));
    assert.equal(
      withRepositoryPaths(answer(`./${own}`), names),
      withRepositoryPaths(answer(own), names).replace('line ', 'line ./'),
    );
    assert.equal(withRepositoryPaths('{"uri":"other.py"}', names), '{"uri":"other.py"}');
    assert.equal(withRepositoryPaths('{"cut', names), '{"cut');
  });
});
