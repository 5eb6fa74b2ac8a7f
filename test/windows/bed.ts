import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** The lines of Node that agents ship. */
export type NodeLine = 'node20' | 'node24';

export interface Bed {
  folder: string;
  /** Takes the place of `node`: runs a script on Node for Windows. */
  starter(line: NodeLine): string;
}

/** Outside of the checkout, so that it is made once. */
export const bedFolder = join(homedir(), '.cache', 'second-pass', 'windows-bed');

/** Makes what is missing of it. Answers with why there can be none instead, in a sentence. */
export function setUpBed(): Bed | string {
  const why = whyNone();
  if (why !== null) return why;
  mkdirSync(bedFolder, { recursive: true });
  const { status } = spawnSync('bash', [join(__dirname, 'set-up.sh'), bedFolder], { stdio: 'inherit' });
  if (status !== 0) return `the Windows bed could not be made in ${bedFolder} (exit code ${status})`;
  writeStarters();
  return { folder: bedFolder, starter: (line) => join(bedFolder, `start-${line}`) };
}

function whyNone(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return `it needs Linux on x64, this is ${process.platform}`;
  const isThere = existsSync('/usr/lib/wine/wine64') && existsSync('/usr/bin/x86_64-w64-mingw32-gcc');
  if (isThere) return null;
  if (!existsSync('/etc/debian_version')) return 'it is made from Debian packages, and this is no Debian';
  return process.getuid?.() === 0 ? null : 'it needs root to install Wine and a cross compiler';
}

function writeStarters(): void {
  const starter = join(bedFolder, 'start-node.cjs');
  buildSync({
    entryPoints: [join(__dirname, 'start-node.ts')],
    outfile: starter,
    bundle: true,
    platform: 'node',
    // By its whole path: tests take everything away from PATH.
    banner: { js: `#!${process.execPath}` },
    logLevel: 'warning',
  });
  chmodSync(starter, 0o755);
  copyFileSync(join(__dirname, 'preload.cjs'), join(bedFolder, 'preload.cjs'));
  for (const line of ['node20', 'node24']) {
    rmSync(join(bedFolder, `start-${line}`), { force: true });
    symlinkSync('start-node.cjs', join(bedFolder, `start-${line}`));
  }
}
