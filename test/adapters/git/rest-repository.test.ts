import assert from 'node:assert/strict';
import { createRestRepository } from '../../../src/adapters/git/create-git-repository';
import type { RestChange, RestObjects } from '../../../src/adapters/git/rest-origin';
import { SecondPassError } from '../../../src/errors';
import type { CommitRange } from '../../../src/ports/repository';
import { readDifference } from '../../../src/steps/diff/read-difference';
import { readPatch } from '../../../src/steps/diff/read-patch';
import { readTreeChanges } from '../../../src/steps/diff/read-tree-changes';
import { adversarialCases } from '../../steps/diff/adversarial-cases';
import { type SampleTree, sampleGit } from '../../steps/diff/sample-repository';
import { changesOf, type ServedRepository, serveRepository } from './served-repository';

const long = Array.from({ length: 40 }, (_, index) => `line ${index}\n`).join('');
const before: SampleTree = {
  '.gitattributes': '*.ts linguist-generated\n',
  'src/a.ts': 'a\n',
  'src/old.ts': long,
  'src/gone.ts': 'gone\n',
  link: { mode: '120000', content: 'src' },
  module: { mode: '160000', content: '1'.repeat(40) },
};
const after: SampleTree = {
  '.gitattributes': '*.ts linguist-generated\n',
  'src/a.ts': 'b\r\nc',
  'src/new.ts': `${long}end\n`,
  'été/ü "x".ts': 'new\n',
  link: { mode: '120000', content: 'elsewhere' },
  module: { mode: '160000', content: '2'.repeat(40) },
};

