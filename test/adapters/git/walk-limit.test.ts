import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createObjectReader, type ObjectReader } from '../../../src/adapters/git/object-reader';
import { createGit } from '../../../src/adapters/git/run-git';
import { checkWalk } from '../../../src/adapters/git/walk-limit';
import { bombOfTrees } from '../../fakes/bomb-of-trees';
import { type GitPack, gitPack } from '../../fakes/git-pack';
import { repositoryOf } from '../../fakes/repository-of';

describe('a walk through two trees', () => {
  const { folder, remove } = repositoryOf({}, {});
  const pack = gitPack();
  const file = Buffer.from(pack.add('blob', Buffer.from('x\n')), 'hex');
  const empty = pack.add('tree', Buffer.alloc(0));
  const treeOf = (entries: readonly (readonly [name: string, id: Buffer | string])[]) =>
    pack.add('tree', Buffer.concat(entries.flatMap(([name, id]) => entry(name, id))));
  const many = <Id extends Buffer | string>(count: number, id: Id) =>
    Array.from({ length: count }, (_, at) => [`${1000 + at}`, id] as const);
  const trees = {
    bomb: bombOfTrees(pack, 12, 10),
    chain: bombOfTrees(pack, 2_100, 1),
    large: treeOf(many(300, treeOf(many(300, file)))),
    hugeOnce: treeOf(many(1, 'f'.repeat(40))),
    hugeThrice: treeOf(many(3, 'f'.repeat(40))),
    ...bothSides(pack),
  };
  const scratch = mkdtempSync(join(tmpdir(), 'walk-'));
  let objects: ObjectReader;
  let asked = 0;
  const walk = async (base: string, source: string) => {
    asked = 0;
    const read = (names: readonly string[]) => {
      asked += names.length;
      return objects.read(names);
    };
    await checkWalk(read, base, source);
  };

  function entry(name: string, id: Buffer | string): Buffer[] {
    const isFile = typeof id !== 'string';
    return [Buffer.from(`${isFile ? '100644' : '40000'} ${name}\0`), isFile ? id : Buffer.from(id, 'hex')];
  }

  function bothSides(into: GitPack) {
    const bomb = bombOfTrees(into, 8, 10, treeOf([['a.ts', file]]));
    const before = treeOf([['old', bomb]]);
    return { before, after: treeOf([['a.ts', file], ...([['old', bomb]] as const)]) };
  }

  before(() => {
    pack.write(folder);
    const environment = { PATH: process.env.PATH ?? '', GIT_DIR: folder };
    const signal = new AbortController().signal;
    objects = createObjectReader(createGit({ program: 'git', environment, folder: scratch, signal }));
  });

  after(async () => {
    await objects.close();
    rmSync(scratch, { recursive: true, force: true });
    remove();
  });

  it('of ten folders in each of ten, twelve times, ends before it is begun', async () => {
    await assert.rejects(walk(empty, trees.bomb), { code: 'too-many-files' });
    assert.ok(asked < 20, `${asked} trees were read`);
  });

  it('of a chain of folders that is deeper than git goes ends too', async () => {
    await assert.rejects(walk(empty, trees.chain), { code: 'too-many-files' });
  });

  it('looks at what differs alone', async () => {
    await walk(trees.before, trees.after);
    assert.equal(asked, 2);
    await assert.rejects(walk(trees.before, empty), { code: 'too-many-files' });
  });

  it('counts a folder that is too large to be read wherever it stands', async () => {
    await walk(empty, trees.hugeOnce);
    await assert.rejects(walk(empty, trees.hugeThrice), { code: 'too-many-files' });
  });

  it('takes a large change: 300 folders of 300 files', async () => {
    await walk(empty, trees.large);
  });
});
