import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportSide } from '../../../src/adapters/semgrep/export-side';
import { SCAN_LIMITS } from '../../../src/adapters/semgrep/limits';
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
    assert.equal(side.renamed.size, 0);
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
        'renamed-by-second-pass/1/file.py',
      ],
    ];
    const { side, names } = await exported(odd);
    assert.deepEqual([...side.renamed.values()], odd);
    for (const name of names.filter((entry) => entry !== '.semgrepignore'))
      assert.match(name, /^renamed-by-second-pass\/\d+\/file(\.[a-z]{1,12})?$/);
    for (const [name, path] of side.renamed) assert.equal(await readFile(join(side.folder, name), 'utf8'), path);
  });

  it('do not overwrite each other where case does not count, or where a file and a folder have one name', async () => {
    const { side, names } = await exported(['Src/A.py', 'src/a.py', 'lib', 'LIB/x.py', 'x/y', 'X']);
    assert.equal(names.length, 7);
    assert.deepEqual([...side.renamed.values()], ['src/a.py', 'LIB/x.py', 'X']);
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
    const renamed = new Map([['renamed-by-second-pass/1/file.py', 'ü %41.py']]);
    const answer = (uri: string) =>
      JSON.stringify({ runs: [{ artifactLocation: { uri }, text: `Syntax error at line ${uri}:1` }] });
    const expected = answer('ü %41.py');
    assert.equal(withRepositoryPaths(answer('renamed-by-second-pass/1/file.py'), renamed), expected);
    assert.equal(withRepositoryPaths(answer('./renamed-by-second-pass/1/file.py'), renamed), expected);
    assert.equal(withRepositoryPaths('{"cut', renamed), '{"cut');
  });
});
