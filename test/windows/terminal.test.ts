import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { packageTerminal } from '../../build/package-terminal';
import { sarifOf } from '../situations/reviewed';
import { bed, toWindows } from './on-windows';

const root = resolve(__dirname, '..', '..');

/** As a user has it, who starts the command without npm. */
const ofNobody = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$)/.test(name)));

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

  const run = (...words: string[]) => runIn(program, ...words);

  function runIn(cwd: string, ...words: string[]) {
    const starter = process.env.SECOND_PASS_NODE ?? '';
    const done = spawnSync(starter, [join(program, 'terminal', 'second-pass.js'), ...words], {
      cwd,
      env: ofNobody,
      encoding: 'utf8',
    });
    return { exitCode: done.status, said: `${done.stdout}${done.stderr}`, output: done.stdout };
  }

  it('previews a repository on a drive, with letters beyond ASCII in its names', () => {
    assert.match(toWindows(repository()), /^D:\\terminal-/);
    const { exitCode, said, output } = run('preview', '--base', 'HEAD~1', '--repo', toWindows(repository()));
    assert.equal(exitCode, 0, said);
    assert.match(output, /==== file: src\/größe\.ts/);
    assert.match(output, /\+export const größe = 2;/);
  });

  const spellings: [how: string, spelled: (path: string) => string][] = [
    ['a folder below it, with the other slash', (path) => `${path}/src`],
    ['with slashes alone', (path) => path.replaceAll('\\', '/')],
    ['with a slash at its end', (path) => `${path}\\`],
    ['in other letter case', (path) => path.toLowerCase()],
    ['without limit of its length', (path) => `\\\\?\\${path}`],
    ['from the folder above it', (path) => `.\\${path.slice(path.lastIndexOf('\\') + 1)}`],
  ];
  for (const [how, spelled] of spellings) {
    it(`takes the repository ${how}`, () => {
      const { exitCode, said, output } = runIn(
        folder,
        'preview',
        '--base',
        'HEAD~1',
        '--repo',
        spelled(toWindows(repository())),
      );
      assert.equal(exitCode, 0, said);
      assert.match(output, /==== file: src\/größe\.ts/);
    });
  }

  it('takes the folder that the user stands in, a file of settings that PowerShell wrote, and paths with backslashes', () => {
    const settings = 'semgrep: off\r\nsarif: OUT\\*.SARIF\r\n';
    writeFileSync(join(folder, 'Einstellungen für mich.yml'), Buffer.from(`\uFEFF${settings}`, 'utf16le'));
    mkdirSync(join(repository(), 'out'), { recursive: true });
    writeFileSync(join(repository(), 'out', 'lint.sarif'), JSON.stringify(sarifOf([['.\\SRC\\größe.ts', 1]])));
    const named = ['--config', '..\\Einstellungen für mich.yml', '--output', 'out\\Bericht ü.record.json'];
    const review = runIn(repository(), 'review', '--base', 'HEAD~1', '--no-model', ...named);
    assert.equal(review.exitCode, 0, review.said);
    assert.ok(review.said.includes(`Written to ${toWindows(repository())}\\out\\Bericht ü.record.json`), review.said);
    const text = runIn(repository(), 'report', 'OUT\\bericht Ü.RECORD.json', '--format', 'text');
    assert.match(text.output, /^src\/größe\.ts:1$/m, text.said);
    const page = `${toWindows(folder)}\\page.html`;
    assert.equal(run('report', `${toWindows(repository())}\\out\\Bericht ü.record.json`, '--output', page).exitCode, 0);
    assert.match(readFileSync(join(folder, 'page.html'), 'utf8'), /größe/);
  });

  for (const repo of ['D:\\nowhere\\at all', '%USERPROFILE%\\repo', 'E:']) {
    it(`names ${repo}, which is no repository`, () => {
      const { exitCode, said } = run('preview', '--base', 'HEAD~1', '--repo', repo);
      assert.equal(exitCode, 2, said);
      assert.ok(said.includes(JSON.stringify(repo).slice(1, -1)) || said.includes(repo), said);
    });
  }
});
