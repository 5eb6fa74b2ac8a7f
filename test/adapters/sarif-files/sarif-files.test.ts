import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createSarifFiles } from '../../../src/adapters/sarif-files/sarif-files';

describe('SARIF files of earlier steps', () => {
  let folder: string;
  let root: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'second-pass-sarif-test-'));
    root = join(folder, 's');
    for (const name of ['out/a.sarif', 'out/b.sarif', 'out/deep/er/c.sarif', 'd.SARIF', 'x.json', '.git/e.sarif'])
      await put(join(root, name), name);
    await put(join(folder, 'outside/o.sarif'), 'outside');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function put(path: string, text: string) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }

  async function read(globs: string[], own: string[] = [], limits: object = {}) {
    const found = await createSarifFiles({ workingDirectory: root, limits }).read(globs, own);
    return { ...found, names: found.files.map(({ name }) => name) };
  }

  /** Windows takes no notice of case. */
  const caseless = process.platform === 'win32' ? ['d.SARIF'] : [];

  /** Globs, names in order. */
  const table: [string[], string[]][] = [
    [['out/*.sarif'], ['out/a.sarif', 'out/b.sarif']],
    [['./out\\*.sarif'], ['out/a.sarif', 'out/b.sarif']],
    [['**/*.sarif'], [...caseless, 'out/a.sarif', 'out/b.sarif', 'out/deep/er/c.sarif']],
    [
      ['out/b.sarif', 'out/*.sarif'],
      ['out/b.sarif', 'out/a.sarif'],
    ],
    [
      ['**/*.sarif', '!out/deep/**'],
      [...caseless, 'out/a.sarif', 'out/b.sarif'],
    ],
    [['out/{a,b}.sarif'], ['out/a.sarif', 'out/b.sarif']],
    [['d.SARIF', '# x', ''], ['d.SARIF']],
  ];
  for (const [globs, names] of table) {
    it(`finds ${globs.join(' ')}`, async () => {
      const found = await read(globs);
      assert.deepEqual([found.names, found.notes, found.partial], [names, [], false]);
      assert.deepEqual(
        found.files.map(({ content }) => Buffer.from(content).toString()),
        names,
      );
    });
  }

  it('takes brackets in the name of a folder as they are', async () => {
    await put(join(folder, 'out (x86)/a.sarif'), 'x');
    const found = await read([join(folder, 'out (x86)', '*.sarif')]);
    assert.deepEqual([found.files.length, found.notes], [1, []]);
  });

  it('takes an absolute glob, for the folder where the pipeline collects its output', async () => {
    const found = await read([join(folder, 'outside/*.sarif')]);
    assert.deepEqual(found.names, [join(folder, 'outside/o.sarif').replaceAll('\\', '/')]);
  });

  /** What is asked for, what is said. */
  const refused: [string, RegExp][] = [
    ['nothing/*.sarif', /matched no file/],
    ['../outside/*.sarif', /must not contain ".."/],
    ['x'.repeat(600), /longer than 512/],
  ];
  for (const [glob, note] of refused) {
    it(`says so: ${glob.slice(0, 40)}`, async () => {
      const found = await read([glob]);
      assert.deepEqual([found.names, found.partial], [[], true]);
      assert.match(found.notes.join(), note);
    });
  }

  it('does not read what the pull request itself contains, also below a folder of its own', async () => {
    await mkdir(join(root, 'out/deep/.git'));
    const found = await read(['out/*.sarif', 'out/deep/**/*.sarif'], ['out/A.sarif', 'er/c.sarif']);
    await rm(join(root, 'out/deep/.git'), { recursive: true });
    assert.deepEqual(found.names, ['out/b.sarif']);
    assert.equal(found.partial, true);
    assert.equal(found.notes.filter((note) => note.includes('the pull request itself contains it')).length, 2);
  });

  it('tells which of the files that it read are the pull request’s own', async () => {
    const files = createSarifFiles({ workingDirectory: root });
    const { names } = await read(['out/*.sarif']);
    assert.deepEqual([...(await files.ownAmong(names, ['out/A.sarif']))], ['out/a.sarif']);
    assert.deepEqual([...(await files.ownAmong(names, ['a.sarif', 'src/out/b.sarif']))], []);
  });

  it('reads what an earlier step wrote, though the pull request holds one of that name elsewhere', async () => {
    const found = await read(['out/*.sarif'], ['a.sarif', 'b.sarif', 'src/out/b.sarif']);
    assert.deepEqual(found.names, ['out/a.sarif', 'out/b.sarif']);
    assert.equal(found.partial, false);
  });

  it('does not follow links out of the working directory, nor links to what is the pull request’s own', async function () {
    if (process.platform === 'win32') this.skip();
    await symlink(join(folder, 'outside/o.sarif'), join(root, 'out/link.sarif'));
    await symlink(join(folder, 'outside'), join(root, 'linked'));
    await symlink(join(root, 'x.json'), join(root, 'out/inside.sarif'));
    const found = await read(['out/link.sarif', 'linked/*.sarif', 'linked/o.sarif', 'out/inside.sarif'], ['x.json']);
    assert.deepEqual(found.names, []);
    assert.match(found.notes.join('\n'), /out\/link\.sarif was not read: it is a link that leads out/);
    assert.match(found.notes.join('\n'), /out\/inside\.sarif was not read: the pull request itself contains it/);
  });

  it('is not held up by a named pipe or a folder with the name of a file', async function () {
    if (process.platform === 'win32' || spawnSync('mkfifo', [join(root, 'pipe.sarif')]).status !== 0) this.skip();
    await mkdir(join(root, 'folder.sarif'));
    const found = await read(['*.sarif']);
    assert.deepEqual(found.names, []);
    assert.match(found.notes.join(), /no regular file/);
  });

  it('keeps its limits', async () => {
    assert.match((await read(['out/*.sarif'], [], { files: 1 })).notes.join(), /b\.sarif was not read: too many/);
    assert.match((await read(['out/*.sarif'], [], { fileBytes: 3 })).notes.join(), /larger than/);
    assert.deepEqual((await read(['out/*.sarif'], [], { totalBytes: 12 })).names, ['out/a.sarif']);
    assert.match((await read(['**/*.sarif'], [], { entries: 2 })).notes.join(), /more than 2 folder entries/);
  });
});
