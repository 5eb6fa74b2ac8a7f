import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { oddRepositories } from './odd-repositories';
import { runCommand } from './run-command';

describe('a partial clone, at the terminal', function () {
  this.timeout(120_000);
  let odd: ReturnType<typeof oddRepositories>;

  beforeEach(() => {
    odd = oddRepositories();
  });
  afterEach(() => odd.remove());

  const range = ['--base', 'origin/main', '--head', 'origin/topic'];
  const preview = () =>
    runCommand(['preview', ...range, '--semgrep', 'off'], { folder: odd.folder('partial'), environment: {} });
  const git = (...words: string[]) =>
    execFileSync('git', words, { cwd: odd.folder('partial'), stdio: 'pipe', encoding: 'utf8' });

  it('is read once the remedy that the message names was done', async () => {
    const { code, said } = await preview();
    assert.equal(code, 2);
    const [, ...remedy] = /(git fetch --refetch --no-filter origin)/.exec(said)?.[1]?.split(' ') ?? [];
    git(...remedy);
    const again = await preview();
    assert.equal(again.code, 0, again.said);
    assert.match(again.out, /\+let a = 2;/);
  });

  it('is read where it holds the files of the change', async () => {
    git('checkout', '-q', 'origin/main');
    git('checkout', '-q', 'origin/topic');
    const { code, out, said } = await preview();
    assert.equal(code, 0, said);
    assert.match(out, /\+let a = 2;/);
  });
});