describe('the same repository over REST', () => {
  let served: ServedRepository;
  afterEach(() => served.close());

  function openRest(rest: RestObjects) {
    const { scratchFolder, log } = served;
    return createRestRepository({
      rest,
      scratchFolder,
      log,
      environment: process.env,
      signal: new AbortController().signal,
    });
  }

  it('prints byte for byte what a fetch gives', async () => {
    served = await serveRepository(before, after);
    const [git, rest] = [served.open(), openRest(restOf(served.folder))];
    const changes = await git.changes(served.range);
    assert.ok(Buffer.from(await rest.changes(served.range)).equals(changes));
    const wanted = readTreeChanges(changes);
    const patch = await git.patch(served.range, wanted);
    assert.ok(Buffer.from(await rest.patch(served.range, wanted)).equals(patch));
    const { base, source } = served.range;
    const question = [base, ['src/a.ts', 'x.md'], ['linguist-generated']] as const;
    assert.deepEqual(await rest.attributes(...question), await git.attributes(...question));
    const names = [`${base}:src/a.ts`, `${source}:été/ü "x".ts`, `${base}:nowhere`, wanted[0]!.newBlob];
    assert.deepEqual(plain(await rest.read(names)), plain(await git.read(names)));
    await rest.dispose();
  });

  it('is equal for every adversarial difference that REST can name', async () => {
    const cases = adversarialCases().filter((one) => !one.latin1Paths);
    const joined = (side: 'before' | 'after') =>
      Object.fromEntries(
        cases.flatMap((one, index) => Object.entries(one[side]).map(([path, file]) => [`${index}/${path}`, file])),
      );
    served = await serveRepository(joined('before'), joined('after'));
    const [git, rest] = [served.open(), openRest(restOf(served.folder))];
    const wanted = await changesOf(git, served.range);
    const patch = await git.patch(served.range, wanted);
    assert.ok(Buffer.from(await rest.patch(served.range, await changesOf(rest, served.range))).equals(patch));
    await rest.dispose();
  });

  it('takes its place when git is refused, and says so', async () => {
    served = await serveRepository(before, after, { instead: refuse });
    const repository = served.open({ rest: restOf(served.folder) });
    const wanted = await changesOf(repository, served.range);
    const files = readPatch(await repository.patch(served.range, wanted));
    assert.deepEqual(
      files.map(({ path, change }) => [path, change]),
      [
        ['link', 'modified'],
        ['module', 'modified'],
        ['src/a.ts', 'modified'],
        ['src/gone.ts', 'deleted'],
        ['src/new.ts', 'renamed'],
        ['été/ü "x".ts', 'added'],
      ],
    );
    assert.ok(served.log.lines.some((line) => line.includes('over REST instead')));
    assert.equal(served.server.requests.length, 1);
  });

  it('gives the contents when the server hands out commits by ref but no file by id', async () => {
    served = await serveRepository(before, after, { oldProtocol: true });
    const fallbackRefs = ['refs/heads/sample-0', 'refs/heads/sample-1'];
    const repository = served.open({ rest: restOf(served.folder), fallbackRefs });
    const files = readPatch(await repository.patch(served.range, await changesOf(repository, served.range)));
    assert.deepEqual(
      files.filter((file) => file.unreadable !== undefined),
      [],
    );
    assert.equal(files.length, 6);
    assert.ok(!served.log.lines.some((line) => line.includes('whole history')));
  });

  it('names a mode change although REST does not know the mode', async () => {
    served = await serveRepository({ 'run.sh': 'x\n' }, { 'run.sh': { mode: '100755', content: 'x\n' } });
    const withoutModes = restOf(served.folder, ({ oldMode, newMode, ...change }) => change);
    const rest = openRest(withoutModes);
    assert.deepEqual(
      (await changesOf(rest, served.range)).map(({ path, change }) => [path, change]),
      [['run.sh', 'modeChanged']],
    );
    await rest.dispose();
  });

  it('reads only what is wanted, and each content once', async () => {
    served = await serveRepository(before, after);
    const asked: string[] = [];
    const objects = restOf(served.folder);
    const rest = openRest({
      ...objects,
      readBlob: (id) => {
        asked.push(id);
        return objects.readBlob(id);
      },
    });
    const wanted = (await changesOf(rest, served.range)).filter(({ path }) => path === 'src/a.ts');
    await rest.patch(served.range, wanted);
    await rest.read([wanted[0]!.oldBlob, wanted[0]!.newBlob]);
    assert.deepEqual(asked.sort(), [wanted[0]!.oldBlob, wanted[0]!.newBlob].sort());
    await rest.dispose();
  });

  it('takes an unknown mode for that of the other side, and a place that is told twice for one', async () => {
    const executable = (content: string) => ({ mode: '100755' as const, content });
    served = await serveRepository({ 'old.sh': executable('x\n') }, { 'new.sh': executable('x\n') });
    const git = await changesOf(served.open(), served.range);
    const [gone, added] = [git.find(({ path }) => path === 'old.sh')!, git.find(({ path }) => path === 'new.sh')!];
    const rest = openRest({
      ...restOf(served.folder),
      listChanges: async () => [
        { path: 'new.sh', oldPath: 'old.sh', oldBlob: gone.oldBlob, newBlob: added.newBlob, newMode: '100755' },
        { path: 'old.sh', oldBlob: gone.oldBlob, oldMode: '100755' },
      ],
    });
    assert.deepEqual(await changesOf(rest, served.range), git);
    assert.deepEqual(await rest.notes?.(), []);
    await rest.dispose();
  });

  it('says so when two files come under one name', async () => {
    served = await serveRepository({ a: 'a\n', b: 'b\n' }, { a: 'A\n', b: 'B\n' });
    const objects = restOf(served.folder, (change) => ({ ...change, path: 'caf\ufffd' }));
    const rest = openRest(objects);
    assert.equal((await changesOf(rest, served.range)).length, 1);
    assert.match((await rest.notes?.())?.join() ?? '', /1 name stands for more than one changed file/);
    await rest.dispose();
  });

  it('asks for no attributes by path where the trees tell, and for a limited number where they do not', async () => {
    served = await serveRepository(before, after);
    const asked: string[] = [];
    const objects = restOf(served.folder);
    const readItem = async (commit: string, path: string) => {
      asked.push(path);
      return await objects.readItem(commit, path);
    };
    const paths = Array.from({ length: 150 }, (_, index) => `f${index}/a.ts`);
    const question = [served.range.base, [...paths, 'src/a.ts'], ['linguist-generated']] as const;
    const blind = openRest({ ...objects, readItem });
    const found = await blind.attributes(...question);
    assert.equal(found.get('src/a.ts')?.['linguist-generated'], 'set');
    assert.equal(asked.length, 100);
    assert.equal(asked[0], '.gitattributes');
    assert.match((await blind.notes?.())?.join() ?? '', /52 files in deep folders were not looked for/);
    const attributes = sampleGit(served.folder, ['rev-parse', `${served.range.base}:.gitattributes`])
      .toString()
      .trim();
    const seeing = openRest({
      ...objects,
      readItem,
      entriesAt: async (_, wanted) =>
        new Map(wanted.map((path) => [path, path === '.gitattributes' ? { blob: attributes, mode: '100644' } : null])),
    });
    assert.deepEqual(await seeing.attributes(...question), found);
    assert.equal(asked.length, 100);
    assert.deepEqual(await seeing.notes?.(), []);
    await Promise.all([blind.dispose(), seeing.dispose()]);
  });

  it('goes on without a file that is larger than any answer', async () => {
    const large = { ...after, 'large.csv': 'x\n'.repeat(999), 'large.ts': 'y\n'.repeat(999) };
    served = await serveRepository(before, large);
    const rest = restOf(served.folder);
    let asked = 0;
    const repository = openRest({
      ...rest,
      async readBlob(id) {
        const content = await rest.readBlob(id);
        if (content === null || content.length < 999) return content;
        asked += 1;
        throw new SecondPassError({ kind: 'platform', code: 'answer-too-large', message: 'It is too large.' });
      },
    });
    const wanted = await changesOf(repository, served.range);
    for (const _ of [1, 2]) {
      const files = readDifference(await repository.patch(served.range, wanted), wanted);
      const unread = files.filter(({ unreadable }) => unreadable !== undefined).map(({ path }) => path);
      assert.deepEqual(unread, ['large.csv', 'large.ts']);
      assert.equal(files.find(({ path }) => path === 'src/a.ts')?.added, 2);
    }
    const blob = wanted.find(({ path }) => path === 'large.csv')?.newBlob ?? '';
    assert.equal((await repository.read([blob])).size, 0);
    assert.equal(await repository.pour(blob, () => assert.fail(), 9_999), false);
    assert.equal(asked, 2);
    await repository.dispose();
  });

  it('refuses a content that is not the one of its id', async () => {
    served = await serveRepository(before, after);
    const rest = openRest({ ...restOf(served.folder), readBlob: async () => Buffer.from('<html>Sign in</html>') });
    const wanted = await changesOf(rest, served.range);
    await assert.rejects(
      rest.patch(served.range, wanted),
      (error) => error instanceof SecondPassError && error.code === 'rest-content-differs',
    );
    await rest.dispose();
  });
});

