import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { sievePack } from '../../../src/adapters/git/sieve-pack';
import { readDifference } from '../../../src/steps/diff/read-difference';
import { hugeDifferences, namesIn } from '../../fakes/huge-differences';
import { createSampleRepository, sampleGit } from '../../steps/diff/sample-repository';
import { changesOf, serveRepository } from './served-repository';

const ANYTHING = { object: Number.POSITIVE_INFINITY, total: Number.POSITIVE_INFINITY };
const MEGABYTE = 1_048_576;

describe('a pack without what is too large', () => {
  it('keeps the rest, whose differences still count from where they did', async () => {
    const sample = createSampleRepository();
    try {
      // Six families, each of files that are differences to each other, and each larger than the one before.
      const text = (at: number) =>
        Array.from(
          { length: 100 * ((at % 6) + 1) + at },
          (_, line) => `${(line * 7_919 * ((at % 6) + 2)) % 65_521}\n`,
        ).join('');
      const files = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`${at}.txt`, text(at)]));
      const [commit = ''] = sample.commit([files]);
      const how = ['pack-objects', '--revs', '--stdout', '--delta-base-offset', '--depth=4', '-q'];
      const pack = sampleGit(sample.folder, how, commit);
      const all = await namesIn(pack);
      assert.deepEqual(await namesIn(await sievePack(pack, ANYTHING)), all);
      const sizes = sampleGit(sample.folder, ['cat-file', '--batch-check'], all.join('\n')).toString().trim();
      const sizeOf = new Map(sizes.split('\n').map((line) => [line.slice(0, 40), Number(line.split(' ')[2])]));
      const most = [...sizeOf.values()].sort((one, other) => one - other)[30] ?? 0;
      const left = await namesIn(await sievePack(pack, { ...ANYTHING, object: most }));
      assert.ok(left.length > 10 && left.every((name) => (sizeOf.get(name) ?? 0) <= most), left.join());
      const cut = await namesIn(await sievePack(pack.subarray(0, pack.length / 2), ANYTHING));
      assert.ok(cut.length > 10, cut.join());
      assert.deepEqual(cut, all.slice(0, cut.length));
    } finally {
      rmSync(sample.folder, { recursive: true, force: true });
    }
  });

  it('is what is read of a change whose files are too large, without an object that is', async () => {
    const huge = Array.from({ length: 30 }, (_, at) => [`huge${at}`, 65 + at] as const);
    const { pack, names } = hugeDifferences([...huge, ['large', 8]], ['small']);
    const served = await serveRepository({ 'a.ts': '1\n' }, { 'a.ts': '2\n' });
    try {
      const git = (words: readonly string[], input: string | Buffer = '') =>
        sampleGit(served.folder, words, input).toString().trim();
      git(['index-pack', '--stdin'], pack);
      const blob = git(['rev-parse', `${served.range.source}:a.ts`]);
      const entries = Object.entries({ ...names, 'a.ts': blob });
      const tree = git(['mktree'], entries.map(([name, id]) => `100644 blob ${id}\t${name}\n`).join(''));
      const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];
      const source = git([...who, 'commit-tree', '-p', served.range.base, '-m', 'huge', tree]);
      git(['update-ref', 'refs/heads/huge', source]);
      git(['config', 'uploadpack.allowAnySHA1InWant', 'true']);
      const range = { base: served.range.base, source };
      const repository = served.open();
      const changes = await changesOf(repository, range);
      const files = readDifference(await repository.patch(range, changes), changes);
      const left = files.filter(({ unreadable }) => unreadable === 'it is too large to be compared');
      assert.deepEqual(left.map(({ path }) => path).sort(), huge.map(([name]) => name).sort());
      const contents = await repository.read(Object.values(names));
      assert.deepEqual([...contents.keys()], [names.unit, names.large, names.small]);
      const { reader } = await repository.scratch();
      const held = await reader({ arguments: ['cat-file', '--batch-all-objects', '--batch-check=%(objectsize)'] });
      const sizes = held.output.toString().trim().split('\n').map(Number);
      assert.equal(Math.max(...sizes), 8 * MEGABYTE + 'large\n'.length);
      const fetches = served.server.requests.filter((request) => request.startsWith('POST'));
      assert.ok(fetches.length <= 4, fetches.join('\n'));
    } finally {
      await served.close();
    }
  });
});
