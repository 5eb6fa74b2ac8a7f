import assert from 'node:assert/strict';
import type { OutlineRequest, Outliner } from '../../src/ports/outliner';
import type { Repository } from '../../src/ports/repository';
import { reviewed } from './reviewed';

const FILES = 120;

const files = (word: string) =>
  Object.fromEntries(
    Array.from({ length: FILES }, (_, at) => [
      `src/area${at % 5}/file${at}.ts`,
      Array.from(
        { length: 60 },
        (_, line) => `export const value${at}x${line} = ${word}(${line}, 'some text here');\n`,
      ).join(''),
    ]),
  );

/** Says nothing of any file, and keeps what it was asked. */
function countingOutliner(): Outliner & { asked: OutlineRequest[] } {
  const asked: OutlineRequest[] = [];
  return {
    asked,
    async outline(requests) {
      asked.push(...requests);
      return requests.map(() => ({ after: { kind: 'none', reason: 'no grammar' } }));
    },
    parses: async (wanted) => wanted.map(() => null),
    proseIn: async (wanted) => wanted.map(() => null),
    textAt: async (wanted) => wanted.map(() => null),
  };
}

async function outlinedWith(inputs: Record<string, string>) {
  const outliner = countingOutliner();
  const { record } = await reviewed({ base: files('before'), source: files('after'), inputs, outliner });
  return { outlined: outliner.asked.map(({ path }) => path), record };
}

describe('work for what is asked', () => {
  it('outlines every file where the money is enough, or nobody counts it', async () => {
    for (const budget of ['', '50']) {
      const inputs = { budgetUsd: budget, budgetUsdPerPullRequest: budget };
      const { outlined, record } = await outlinedWith(inputs);
      assert.equal(outlined.length, FILES);
      assert.ok(record.files.every(({ state }) => state === 'reviewed'));
    }
  });

  it('outlines what the budget may reach: all files that are asked about, and not many more', async () => {
    const { outlined, record } = await outlinedWith({ budgetUsd: '0.25', budgetUsdPerPullRequest: '' });
    const read = record.files.filter(({ state }) => state === 'reviewed').map(({ path }) => path);
    assert.ok(read.length > 5 && read.length < FILES, String(read.length));
    assert.deepEqual(
      read.filter((path) => !outlined.includes(path)),
      [],
    );
    assert.ok(outlined.length <= 4 * read.length, `${outlined.length} outlined for ${read.length}`);
  });

  it('outlines nothing where nothing is left to spend', async () => {
    const { outlined, record } = await outlinedWith({ budgetUsd: '0.00', budgetUsdPerPullRequest: '' });
    assert.ok(record.files.every(({ state }) => state === 'notReviewed'));
    assert.deepEqual(outlined, []);
  });
});

/** Tells by what names contents were asked for. */
function counting(repository: Repository, asked: string[]): Repository {
  const read = (names: readonly string[]) => {
    asked.push(...names);
    return repository.read(names);
  };
  return { ...repository, read };
}

describe('work for one content under many names', () => {
  for (const [ending, quiet, scripted] of [
    ['svg', '<svg><g/></svg>', '<svg><script>run()</script></svg>'],
    ['js.snap', 'exports[`a`] = `b`;', 'run();'],
  ] as const) {
    it(`judges a ${ending} once, and takes every name of one that runs`, async () => {
      const named = (name: string, text: string) =>
        Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`art/${name}${at}.${ending}`, `${text}\n`]));
      const asked: string[] = [];
      const source = { 'README.md': 'A sample.\n', ...named('quiet', quiet), ...named('scripted', scripted) };
      const { record } = await reviewed({ source, repository: (repository) => counting(repository, asked) });
      const read = record.files.filter(({ state }) => state === 'reviewed').map(({ path }) => path);
      assert.deepEqual(read.sort(), Object.keys(named('scripted', scripted)).sort());
      const quietly = asked.filter((name) => asked.indexOf(name) === asked.lastIndexOf(name));
      assert.equal(quietly.length, 1);
    });
  }

  it('reads of what is left out no more than there is room to look through', async () => {
    const maps = Array.from({ length: 12 }, (_, at) => [`maps/a${at}.js.map`, Buffer.alloc(9_000_000)] as const);
    const asked: string[] = [];
    const { record } = await reviewed({
      source: { 'README.md': 'A sample.\n', ...Object.fromEntries(maps) },
      inputs: { scanExcluded: 'true' },
      repository: (repository) => counting(repository, asked),
    });
    assert.match(record.notes.join(' '), /Not looked through for secrets, .*maps\/a/);
    assert.ok(asked.length > 0 && asked.length <= 5, String(asked.length));
  });
});
