import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { patchArguments } from '../../../src/adapters/git/patch-arguments';
import { SecondPassError } from '../../../src/errors';
import { readPatch } from '../../../src/steps/diff/read-patch';
import { adversarialCases } from '../../steps/diff/adversarial-cases';
import { type SampleTree, sampleGit } from '../../steps/diff/sample-repository';
import { changesOf, type ServedRepository, serveRepository, token } from './served-repository';

const text = Array.from({ length: 30 }, (_, index) => `line ${index}\n`).join('');
const before: SampleTree = {
  '.gitattributes': '*.gen.ts linguist-generated\n',
  'src/.gitattributes': 'special.ts linguist-vendored=false -text\n',
  'other/.gitattributes': '* linguist-vendored\n',
  'src/a.ts': text,
  'src/b c.ts': text.replaceAll('line', 'row'),
  'src/gone.ts': 'gone\n',
  'vendor/secret.ts': text.replaceAll('line', 'secret'),
  'package-lock.json': '1\n',
  'untouched.ts': 'untouched\n',
};
const after: SampleTree = {
  ...before,
  '.gitattributes': '* -diff linguist-generated\n',
  'src/a.ts': text.replace('line 7', 'LINE 7'),
  'src/b c.ts': `${text.replaceAll('line', 'row')}end`,
  'src/moved.ts': text.replaceAll('line', 'secret'),
  'package-lock.json': '2\n',
};
const afterTree = Object.fromEntries(
  Object.entries(after).filter(([path]) => path !== 'src/gone.ts' && path !== 'vendor/secret.ts'),
);

describe('a token that ends between two fetches', () => {
  it('is asked for again, once for a run of git', async () => {
    const served = await serveRepository({ 'a.txt': 'one\n' }, { 'a.txt': 'two\n' });
    const asked: boolean[] = [];
    const ask = (other: string) => async (isRefused: boolean) => {
      asked.push(isRefused);
      return isRefused ? other : 'bearer ended';
    };
    const renewed = served.open({ authorization: { header: ask(token) } });
    assert.ok((await renewed.changes(served.range)).length > 0);
    assert.deepEqual(asked, [false, true]);
    const stuck = served.open({ authorization: { header: ask('bearer ended') } });
    await assert.rejects(stuck.changes(served.range), { code: 'git-fetch-unauthorized' });
    assert.deepEqual(asked, [false, true, false, true]);
    await served.close();
  });
});

