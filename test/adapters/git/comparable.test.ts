import assert from 'node:assert/strict';
import { comparable } from '../../../src/adapters/git/comparable';
import { renameLimit } from '../../../src/adapters/git/rename-limit';
import { readDifference } from '../../../src/steps/diff/read-difference';
import type { SampleTree } from '../../steps/diff/sample-repository';
import { changesOf, type ServedRepository, serveRepository } from './served-repository';

const MEGABYTE = 1_000_000;

describe('what git may compare', () => {
  let served: ServedRepository;
  afterEach(() => served.close());

  /** Each file with what became of it. */
  async function fates(before: SampleTree, after: SampleTree, options: { latin1Paths?: boolean } = {}) {
    served = await serveRepository(before, after, options);
    const repository = served.open();
    const changes = await changesOf(repository, served.range);
    const files = readDifference(await repository.patch(served.range, changes), changes);
    const notes = (await repository.notes?.()) ?? [];
    return { notes, files: files.map(({ path, change, unreadable = 'read' }) => `${path}: ${change}, ${unreadable}`) };
  }

  it('is no text whose lines take more memory than a review is worth, on whichever side it stands', async () => {
    const lines = (count: number) => '\n'.repeat(count);
    const { files } = await fates(
      { 'a.ts': '1\n', 'b.ts': lines(MEGABYTE), 'c.ts': '1\n', 'd.ts': lines(MEGABYTE) },
      { 'a.ts': '2\n', 'b.ts': '1\n', 'c.ts': lines(2 * MEGABYTE), 'e.ts': lines(3 * MEGABYTE) },
    );
    assert.deepEqual(files, [
      'a.ts: modified, read',
      'b.ts: modified, it is too large to be compared',
      'c.ts: modified, it is too large to be compared',
      'd.ts: deleted, it is too large to be compared',
      'e.ts: added, it is too large to be compared',
    ]);
  });

  it('is what only moved, what is binary, and a large text of ordinary lines', async () => {
    const ordinary = (at: number) => `${'x'.repeat(99)}\n`.repeat(2 * MEGABYTE * 0.01 * at);
    const { files } = await fates(
      { 'a.csv': '\n'.repeat(MEGABYTE), 'b.csv': { mode: '100644', content: '\n'.repeat(2 * MEGABYTE) } },
      {
        'sub/a.csv': '\n'.repeat(MEGABYTE),
        'b.csv': { mode: '100755', content: '\n'.repeat(2 * MEGABYTE) },
        'c.png': Buffer.concat([Buffer.from('\0'), Buffer.alloc(2 * MEGABYTE, '\n')]),
        'd.sql': ordinary(1),
      },
    );
    assert.deepEqual(files, [
      'b.csv: modeChanged, read',
      'c.png: added, read',
      'd.sql: added, its patch is larger than 1048576 bytes',
      'sub/a.csv: renamed, read',
    ]);
  });

  it('is not what moved to two places, since git takes one of them for new', async () => {
    const text = '\n'.repeat(MEGABYTE);
    const { files } = await fates({ 'a.csv': text }, { 'b.csv': text, 'c.csv': text });
    assert.ok(files.length === 3 && files.every((file) => /too large to be compared$/.test(file)), files.join());
  });

  it('is told for each of two names that would be written the same', async () => {
    const { files } = await fates({}, { '\\xe9.ts': '1\n', '\xe9.ts': '\n'.repeat(MEGABYTE) }, { latin1Paths: true });
    assert.deepEqual(files, ['\\x5cxe9.ts: added, read', '\\xe9.ts: added, it is too large to be compared']);
  });

  it('is sought for renames for seconds at most, and told where git did not look at all', async () => {
    const side = (name: string) =>
      Object.fromEntries(
        Array.from({ length: 1_100 }, (_, at) => [
          `${name}/${name}${at}.txt`,
          Array.from({ length: 1_000 }, (_, line) => `${name}${(at * 7_919 + line * 104_729) % 65_521}\n`).join(''),
        ]),
      );
    const moved = 'the same\n'.repeat(20);
    const { files, notes } = await fates({ ...side('a'), 'one.ts': moved }, { ...side('b'), 'two.ts': moved });
    assert.equal(files.length, 2_201);
    assert.deepEqual(notes, [
      'Too many files went away and came to compare all of them: one that was renamed and changed may count as two.',
    ]);
    assert.ok(files.includes('two.ts: renamed, read'));
  });
});

describe('how long git may compare', () => {
  const size = (lines: number) => ({ bytes: lines * 2, lines, isBinary: false });
  const pairs = (count: number, before: number, after: number) => {
    const wanted = Array.from({ length: count }, (_, at) => ({
      pathBytes: Buffer.from(`${at}.ts`),
      ...{ oldMode: '100644', newMode: '100644', oldBlob: `old ${at}`, newBlob: `new ${at}` },
    }));
    const sizes = new Map(
      wanted.flatMap(({ oldBlob, newBlob }) => [[oldBlob, size(before)] as const, [newBlob, size(after)] as const]),
    );
    return comparable(wanted, sizes).length;
  };

  it('ends where lines are many and short, smaller files first', () => {
    assert.equal(pairs(15, 700_000, 700_000), 2);
    assert.equal(pairs(15, 250_000, 250_000), 7);
  });

  it('is enough for a large change of ordinary files, and for what is new', () => {
    assert.equal(pairs(5_000, 500, 500), 5_000);
    assert.equal(pairs(1_000, 1_500, 1_500), 1_000);
    assert.equal(pairs(15, 1, 400_000), 15);
  });
});

describe('the limit of files that are looked at for renames', () => {
  const change = (oldBlob: string, newBlob: string) => ({ pathBytes: Buffer.from('x'), oldBlob, newBlob });
  const none = '0'.repeat(40);
  const size = (lines: number) => ({ bytes: 0, lines, isBinary: false });

  const limitOf = (count: number, lines: number) => {
    const wanted = Array.from({ length: count }, (_, at) => [change(`o${at}`, none), change(none, `n${at}`)]).flat();
    const sizes = new Map(wanted.flatMap(({ oldBlob, newBlob }) => [oldBlob, newBlob]).map((id) => [id, size(lines)]));
    return renameLimit(wanted, sizes);
  };

  it('is that of git for what people move, and less for more than they do', () => {
    assert.equal(limitOf(2_000, 200), 2_000);
    assert.equal(limitOf(1_900, 4_000), 500);
    assert.equal(limitOf(100, 10_000_000), 96);
  });

  it('does not count what kept its content', () => {
    const sizes = new Map([['same', size(100_000)]]);
    const wanted = Array.from({ length: 3_000 }, () => [change('same', none), change(none, 'same')]).flat();
    assert.equal(renameLimit(wanted, sizes), 2_000);
  });
});
