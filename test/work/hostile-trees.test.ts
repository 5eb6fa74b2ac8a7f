import assert from 'node:assert/strict';
import type { TreeEntry } from '../../src/ports/trees';
import { readPlaces } from '../../src/steps/candidate/places';
import { readCandidate } from '../../src/work/read-candidate';
import type { SampleTree } from '../steps/diff/sample-repository';
import { hasBubblewrap, never, said, setUpWorkbench } from './workbench';

const BASE = { 'src/a.js': 'exports.a = 1;\n', 'src/b.js': 'exports.b = 2;\n' };
const EDIT = 'echo "exports.a = 2;" > src/a.js';

const link = (content: string | Buffer) => ({ mode: '120000' as const, content });

const deep = (folders: number) => [...Array.from({ length: folders }, () => 'd'.repeat(200)), 'x'].join('/');

/** Of a branch that anybody may push: none of it keeps an honest change from being read, and nothing of it is in that change. */
const TREES: readonly { name: string; tree: SampleTree; leftOut?: number }[] = [
  { name: 'a line break in a name', tree: { 'x\ny.txt': 'x\n' } },
  { name: 'a name that ends with a return, as icons of folders have', tree: { 'Icon\r': 'icon\n' } },
  { name: 'one beside its twin without the return', tree: { 'src/b.js\r': 'another\n' } },
  { name: 'a name that no folder can hold', tree: { ['n'.repeat(256)]: 'x\n' }, leftOut: 1 },
  { name: 'a path that no system can hold', tree: { [deep(21)]: 'x\n' }, leftOut: 1 },
  { name: 'a path that a workshop cannot hold', tree: { [deep(17)]: 'x\n' }, leftOut: 1 },
  { name: 'a link to nothing', tree: { l: link('') } },
  { name: 'a link of more letters than a link has', tree: { l: link('a/'.repeat(3_000)) } },
  { name: 'a link with a zero byte', tree: { l: link('src\0/../../etc') } },
  { name: 'a link out whose name is no UTF-8', tree: { l: link(Buffer.from('/\xff\xfe', 'latin1')) } },
  { name: 'links in a ring', tree: { k: link('l'), l: link('k') } },
  {
    name: 'a thousand long-winded links',
    tree: Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`l/${at}`, link(`${'./'.repeat(1_900)}x`)])),
  },
];

(hasBubblewrap() ? describe : describe.skip)('a hostile tree', function () {
  this.timeout(60_000);

  for (const { name, tree, leftOut = 0 } of TREES)
    it(`hinders nobody: ${name}`, async () => {
      const begun = performance.now();
      const { entries, refused, laid } = await after({ ...BASE, ...tree }, EDIT);
      assert.deepEqual([entries, refused, laid.leftOut.length], [['src/a.js'], [], leftOut]);
      assert.ok(performance.now() - begun < 20_000);
    });

  it('is not compared where its large files were changed without becoming larger', async () => {
    const large = 'some line of text that is text\n'.repeat(400_000);
    const tree = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`m/${at}.txt`, large]));
    const begun = performance.now();
    const { entries, refused } = await after({ ...BASE, ...tree }, 'sed -i s/text/TEXT/ m/*.txt');
    assert.deepEqual([entries, refused.length], [[], 8]);
    assert.match(refused[0] ?? '', /^"m\/0\.txt" has \d+ bytes; 1048576 are allowed\.$/);
    assert.ok(performance.now() - begun < 15_000);
  });

  it('is not laid where its contents would fill the disk of the agent', async () => {
    const bench = await setUpWorkbench(BASE);
    const entries = (await bench.trees.list(bench.commit)).map((one) => ({ ...one, size: 10 ** 15 }));
    await assert.rejects(
      bench.workshops.open(async (at) => void (await bench.trees.lay(entries, at)), never),
      {
        code: 'workshop-too-large',
      },
    );
    await bench.close();
  });
});

async function after(tree: SampleTree, script: string) {
  const bench = await setUpWorkbench(tree);
  try {
    const all = await bench.trees.list(bench.commit);
    let laid = {
      entries: [] as readonly TreeEntry[],
      linksAsFiles: [] as readonly string[],
      leftOut: [] as readonly string[],
    };
    const workshop = await bench.workshops.open(async (at) => {
      laid = await bench.trees.lay(all, at);
    }, never);
    const answer = await workshop.hands.run({ script, time: 30_000 }, never);
    assert.equal(answer.code, 0, said(answer));
    const given = { trees: bench.trees, base: bench.commit, laid: laid.entries, named: new Set<string>() };
    const { entries, checks } = await readCandidate(workshop, given, {
      places: readPlaces({ allowedPaths: [], protectedPaths: [], hiddenPaths: [] }),
      settings: { maxFiles: 20, maxChangedLines: 800, protectTests: true },
      ...{ findingPaths: [], elsewhere: '', hide: (text: string) => text, holdsKnownSecret: () => false },
    });
    await workshop.destroy();
    const refused = checks.filter(({ state }) => state === 'refused').map(({ text }) => text);
    return { entries: entries.map(({ path }) => path), refused, laid };
  } finally {
    await bench.close();
  }
}