describe('the scratch repository', () => {
  let served: ServedRepository;
  afterEach(() => served.close());

  const isKept = ({ path }: { path: string }) => path.startsWith('src/');

  it('costs four requests for a small pull request, everything read', async () => {
    served = await serveRepository(before, afterTree);
    const repository = served.open();
    const kept = (await changesOf(repository, served.range)).filter(isKept);
    assert.equal((await repository.patch(served.range, kept)).length > 0, true);
    await repository.attributes(served.range.base, ['src/a.ts'], ['linguist-generated']);
    const contents = await repository.read(kept.flatMap(({ oldBlob, newBlob }) => [oldBlob, newBlob]));
    assert.equal(contents.size, 6);
    assert.deepEqual(
      served.server.requests.map((request) => request.replace(/\?.*/, '')),
      [
        'GET /repo%20with%20space.git/info/refs',
        'POST /repo%20with%20space.git/git-upload-pack',
        'GET /repo%20with%20space.git/info/refs',
        'POST /repo%20with%20space.git/git-upload-pack',
      ],
    );
  });

  it('shows a rename from an excluded to a kept path as added, and never fetches an excluded file', async () => {
    served = await serveRepository(before, afterTree);
    const repository = served.open();
    const changes = await changesOf(repository, served.range);
    const kept = changes.filter(isKept);
    const files = readPatch(await repository.patch(served.range, kept));
    assert.deepEqual(
      files.map(({ path, change, unreadable }) => [path, change, unreadable]),
      [
        ['src/a.ts', 'modified', undefined],
        ['src/b c.ts', 'modified', undefined],
        ['src/gone.ts', 'deleted', undefined],
        ['src/moved.ts', 'added', undefined],
      ],
    );
    const held = heldBlobs(served.scratchFolder);
    const lockFile = changes.find(({ path }) => path === 'package-lock.json')!;
    assert.deepEqual(
      [lockFile.oldBlob, lockFile.newBlob].filter((id) => held.has(id)),
      [],
    );
    // What lies there: both sides of the four files, and the two attribute files above them.
    assert.equal(held.size, 8);
  });

  it('prints byte for byte what git prints for the whole trees, for every adversarial difference', async () => {
    const cases = adversarialCases().filter((one) => !one.latin1Paths);
    const joined = (side: 'before' | 'after') =>
      Object.fromEntries(
        cases.flatMap((one, index) =>
          Object.entries(one[side]).map(([path, file]) => [`${String(index).padStart(3, '0')}/${path}`, file]),
        ),
      );
    served = await serveRepository(joined('before'), joined('after'));
    const repository = served.open();
    const changes = await changesOf(repository, served.range);
    const patch = await repository.patch(served.range, changes);
    const { base, source } = served.range;
    assert.ok(changes.length > 150);
    assert.ok(Buffer.from(patch).equals(sampleGit(served.folder, patchArguments(base, source))));
    assert.deepEqual(
      readPatch(patch).filter((file) => file.unreadable !== undefined),
      [],
    );
  });

  it('takes paths that no command line can carry', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 1500 }, (_, index) => [`${'long/'.repeat(10)}caf\xe9-${index}`, 'x']),
    );
    served = await serveRepository({}, many, { latin1Paths: true });
    const repository = served.open();
    const changes = await changesOf(repository, served.range);
    const files = readPatch(await repository.patch(served.range, changes));
    assert.equal(files.filter((file) => file.unreadable === undefined && file.added === 1).length, 1500);
  });

  it('leaves out what was not asked for, even where its path begins with a wanted one', async () => {
    served = await serveRepository({ 'x/excluded': '1\n' }, { x: '2\n' });
    const repository = served.open();
    const changes = await changesOf(repository, served.range);
    const files = readPatch(
      await repository.patch(
        served.range,
        changes.filter(({ path }) => path === 'x'),
      ),
    );
    assert.deepEqual(
      files.map(({ path, change }) => [path, change]),
      [['x', 'added']],
    );
    assert.equal(heldBlobs(served.scratchFolder).size, 1);
  });

  it('asks nobody when nothing is wanted', async () => {
    served = await serveRepository(before, afterTree);
    const repository = served.open();
    assert.equal((await repository.patch(served.range, [])).length, 0);
    assert.equal((await repository.read([])).size, 0);
    assert.equal((await repository.attributes(served.range.base, [], ['text'])).size, 0);
    assert.deepEqual(served.server.requests, []);
  });

  it('reads attributes from the base commit alone', async () => {
    served = await serveRepository(before, afterTree);
    const repository = served.open();
    const names = ['linguist-generated', 'linguist-vendored', 'text'];
    const attributes = await repository.attributes(
      served.range.base,
      ['src/a.ts', 'x.gen.ts', 'src/special.ts'],
      names,
    );
    assert.deepEqual(Object.fromEntries(attributes), {
      'src/a.ts': { 'linguist-generated': 'unspecified', 'linguist-vendored': 'unspecified', text: 'unspecified' },
      'x.gen.ts': { 'linguist-generated': 'set', 'linguist-vendored': 'unspecified', text: 'unspecified' },
      'src/special.ts': { 'linguist-generated': 'unspecified', 'linguist-vendored': 'false', text: 'unset' },
    });
  });

  it('reads attributes and files however folders and files are called, on Windows too', async () => {
    const folders = ['aux', 'v1.', 'nul .txt', 'a\\b', 'C:', 'a:b', '\\x', 'git~1', 'tr ail ', 'line\nbreak/deep'];
    const loose = ['C:x.ts', '..\\x.ts', '\\y.ts', 'CON', 'x.ts:stream'];
    const files = folders.flatMap((folder): [string, string][] => [
      [`${folder}/.gitattributes`, '*.ts linguist-generated\n'],
      [`${folder}/x.ts`, `in ${folder}\n`],
    ]);
    const tree = { 'z.ts': '1\n', ...Object.fromEntries([...files, ...loose.map((name) => [name, `is ${name}\n`])]) };
    served = await serveRepository(tree, { ...tree, 'z.ts': '2\n' });
    const repository = served.open();
    const { base } = served.range;
    const paths = [
      ...folders.map((folder) => `${folder}/x.ts`),
      ...loose,
      'a/b/x.ts',
      'a_b/x.ts',
      '.git/x.ts',
      '../x.ts',
    ];
    const attributes = await repository.attributes(base, paths, ['linguist-generated', 'text']);
    const generated = paths.filter((path) => attributes.get(path)?.['linguist-generated'] === 'set');
    assert.deepEqual(generated, paths.slice(0, folders.length));
    const contents = await repository.read(paths.map((path) => `${base}:${path}`));
    assert.deepEqual(
      [...contents].map(([name, content]) => [name.slice(41), Buffer.from(content).toString()]),
      [
        ...folders.map((folder) => [`${folder}/x.ts`, `in ${folder}\n`]),
        ...loose.map((name) => [name, `is ${name}\n`]),
      ],
    );
  });

  it('reads by commit and path, also of a third commit, and leaves out what is not there', async () => {
    served = await serveRepository({ 'a\nb': 'base\n' }, { 'a\nb': 'source\n', '-x': 'dash\n', folder: 'a file\n' });
    const stream =
      'commit refs/heads/main\ncommitter A <a@example.com> 1 +0000\ndata 0\nM 100644 inline guide.md\ndata 5\nguide\n';
    sampleGit(served.folder, ['fast-import', '--quiet'], stream);
    const main = sampleGit(served.folder, ['rev-parse', 'refs/heads/main']).toString().trim();
    const { base, source } = served.range;
    const repository = served.open();
    const names = [
      `${base}:a\nb`,
      `${source}:a\nb`,
      `${source}:-x`,
      `${main}:guide.md`,
      `${base}:-x`,
      `${source}:no/such`,
      'f'.repeat(40),
    ];
    const contents = await repository.read(names.slice(0, -1));
    assert.deepEqual(
      [...contents].map(([name, content]) => [name, Buffer.from(content).toString()]),
      [
        [`${base}:a\nb`, 'base\n'],
        [`${source}:a\nb`, 'source\n'],
        [`${source}:-x`, 'dash\n'],
        [`${main}:guide.md`, 'guide'],
      ],
    );
  });

  it('works where the server cannot leave files out, and says so', async () => {
    served = await serveRepository(before, afterTree, { filters: false });
    const repository = served.open();
    const kept = (await changesOf(repository, served.range)).filter(isKept);
    assert.equal(readPatch(await repository.patch(served.range, kept)).length, 4);
    assert.ok(served.log.lines.some((line) => line.includes('cannot leave files out')));
    assert.equal(served.server.requests.length, 2);
  });

  it('goes by refs where the server hands out nothing by id', async () => {
    served = await serveRepository(before, afterTree, { oldProtocol: true });
    const parents = ['-p', served.range.base, '-p', served.range.source];
    const merge = commitTree(served, parents);
    sampleGit(served.folder, ['update-ref', 'refs/pull/7/merge', merge]);
    hideSamples(served);
    const repository = served.open({ fallbackRefs: ['refs/heads/no-such', 'refs/pull/7/merge'] });
    const kept = (await changesOf(repository, served.range)).filter(isKept);
    assert.equal(readPatch(await repository.patch(served.range, kept)).length, 4);
    assert.ok(served.log.lines.some((line) => line.includes('whole history')));
  });

  describe('failures', () => {
    async function codeOf(work: Promise<unknown>): Promise<string> {
      try {
        await work;
      } catch (error) {
        assert.ok(error instanceof SecondPassError, String(error));
        assert.ok(!`${error.message}${error.cause}`.includes('secret-token'));
        assert.equal(
          error.kind,
          error.code === 'cancelled' ? 'cancelled' : error.code === 'bad-input' ? 'badInput' : 'platform',
        );
        return error.code;
      }
      return 'none';
    }

    it('wrong token', async () => {
      served = await serveRepository(before, afterTree);
      const repository = served.open({ authorization: { header: 'bearer wrong' } });
      assert.equal(await codeOf(repository.changes(served.range)), 'git-fetch-unauthorized');
    });

    it('no such repository', async () => {
      served = await serveRepository(before, afterTree);
      const repository = served.open({ remoteUrl: `${served.server.url}/other.git` });
      assert.equal(await codeOf(repository.changes(served.range)), 'git-fetch-not-found');
    });

    it('no such commit', async () => {
      served = await serveRepository(before, afterTree);
      const repository = served.open();
      assert.equal(await codeOf(repository.changes({ ...served.range, source: 'f'.repeat(40) })), 'git-fetch-refused');
    });

    it('nobody listens', async () => {
      served = await serveRepository(before, afterTree);
      const repository = served.open({ remoteUrl: 'http://127.0.0.1:9/x.git' });
      assert.equal(await codeOf(repository.changes(served.range)), 'git-fetch-unreachable');
    });

    it('a commit id that is none', async () => {
      served = await serveRepository(before, afterTree);
      const repository = served.open();
      assert.equal(await codeOf(repository.changes({ ...served.range, base: '--upload-pack=x' })), 'bad-input');
      assert.equal(await codeOf(repository.read(['HEAD:x'])), 'bad-input');
      assert.throws(() => served.open({ remoteUrl: 'ext::sh -c id' }), /remote url/);
    });

    it('an overloaded server is asked again', async () => {
      let answers = 0;
      served = await serveRepository(before, afterTree, {
        instead: (_, response) => {
          if (answers++ > 0) return false;
          response.writeHead(503).end();
          return true;
        },
      });
      assert.equal((await changesOf(served.open(), served.range)).length, 7);
    });

    it('an abort ends git at once', async () => {
      let asked = () => {};
      const wasAsked = new Promise<void>((resolve) => {
        asked = resolve;
      });
      served = await serveRepository(before, afterTree, {
        instead: () => {
          asked();
          return true;
        },
      });
      const controller = new AbortController();
      const code = codeOf(served.open({ signal: controller.signal }).changes(served.range));
      await wasAsked;
      controller.abort();
      assert.equal(await code, 'cancelled');
      await noProcessMentions(served.scratchFolder);
    });

    it('a reason of our own is passed on', async () => {
      served = await serveRepository(before, afterTree);
      const reason = new SecondPassError({ kind: 'platform', code: 'throttled', message: 'x' });
      const repository = served.open({ signal: AbortSignal.abort(reason) });
      assert.equal(await codeOf(repository.changes(served.range)), 'throttled');
    });
  });

  describe('secrets and traces', () => {
    it('the token is in no argument and in no file, and the folder is closed to others', async () => {
      served = await serveRepository(before, afterTree);
      const spy = join(served.scratchFolder, '..', 'git-spy');
      const seen = `${spy}.log`;
      writeFileSync(spy, `#!/bin/sh\nprintf '%s\\n' "$@" >> ${seen}\nexec git "$@"\n`, { mode: 0o755 });
      const repository = served.open({ gitPath: spy });
      const changes = await changesOf(repository, served.range);
      await repository.patch(served.range, changes);
      assert.match(readFileSync(seen, 'utf8'), /fetch\n/);
      assert.ok(!readFileSync(seen, 'utf8').includes(token.slice(7)));
      const [own = ''] = readdirSync(served.scratchFolder);
      assert.match(own, /^second-pass-\d+-/);
      assert.equal(statSync(join(served.scratchFolder, own)).mode & 0o777, 0o700);
      for (const file of filesBelow(served.scratchFolder))
        assert.ok(!readFileSync(file).includes(token.slice(7)), file);
      await repository.dispose();
      assert.deepEqual(readdirSync(served.scratchFolder), []);
    });

    it('a user name and a password in the address are dropped', async () => {
      served = await serveRepository(before, afterTree);
      const url = new URL(`${served.server.url}/repo%20with%20space.git`);
      url.username = 'organisation';
      url.password = 'hunter2';
      const repository = served.open({ remoteUrl: url.href });
      assert.equal((await changesOf(repository, served.range)).length, 7);
      for (const file of filesBelow(served.scratchFolder)) assert.ok(!readFileSync(file).includes('hunter2'), file);
    });

    it('a redirect is not followed', async () => {
      let stolen = false;
      const thief = createServer((_, response) => {
        stolen = true;
        response.end();
      });
      await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
      const { port } = thief.address() as AddressInfo;
      served = await serveRepository(before, afterTree, {
        instead: (request, response) => {
          response.writeHead(302, { location: `http://127.0.0.1:${port}${request.url}` }).end();
          return true;
        },
      });
      await assert.rejects(served.open().changes(served.range), SecondPassError);
      thief.close();
      assert.equal(stolen, false);
    });
  });

  describe('a hostile surrounding changes no byte', () => {
    const hostile: [string, Record<string, string>, string][] = [
      ['external diff', { GIT_EXTERNAL_DIFF: 'touch {mark}' }, '[diff]\n\texternal = touch {mark}\n'],
      ['options of the diff', { GIT_DIFF_OPTS: '--unified=0' }, '[diff]\n\tcontext = 0\n\tinterHunkContext = 9\n'],
      [
        'other prefixes and colours',
        {},
        '[diff]\n\tnoprefix = true\n\tmnemonicPrefix = true\n[color]\n\tui = always\n',
      ],
      [
        'settings by environment',
        { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'diff.renames', GIT_CONFIG_VALUE_0: 'false' },
        '',
      ],
      [
        'settings by parameters',
        { GIT_CONFIG_PARAMETERS: "'core.quotepath=true'" },
        '[core]\n\tquotePath = true\n\tabbrev = 4\n',
      ],
      ['another repository', { GIT_DIR: '/nonexistent', GIT_WORK_TREE: '/', GIT_INDEX_FILE: '/nonexistent/index' }, ''],
      ['other objects', { GIT_OBJECT_DIRECTORY: '/nonexistent', GIT_ALTERNATE_OBJECT_DIRECTORIES: '/' }, ''],
      ['attributes', { GIT_ATTR_SOURCE: 'HEAD' }, '[core]\n\tattributesFile = {attributes}\n'],
      [
        'hooks and file watchers',
        {},
        '[core]\n\thooksPath = {hooks}\n\tfsmonitor = touch {mark}\n\tsshCommand = touch {mark}\n',
      ],
      ['small files are big', {}, '[core]\n\tbigFileThreshold = 1\n[diff]\n\trenameLimit = 1\n\trenames = copies\n'],
      [
        'another address',
        {},
        '[url "http://127.0.0.1:9/"]\n\tinsteadOf = http://127.0.0.1\n[http]\n\textraheader = X: y\n',
      ],
      [
        'credentials',
        { GIT_ASKPASS: 'touch {mark}', SSH_ASKPASS: 'touch {mark}' },
        '[credential]\n\thelper = "!touch {mark}"\n',
      ],
      [
        'traces',
        { GIT_TRACE: '{mark}', GIT_TRACE_CURL: '{mark}', GIT_TRACE2_EVENT: '{mark}' },
        '[trace2]\n\tnormalTarget = {mark}\n',
      ],
      [
        'the order of files',
        {},
        '[diff]\n\torderFile = {attributes}\n\tsuppressBlankEmpty = true\n\tsubmodule = log\n',
      ],
      [
        'the format of objects',
        { GIT_DEFAULT_HASH: 'sha256', GIT_REPLACE_REF_BASE: 'refs/x' },
        '[init]\n\ttemplateDir = {hooks}\n',
      ],
      ['the language', { LC_ALL: 'de_DE.UTF-8', LANGUAGE: 'de', TZ: 'X' }, '[i18n]\n\tlogOutputEncoding = UTF-16\n'],
    ];
    for (const [name, environment, configuration] of hostile) {
      it(name, async () => {
        served = await serveRepository(before, afterTree);
        const home = join(served.scratchFolder, '..', 'home');
        const mark = join(home, 'mark');
        const fill = (template: string) =>
          template
            .replaceAll('{mark}', mark)
            .replaceAll('{attributes}', join(home, 'attributes'))
            .replaceAll('{hooks}', home);
        hostileHome(home, fill(configuration));
        const variables = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, fill(value)]));
        const repository = served.open({
          environment: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, ...variables },
        });
        const changes = await changesOf(repository, served.range);
        const patch = await repository.patch(served.range, changes);
        const { base, source } = served.range;
        assert.ok(Buffer.from(patch).equals(sampleGit(served.folder, patchArguments(base, source))));
        assert.ok(!readdirSync(home).includes('mark'));
      });
    }

    it("neither the proxy nor the authorities of a user's configuration are used", async () => {
      served = await serveRepository(before, afterTree);
      const asked: string[] = [];
      const proxy = createServer((request, response) => {
        asked.push(`${request.url}`);
        response.writeHead(502).end();
      });
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
      const proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      const home = join(served.scratchFolder, '..', 'home');
      hostileHome(home, `[http]\n\tproxy = ${proxyUrl}\n\tsslCAInfo = /nonexistent\n\tcookieFile = /nonexistent\n`);
      const environment = {
        ...process.env,
        HOME: home,
        XDG_CONFIG_HOME: home,
        GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
      };
      assert.ok((await served.open({ environment }).changes(served.range)).length > 0);
      proxy.close();
      assert.deepEqual(asked, []);
    });
  });
});

