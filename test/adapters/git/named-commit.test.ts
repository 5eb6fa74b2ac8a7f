import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitNamed } from '../../../src/adapters/git/named-commit';
import { createGit } from '../../../src/adapters/git/run-git';
import { isSecondPassError } from '../../../src/errors';

describe('the commit that a name means', () => {
  let folder: string;
  /** Oldest first. */
  const ids: string[] = [];

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'second-pass-names-'));
    git('init', '-q', '-b', 'main');
    for (const message of ['0', '1', '2', '3', '4']) {
      git('commit', '-q', '--allow-empty', '-m', message);
      ids.push(git('rev-parse', 'HEAD'));
    }
    git('config', 'branch.main.remote', '.');
    git('config', 'branch.main.merge', 'refs/heads/both');
    const refs: Record<string, number> = {
      'refs/heads/both': 1,
      'refs/tags/both': 3,
      'refs/remotes/origin/both': 2,
      'refs/heads/same': 1,
      'refs/tags/same': 1,
      'refs/remotes/origin/far': 2,
      'refs/tags/origin/far': 3,
      'refs/remotes/origin/HEAD': 0,
      'refs/remotes/origin/release': 1,
      'refs/tags/release': 3,
      'refs/tags/v1.0': 2,
      'refs/tags/refs/heads/absent': 3,
      'refs/tags/HEAD': 0,
      'refs/heads/feature/a@b': 2,
      [`refs/tags/${ids[1]?.slice(0, 8)}`]: 3,
      [`refs/tags/${ids[1]}`]: 3,
      [`refs/tags/${ids[4]?.slice(0, 8)}`]: 4,
    };
    for (const [name, at] of Object.entries(refs)) git('update-ref', name, ids[at] ?? '');
  });
  after(() => rmSync(folder, { recursive: true }));

  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...words], {
      ...{ cwd: folder, stdio: 'pipe', encoding: 'utf8' },
    }).trim();
  const named = (name: string) => {
    const environment = { PATH: process.env.PATH ?? '' };
    const asked = createGit({ program: 'git', environment, folder, signal: new AbortController().signal });
    return commitNamed(asked, '--base', name);
  };

  type Row = [name: string, at: number, hint?: RegExp];
  const rows: Row[] = [
    ['HEAD', 4],
    ['@', 4],
    ['HEAD~1', 3],
    ['@{upstream}', 1],
    ['main', 4],
    ['main^', 3],
    ['both', 1, /^both may mean refs\/heads\/both and refs\/tags\/both, which differ: refs\/heads\/both is taken\.$/],
    ['both~1', 0, /refs\/tags\/both/],
    ['both^{commit}', 1, /refs\/tags\/both/],
    ['refs/tags/both', 3],
    ['tags/both', 3],
    ['heads/both', 1],
    ['same', 1],
    ['origin/far', 2, /refs\/tags\/origin\/far/],
    ['far', 2, /^There is no branch far in this clone: origin\/far is taken\.$/],
    ['release', 1, /There is no branch release[\s\S]*refs\/tags\/release, which differ/],
    ['v1.0', 2],
    ['feature/a@b', 2],
  ];
  for (const [name, at, hint] of rows) {
    it(`is commit ${at} for ${name}${hint ? ', with a word about it' : ''}`, async () => {
      const { id, hints } = await named(name);
      assert.equal(id, ids[at]);
      if (hint) assert.match(hints.join('\n'), hint);
      else assert.deepEqual(hints, []);
    });
  }

  it('is the commit of a whole id, whatever is called so', async () => {
    assert.deepEqual(await named(ids[1] ?? ''), { id: ids[1], hints: [] });
  });

  it('is that of a short id, also where a tag of it leads there', async () => {
    assert.equal((await named(ids[2]?.slice(0, 8) ?? '')).id, ids[2]);
    assert.equal((await named(ids[4]?.slice(0, 8) ?? '')).id, ids[4]);
  });

  it('is refused where a short id is the name of another commit too, and both are told', async () => {
    await assert.rejects(named(ids[1]?.slice(0, 8) ?? ''), (error) => {
      assert.ok(isSecondPassError(error));
      assert.match(error.message, new RegExp(`refs/tags/${ids[1]?.slice(0, 8)} names the one, ${ids[1]} the other`));
      return true;
    });
  });

  for (const name of ['refs/heads/absent', 'nowhere', '--all', 'main..both', 'main:a.ts', '', '*', 'refs/heads/*']) {
    it(`is none for ${JSON.stringify(name)}`, async () => {
      await assert.rejects(named(name), /"--base" was/);
    });
  }
});
