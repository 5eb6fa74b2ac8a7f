import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './run-command';

const SOMEBODY_ELSE = '12345';

describe('a repository of somebody else, at the terminal', function () {
  this.timeout(120_000);
  let root: string;
  let folder: string;

  before(function () {
    // Only root can give files away.
    if (process.getuid?.() !== 0) return this.skip();
    root = realpathSync(mkdtempSync(join(tmpdir(), 'second-pass-foreign-')));
    folder = join(root, 'a "quoted" \\ name');
    mkdirSync(folder);
    git('init', '-q', '-b', 'main');
    write('a.ts', 'let a = 1;\n');
    commit('first');
    git('checkout', '-q', '-b', 'topic');
    write('a.ts', 'let a = 2;\n');
    commit('second');
    git('worktree', 'add', '-q', join(root, 'linked'), 'main');
    write('a.ts', 'let a = 3;\n');
    execFileSync('git', ['clone', '-q', '--bare', folder, join(root, 'bare.git')], { stdio: 'pipe' });
    execFileSync('chown', ['-R', SOMEBODY_ELSE, folder, join(root, 'bare.git'), join(root, 'linked')]);
  });
  after(() => {
    if (root) rmSync(root, { recursive: true, force: true });
  });

  const git = (...words: string[]) => execFileSync('git', words, { cwd: folder, stdio: 'pipe' });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const commit = (message: string) => {
    git('add', '.');
    git('-c', 'user.name=x', '-c', 'user.email=x@example.com', 'commit', '-qm', message);
  };

  /** A home with settings of git that trust these folders. */
  function homeWith(...trusted: string[]): string {
    const home = mkdtempSync(join(root, 'home-'));
    writeFileSync(join(home, '.gitconfig'), '');
    const add = ['config', '--file', join(home, '.gitconfig'), '--add', 'safe.directory'];
    for (const path of trusted) execFileSync('git', [...add, path]);
    return home;
  }
  const preview = (home: string, words: readonly string[], at = folder, more: Record<string, string> = {}) =>
    runCommand(['preview', ...words, '--semgrep', 'off'], { folder: at, environment: { HOME: home, ...more } });
  const range = ['--base', 'main', '--head', 'topic'];

  for (const [what, trusted] of Object.entries({
    'is not opened, and the remedy is told': () => [],
    'is not opened where another folder is trusted': () => [join(root, 'other')],
    'is not opened where the trust was taken back': () => [folder, ''],
  })) {
    it(what, async () => {
      const { code, said } = await preview(homeWith(...trusted()), range);
      assert.equal(code, 2);
      assert.match(said, /^Input "--repo" was .*; allowed: a repository of your own: this one belongs to another user/);
      assert.ok(said.includes(`git config --global --add safe.directory ${JSON.stringify(folder)}`), said);
    });
  }

  it('cannot speak for itself', async () => {
    const trusting = join(folder, '.git', 'config');
    execFileSync('git', ['config', '--file', trusting, 'safe.directory', '*']);
    const { code } = await preview(homeWith(), range);
    execFileSync('git', ['config', '--file', trusting, '--unset', 'safe.directory']);
    assert.equal(code, 2);
  });

  for (const [what, trusted] of Object.entries({
    'its path': () => [folder],
    'all of them': () => ['*'],
    'its path, after others': () => [join(root, 'other'), '', folder],
  })) {
    it(`is read where the user's git trusts ${what}`, async () => {
      const { code, out, said } = await preview(homeWith(...trusted()), range);
      assert.equal(code, 0, said);
      assert.match(out, /\+let a = 2;/);
    });
  }

  it('is read by settings that stand elsewhere', async () => {
    const home = homeWith();
    mkdirSync(join(home, 'settings', 'git'), { recursive: true });
    execFileSync('git', ['config', '--file', join(home, 'settings', 'git', 'config'), 'safe.directory', folder]);
    rmSync(join(home, '.gitconfig'));
    const { code, said } = await preview(home, range, folder, { XDG_CONFIG_HOME: join(home, 'settings') });
    assert.equal(code, 0, said);
  });

  it('is read with what is not committed', async () => {
    const { code, out, said } = await preview(homeWith(folder), ['--worktree']);
    assert.equal(code, 0, said);
    assert.match(out, /\+let a = 3;/);
  });

  it('is read where it is bare, and where it is a linked working tree', async () => {
    const bare = await preview(homeWith('*'), range, join(root, 'bare.git'));
    assert.equal(bare.code, 0, bare.said);
    const linked = await preview(homeWith('*'), range, join(root, 'linked'));
    assert.equal(linked.code, 0, linked.said);
  });

  it('is named by the doctor as readable', async () => {
    const { out } = await runCommand(['doctor', '--semgrep', 'off'], {
      folder,
      environment: { HOME: homeWith(folder) },
    });
    assert.match(out, /is readable/);
  });
});
