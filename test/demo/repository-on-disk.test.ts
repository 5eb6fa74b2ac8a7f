import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { repositoryOf } from '../fakes/repository-of';
import { repositoryOnDisk } from './repository-on-disk';

describe('a repository for the demo', () => {
  it('is named when it is none, or has no such commit', () => {
    const disk = repositoryOf({ 'a.ts': '1;\n' }, { 'a.ts': '2;\n' });
    const { folder, sourceRef, targetRef } = disk;
    assert.throws(() => repositoryOnDisk('/nowhere', 'a', 'b'), /^Error: --repo was "\/nowhere"; allowed: the folder/);
    assert.throws(() => repositoryOnDisk(tmpdir(), 'a', 'b'), /allowed: the folder of a git repository/);
    assert.throws(
      () => repositoryOnDisk(folder, 'nosuch', sourceRef),
      /"nosuch" is no commit of .*; allowed: a branch/,
    );
    repositoryOnDisk(folder, targetRef, sourceRef).remove();
    disk.remove();
  });
});
