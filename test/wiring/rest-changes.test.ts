import assert from 'node:assert/strict';
import type { ItemReader } from '../../src/adapters/azure-devops/host';
import type { ChangedEntry, TreeEntry } from '../../src/adapters/azure-devops/items';
import type { RestChange } from '../../src/adapters/git/rest-origin';
import { restObjects } from '../../src/wiring/rest-objects';

const range = { base: 'b'.repeat(40), source: '5'.repeat(40) };
const id = (digit: string) => digit.repeat(40);

interface Told {
  entries: readonly ChangedEntry[];
  /** By path; what is absent was not looked at. */
  before?: Record<string, TreeEntry | null>;
  after?: Record<string, TreeEntry | null>;
  described?: { id: string; mode?: string } | null;
}

async function listed(told: Told) {
  const described: string[] = [];
  const items: ItemReader = {
    changedEntries: async () => [...told.entries],
    at: async (commit, paths) => {
      const tree = new Map(Object.entries((commit === range.base ? told.before : told.after) ?? {}));
      return new Map([...paths].flatMap((path) => (tree.has(path) ? [[path, tree.get(path) ?? null]] : [])));
    },
    root: async () => undefined,
    describe: async (commit, path) => {
      described.push(`${commit === range.base ? 'base' : 'other'}:${path}`);
      return told.described ?? null;
    },
    content: () => assert.fail('no content is read for a list'),
    blob: () => assert.fail('no content is read for a list'),
  };
  const rest = restObjects(items, { id: 1, source: range.source });
  return { changes: await rest.listChanges(range), notes: rest.notes?.() ?? [], described };
}

const edit: ChangedEntry = { path: 'a.ts', changeType: 'edit', objectId: id('2') };

describe('changes over REST', () => {
  const cases: [string, Told, Partial<RestChange>][] = [
    [
      'take ids and modes from the trees',
      {
        entries: [{ ...edit, originalObjectId: id('1') }],
        before: { 'a.ts': { id: id('1'), mode: '120000' } },
        after: { 'a.ts': { id: id('2'), mode: '100755' } },
      },
      { oldBlob: id('1'), oldMode: '120000', newBlob: id('2'), newMode: '100755' },
    ],
    [
      'find the old id in the tree when the list does not tell it',
      {
        entries: [edit],
        before: { 'a.ts': { id: id('1'), mode: '100644' } },
        after: { 'a.ts': { id: id('2'), mode: '100644' } },
      },
      { oldBlob: id('1'), oldMode: '100644', newBlob: id('2'), newMode: '100644' },
    ],
    [
      'find the old id of a renamed file at its old path',
      {
        entries: [{ ...edit, changeType: 'edit, rename', originalPath: 'old.ts' }],
        before: { 'old.ts': { id: id('1'), mode: '100644' } },
        after: { 'a.ts': { id: id('2'), mode: '100644' } },
      },
      { oldPath: 'old.ts', oldBlob: id('1'), oldMode: '100644', newBlob: id('2'), newMode: '100644' },
    ],
    [
      'are those of the list where no tree was looked at',
      { entries: [{ ...edit, originalObjectId: id('1') }] },
      { oldBlob: id('1'), newBlob: id('2') },
    ],
    [
      'name a submodule by the list where no tree was looked at',
      { entries: [{ ...edit, originalObjectId: id('1'), objectType: 'commit' }] },
      { oldBlob: id('1'), oldMode: '160000', newBlob: id('2'), newMode: '160000' },
    ],
    [
      'of an added file have no old side, whatever else is told',
      { entries: [{ ...edit, changeType: 'add' }], after: { 'a.ts': { id: id('2'), mode: '100644' } } },
      { newBlob: id('2'), newMode: '100644' },
    ],
    [
      'of a deleted file have no new side, and its id may stand in either place',
      { entries: [{ ...edit, changeType: 'delete', objectId: id('1') }] },
      { oldBlob: id('1') },
    ],
  ];
  for (const [what, told, expected] of cases) {
    it(what, async () => {
      const { changes, described } = await listed(told);
      assert.deepEqual(changes, [{ path: 'a.ts', ...expected }]);
      assert.deepEqual(described, []);
    });
  }

  it('are refused where a name may stand for several files', async () => {
    const odd = { ...edit, path: 'a\ufffd.ts' };
    for (const entries of [[odd], [edit, edit]])
      await assert.rejects(listed({ entries, before: {}, after: {} }), /may stand for several changed files/);
  });

  it('ask for the old file itself when neither list nor tree tell its id', async () => {
    const after = { 'a.ts': { id: id('2'), mode: '100755' } };
    const { changes, described } = await listed({ entries: [edit], after, described: { id: id('1') } });
    assert.deepEqual(described, ['base:a.ts']);
    assert.deepEqual(changes, [{ path: 'a.ts', oldBlob: id('1'), newBlob: id('2'), newMode: '100755' }]);
  });

  it('stop asking for old files one by one, and say so', async () => {
    const entries = Array.from({ length: 310 }, (_, index) => ({ ...edit, path: `f${index}` }));
    const { changes, described, notes } = await listed({ entries, described: { id: id('1') } });
    assert.equal(described.length, 300);
    assert.equal(changes.filter(({ oldBlob }) => oldBlob === undefined).length, 10);
    assert.equal(notes.length, 2);
    assert.match(notes[0] ?? '', /310 changed files lie beyond .* symbolic link/);
    assert.match(notes[1] ?? '', /10 changed files lie beyond .* shown as added/);
  });

  it('have nothing to note where everything was looked at', async () => {
    const tree = { 'a.ts': { id: id('1'), mode: '100644' } };
    assert.deepEqual((await listed({ entries: [edit], before: tree, after: tree })).notes, []);
  });
});
