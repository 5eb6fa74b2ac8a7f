import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { proxyExceptions } from '../../src/adapters/http/proxy-exceptions';
import { proxyOf } from '../../src/commands/proxy';
import { runCommand } from './run-command';

describe('what is not committed yet', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'second-pass-uncommitted-'));
    git('init', '-q', '-b', 'main');
    write('a.ts', 'let a = 1;\n');
    write('.gitignore', 'ignored.ts\n');
    git('add', '.');
    git('-c', 'user.name=x', '-c', 'user.email=x@example.com', 'commit', '-qm', 'first');
    write('a.ts', 'let a = "staged";\n');
    git('add', '.');
    write('a.ts', 'let a = "on disk";\n');
    write('new.ts', 'let fresh = true;\n');
    write('ignored.ts', 'let ignored = true;\n');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const git = (...words: string[]) => execFileSync('git', words, { cwd: folder, encoding: 'utf8' });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const preview = (...words: string[]) =>
    runCommand(['preview', ...words, '--semgrep', 'off'], { folder, environment: {} });
  const objects = () => readdirSync(join(folder, '.git', 'objects'), { recursive: true }).length;

  it('is what is staged with --staged', async () => {
    const { code, out, said } = await preview('--staged');
    assert.equal(code, 0, said);
    assert.match(out, /\+let a = "staged";/);
    assert.doesNotMatch(out, /on disk|let fresh|let ignored/);
  });

  it('is everything but ignored files with --worktree, and nothing in the repository changes', async () => {
    const [status, index, count] = [
      git('status', '--porcelain'),
      readFileSync(join(folder, '.git', 'index')),
      objects(),
    ];
    const { code, out, said } = await preview('--worktree');
    assert.equal(code, 0, said);
    assert.match(out, /\+let a = "on disk";/);
    assert.match(out, /\+let fresh = true;/);
    assert.doesNotMatch(out, /"staged"|let ignored/);
    assert.deepEqual([objects(), readFileSync(join(folder, '.git', 'index'))], [count, index]);
    assert.equal(git('status', '--porcelain'), status);
  });

  it('is read though it came in the second in which the index was written, and is as long as before', async () => {
    const second = (name: string) => Math.floor(statSync(join(folder, name)).ctimeMs / 1000);
    const begins = () => {
      write('a.ts', 'let a = 1;\n');
      git('add', '.');
      const before = second('a.ts');
      write('a.ts', 'let a = 2;\n');
      return before === second('a.ts') && before === second('.git/index');
    };
    while (!begins());
    while (Math.floor(Date.now() / 1000) === second('a.ts')) await pause(100);
    const { out, said } = await preview('--worktree');
    assert.match(out, /\+let a = 2;/, said);
  });

  const huge: Readonly<Record<string, readonly number[]>> = {
    'one file': [3_000_000_000],
    'many files': [90_000_000, 95_000_000, 90_000_000, 90_000_000, 90_000_000],
  };
  for (const [what, sizes] of Object.entries(huge)) {
    it(`is told as too large before git reads it, for ${what}`, async () => {
      for (const [at, size] of sizes.entries()) {
        write(`größe-${at}.bin`, '');
        truncateSync(join(folder, `größe-${at}.bin`), size);
      }
      const { code, said } = await preview('--worktree');
      assert.equal(code, 2, said);
      const largest = Math.max(...sizes);
      const name = `größe-${sizes.indexOf(largest)}.bin`;
      assert.ok(said.includes(`${JSON.stringify(name)} of ${largest / 1_000_000} MB`), said);
      assert.match(said, /\.gitignore/);
      write('.gitignore', 'ignored.ts\n*.bin\n');
      assert.equal((await preview('--worktree')).code, 0);
    });
  }

  it('goes together with the commits since a base', async () => {
    git('-c', 'user.name=x', '-c', 'user.email=x@example.com', 'commit', '-qm', 'second');
    write('a.ts', 'let a = "staged";\nlet b = 2;\n');
    const { out } = await preview('--worktree', '--base', 'HEAD~1');
    assert.match(out, /\+let a = "staged";\n.*\+let b = 2;/);
  });
});

describe('the proxy of the environment', () => {
  it('is taken in either spelling, with its exceptions', () => {
    assert.equal(proxyOf({}), undefined);
    assert.equal(proxyOf({ HTTPS_PROXY: 'http://a:1' })?.url, 'http://a:1');
    assert.equal(proxyOf({ HTTPS_PROXY: 'http://a:1', https_proxy: 'http://b:2' })?.url, 'http://b:2');
    assert.equal(proxyOf({ ALL_PROXY: 'http://c:3' })?.url, 'http://c:3');
  });

  const rows: [exceptions: string, url: string, isPast: boolean][] = [
    ['', 'https://api.anthropic.com/v1', false],
    ['*', 'https://api.anthropic.com/v1', true],
    ['api.anthropic.com', 'https://api.anthropic.com/v1', true],
    ['anthropic.com', 'https://api.anthropic.com/v1', true],
    ['.anthropic.com', 'https://api.anthropic.com/v1', true],
    ['*.anthropic.com', 'https://api.anthropic.com/v1', true],
    ['anthropic.com', 'https://notanthropic.com/', false],
    ['anthropic.com', 'https://anthropic.com.evil.example/', false],
    ['localhost,127.0.0.1', 'http://127.0.0.1:8080/v1', true],
    ['gateway:8443', 'https://gateway:8443/v1', true],
    ['gateway:8443', 'https://gateway:9443/v1', false],
    ['a.b', 'https://axb/', false],
  ];
  for (const [exceptions, url, isPast] of rows) {
    it(`is ${isPast ? 'left out' : 'taken'} for ${url} with NO_PROXY "${exceptions}"`, () => {
      const proxy = proxyOf({ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: exceptions });
      assert.equal(proxyExceptions(proxy?.bypass ?? [])(new URL(url)), isPast);
    });
  }
});
