import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { changesArguments, patchArguments } from '../../src/adapters/git/patch-arguments';
import { readPatch } from '../../src/steps/diff/read-patch';
import { readTreeChanges } from '../../src/steps/diff/read-tree-changes';
import { repositoryInMemory } from './repository-in-memory';
import { repositoryOf } from './repository-of';

const lines = (from: number, to: number) => `${Array.from({ length: to - from }, (_, at) => from + at).join('\n')}\n`;

const before = {
  'src/kept.ts': lines(1, 5),
  'src/edited.ts': lines(1, 40),
  'src/without-end.ts': 'one\ntwo',
  'src/deleted.ts': 'nothing\nlike\nthe\nothers\n',
  'src/moved.ts': lines(100, 140),
  'src/moved-whole.ts': lines(200, 240),
  'src/emptied.ts': 'one\n',
};

const after = {
  'src/kept.ts': before['src/kept.ts'],
  'src/edited.ts': `zero\n${lines(2, 20)}new\n${lines(20, 40)}`,
  'src/without-end.ts': 'one\nthree',
  'src/new place.ts': `${lines(100, 140)}more\n`,
  'src/moved-again.ts': before['src/moved-whole.ts'],
  'src/emptied.ts': '',
  'src/added "quoted" ümlaut\t.ts': 'added\n',
};

describe('the repository in memory', () => {
  it('prints what git prints, to the byte but for the words behind a range', async () => {
    const disk = repositoryOf(before, after);
    const memory = repositoryInMemory();
    const [base, source] = [memory.commit(before), memory.commit(after)];
    const git = (words: string[]) => execFileSync('git', words, { cwd: disk.folder });
    try {
      const changes = Buffer.from(await memory.changes({ base, source }));
      assert.deepEqual(
        readTreeChanges(changes),
        readTreeChanges(git(changesArguments(disk.targetRef, disk.sourceRef))),
      );
      const patch = Buffer.from(await memory.patch({ base, source }, readTreeChanges(changes)));
      const printed = git(patchArguments(disk.targetRef, disk.sourceRef)).toString('utf8');
      assert.equal(patch.toString('utf8'), printed.replace(/^(@@ -\S+ \+\S+ @@).*$/gm, '$1'));
      assert.deepEqual(
        readPatch(patch).flatMap(({ unreadable = [] }) => unreadable),
        [],
      );
    } finally {
      disk.remove();
    }
  });
});
