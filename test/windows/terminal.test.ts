import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { packageTerminal } from '../../build/package-terminal';
import { bed, toWindows } from './on-windows';

const root = resolve(__dirname, '..', '..');

describe('the terminal on Windows', () => {
  let program: string;
  let folder: string;

  before(async () => {
    program = mkdtempSync(join(tmpdir(), 'windows-terminal-'));
    await packageTerminal(root, join(program, 'terminal'));
    folder = mkdtempSync(join(bed, 'drive_d', 'terminal-'));
    mkdirSync(join(folder, 'Käse & Brot', 'src'), { recursive: true });
    git('init', '-q');
    commit('export const größe = 1;\n');
    commit('export const größe = 2;\n');
  });
  after(() => {
    for (const made of [program, folder]) rmSync(made, { recursive: true, force: true });
  });

  function git(...words: string[]): void {
    const identity = ['-c', 'user.name=Dana', '-c', 'user.email=dana@example.com'];
    const { status, stderr } = spawnSync('git', [...identity, ...words], { cwd: repository(), encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  }

  function commit(text: string): void {
    writeFileSync(join(repository(), 'src', 'größe.ts'), text);
    git('add', '.');
    git('commit', '-q', '-m', 'A change');
  }

  const repository = () => join(folder, 'Käse & Brot');

  function run(...words: string[]) {
    const starter = process.env.SECOND_PASS_NODE ?? '';
    const done = spawnSync(starter, [join(program, 'terminal', 'second-pass.js'), ...words], {
      cwd: program,
      encoding: 'utf8',
    });
    return { exitCode: done.status, said: `${done.stdout}${done.stderr}`, output: done.stdout };
  }

  it('previews a repository on a drive, with letters beyond ASCII in its names', () => {
    assert.match(toWindows(repository()), /^D:\\terminal-/);
    const { exitCode, said, output } = run('preview', '--base', 'HEAD~1', '--repo', toWindows(repository()));
    assert.equal(exitCode, 0, said);
    assert.match(output, /==== file: src\/größe\.ts/);
    assert.match(output, /\+ export const größe = 2;/);
  });

  it('takes a folder below the repository, with either slash', () => {
    const below = `${toWindows(repository())}/src`;
    const { exitCode, said } = run('preview', '--base', 'HEAD~1', '--repo', below);
    assert.equal(exitCode, 0, said);
  });

  for (const repo of ['D:\\nowhere\\at all', '%USERPROFILE%\\repo', 'E:']) {
    it(`names ${repo}, which is no repository`, () => {
      const { exitCode, said } = run('preview', '--base', 'HEAD~1', '--repo', repo);
      assert.equal(exitCode, 2, said);
      assert.ok(said.includes(JSON.stringify(repo).slice(1, -1)) || said.includes(repo), said);
    });
  }
});
