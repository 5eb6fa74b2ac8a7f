import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** Starts one of the bed's own programs on Windows. */
export function startProgram(bed: string, name: string, ...words: string[]): ChildProcessByStdio<null, Readable, null> {
  const environment = { ...process.env, WINEPREFIX: join(bed, 'prefix'), WINEDEBUG: '-all', LC_ALL: 'C.UTF-8' };
  return spawn('/usr/lib/wine/wine64', [join(bed, name), ...words], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
