import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createSampleRepository } from '../demo/sample-repository';

const root = resolve(__dirname, '..', '..');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

describe('the package of the command', function () {
  this.timeout(240_000);

  it('runs where it is unpacked, with its grammars, and needs nothing else', () => {
    const folder = mkdtempSync(join(tmpdir(), 'second-pass-npm-'));
    const sample = createSampleRepository();
    try {
      const packed = execFileSync(npm, ['pack', '--silent', '--pack-destination', folder], { cwd: root });
      execFileSync('tar', ['-xzf', packed.toString().trim(), '-C', folder], { cwd: folder });
      const own = JSON.parse(readFileSync(join(folder, 'package', 'package.json'), 'utf8'));
      assert.equal(own.dependencies, undefined, 'an installation would fetch packages');
      assert.equal(own.scripts.install ?? own.scripts.postinstall, undefined, 'an installation would build');
      const program = join(folder, 'package', own.bin['second-pass']);
      const words = ['preview', '--base', 'main', '--head', 'feature/confirm-orders', '--semgrep', 'off'];
      const env = { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot };
      const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
        cwd: sample.folder,
        env,
        encoding: 'utf8',
      });
      assert.equal(status, 0, stderr);
      assert.match(stdout, /class OrderService/);
      assert.match(stderr, /Nothing was sent\.\n$/);
      assert.doesNotMatch(stdout, /No skeletons/i);
      const forgotten = join(folder, 'forgotten.cjs');
      writeFileSync(forgotten, "require('node:dns').lookup = () => {};");
      const waiting = spawnSync(
        process.execPath,
        ['--require', forgotten, program, 'review', '--base', 'main', '--head', 'feature/confirm-orders'],
        { cwd: sample.folder, env: { ...env, ANTHROPIC_API_KEY: 'a key of nobody' } },
      );
      assert.equal(waiting.status, 2, 'a review that waits for what never comes is none');
      const wrong = spawnSync(process.execPath, [program, 'review', '--base', 'nowhere'], { cwd: sample.folder, env });
      const page = /(\S+configuration\.md) lists every input/.exec(wrong.stderr.toString())?.[1] ?? '';
      assert.equal(page, join(folder, 'package', 'dist', 'terminal', 'docs', 'configuration.md'));
      assert.match(readFileSync(page, 'utf8'), /budgetUsd/);
    } finally {
      sample.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