function hostileHome(home: string, configuration: string): void {
  sampleGit('/', ['init', '-q', '--template=', home]);
  for (const file of ['.gitconfig', 'config']) writeFileSync(join(home, file), configuration);
  writeFileSync(join(home, 'attributes'), '* -diff binary\n');
  for (const hook of ['post-checkout', 'reference-transaction', 'pre-auto-gc']) {
    writeFileSync(join(home, hook), `#!/bin/sh\ntouch ${join(home, 'mark')}\n`, { mode: 0o755 });
  }
}

/** Ids of all file contents that lie in any scratch repository of that folder. */
function heldBlobs(scratchFolder: string): Set<string> {
  const held = new Set<string>();
  for (const own of readdirSync(scratchFolder)) {
    const folder = join(scratchFolder, own, 'read.git');
    const list = sampleGit(folder, ['cat-file', '--batch-all-objects', '--batch-check=%(objecttype) %(objectname)']);
    for (const line of list.toString().split('\n')) if (line.startsWith('blob ')) held.add(line.slice(5));
  }
  return held;
}

function commitTree(served: ServedRepository, parents: readonly string[]): string {
  const input = 'tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n';
  const lines = [];
  for (let at = 1; at < parents.length; at += 2) lines.push(`parent ${parents[at]}\n`);
  const person = 'A <a@example.com> 1700000000 +0000';
  sampleGit(served.folder, ['hash-object', '-w', '-t', 'tree', '--stdin']);
  const commit = `${input}${lines.join('')}author ${person}\ncommitter ${person}\n\nmerge\n`;
  return sampleGit(served.folder, ['hash-object', '-w', '-t', 'commit', '--stdin'], commit).toString().trim();
}

/** Takes the refs away that point at the commits themselves. */
function hideSamples(served: ServedRepository): void {
  for (const ref of ['refs/heads/sample-0', 'refs/heads/sample-1']) sampleGit(served.folder, ['update-ref', '-d', ref]);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Waits until no process has the folder in its environment: what was started for it has ended. */
async function noProcessMentions(folder: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (!processEnvironments().some((environment) => environment.includes(folder))) return;
    await pause(50);
  }
  assert.fail('a process is still running');
}

function processEnvironments(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1');
      } catch {
        return '';
      }
    });
}