function refuse(_: unknown, response: import('node:http').ServerResponse): boolean {
  response.writeHead(403).end();
  return true;
}

/** The service's answers, taken from the served repository by plumbing. */
function restOf(folder: string, shape: (change: RestChange) => RestChange = (change) => change): RestObjects {
  const contents = new Map<string, Buffer>();
  return {
    listChanges: async (range) => {
      const changes = listChanges(folder, range);
      readAll(folder, changes, contents);
      return changes.map(shape);
    },
    readBlob: async (id) => contents.get(id) ?? sampleGit(folder, ['cat-file', 'blob', id]),
    readItem: async (commit, path) => {
      try {
        return sampleGit(folder, ['cat-file', 'blob', `${commit}:${path}`]);
      } catch {
        return null;
      }
    },
  };
}

function listChanges(folder: string, { base, source }: CommitRange): RestChange[] {
  const fields = sampleGit(folder, ['diff-tree', '-r', '-z', '--no-renames', '--no-abbrev', base, source])
    .toString()
    .split('\0');
  const changes: RestChange[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [oldMode = '', newMode = '', oldBlob = '', newBlob = ''] = fields[at]!.slice(1).split(' ');
    const before = oldMode === '000000' ? {} : { oldMode, oldBlob };
    const after = newMode === '000000' ? {} : { newMode, newBlob: newBlob.toUpperCase() };
    changes.push({ path: fields[at + 1]!, ...before, ...after });
  }
  return changes;
}

/** All contents by one process, since a process for each would be most of the test's time. */
function readAll(folder: string, changes: readonly RestChange[], contents: Map<string, Buffer>): void {
  const ids = changes
    .flatMap(({ oldBlob, newBlob }) => [oldBlob, newBlob?.toLowerCase()])
    .filter((id) => id !== undefined);
  const output = sampleGit(folder, ['cat-file', '--batch'], `${ids.join('\n')}\n`);
  for (let at = 0; at < output.length; ) {
    const lineEnd = output.indexOf(10, at);
    const [id = '', type, size = '0'] = output.subarray(at, lineEnd).toString('latin1').split(' ');
    const isHere = type === 'blob';
    if (isHere) contents.set(id, output.subarray(lineEnd + 1, lineEnd + 1 + Number(size)));
    at = isHere ? lineEnd + 2 + Number(size) : lineEnd + 1;
  }
}

function plain(contents: ReadonlyMap<string, Uint8Array>): [string, string][] {
  return [...contents].map(([name, content]) => [name, Buffer.from(content).toString('latin1')]);
}
