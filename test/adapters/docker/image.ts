import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const IMAGE = 'second-pass-test:latest';

const PROGRAMS =
  'sh env cat ls sleep id find sort head mkdir rm touch grep sed dirname true yes seq cut wc setsid'.split(' ');

/** False where no daemon answers: then tests can only be skipped, loudly; a CI run must have one. */
export function hasDocker(): boolean {
  try {
    execFileSync('docker', ['info'], { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    if (process.env.CI && process.platform === 'linux') throw new Error('Docker does not answer, and CI must have it');
    console.warn('SKIPPED: no Docker daemon answers on this machine, so no container is started.');
    return false;
  }
}

/** A small image of programs of this machine, since nothing is pulled in tests. */
export function importImage(): void {
  const root = mkdtempSync(join(tmpdir(), 'image-'));
  for (const name of ['bin', 'lib', 'lib64']) mkdirSync(join(root, 'usr', name), { recursive: true });
  for (const name of ['bin', 'lib', 'lib64']) symlinkSync(`usr/${name}`, join(root, name));
  for (const folder of ['etc', 'tmp', 'home/worker', 'run/door', 'run/second-pass', 'work', 'proc', 'dev'])
    mkdirSync(join(root, folder), { recursive: true });
  const programs = PROGRAMS.map((name) => `/usr/bin/${name}`);
  for (const program of programs) cpSync(realpathSync(program), join(root, program));
  for (const library of new Set([...programs, process.execPath].flatMap(librariesOf))) {
    const at = join(root, library.startsWith('/usr') ? library : `/usr${library}`);
    mkdirSync(dirname(at), { recursive: true });
    cpSync(realpathSync(library), at);
  }
  const tar = execFileSync('tar', ['-C', root, '-cf', '-', '.'], { maxBuffer: 1 << 29 });
  execFileSync('docker', ['import', '-', IMAGE], { input: tar, stdio: ['pipe', 'ignore', 'inherit'] });
  rmSync(root, { recursive: true, force: true });
}

function librariesOf(program: string): string[] {
  const told = execFileSync('ldd', [realpathSync(program)], { encoding: 'utf8' });
  return [...told.matchAll(/(\/\S+\.so\S*)/g)].map(([, path = '']) => path);
}
