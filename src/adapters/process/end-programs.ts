import { type ChildProcess, execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { Platform } from './paths';

const runFile = promisify(execFile);

/** How a program is ended together with everything that it started. */
export type Ending =
  | { way: 'group'; group: number }
  | { way: 'program'; program: string; arguments: readonly string[] };

/**
 * A signal to the process group, or `taskkill` by its whole path: Windows takes a bare name from the current folder, which may be
 * the checkout.
 */
export function endingOf(pid: number, windowsFolder: string, platform: Platform = process.platform): Ending {
  if (platform !== 'win32') return { way: 'group', group: -pid };
  const program = `${windowsFolder}\\System32\\taskkill.exe`;
  return { way: 'program', program, arguments: ['/T', '/F', '/PID', String(pid)] };
}

/** Ends them and gives the system a moment. What `taskkill` does not do, a kill of the program itself does. */
export async function endPrograms(child: ChildProcess, windowsFolder: string): Promise<void> {
  const ending = endingOf(child.pid ?? 0, windowsFolder);
  if (ending.way === 'group') killOne(ending.group);
  else if (!hasEnded(child)) {
    await runFile(ending.program, ending.arguments, taskkillOptions(windowsFolder)).catch(() => undefined);
    child.kill('SIGKILL');
  }
}

/** The same at the end of our own process. */
export function endProgramsNow(child: ChildProcess, windowsFolder: string): void {
  const ending = endingOf(child.pid ?? 0, windowsFolder);
  if (ending.way === 'group') killOne(ending.group);
  else if (!hasEnded(child)) {
    spawnSync(ending.program, ending.arguments, { stdio: 'ignore', ...taskkillOptions(windowsFolder) });
    child.kill('SIGKILL');
  }
}

export function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It had ended before.
  }
}

/** Numbers are used again: that of an ended program may be another's by now. */
function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function taskkillOptions(windowsFolder: string) {
  return { cwd: windowsFolder, env: { SystemRoot: windowsFolder }, windowsHide: true, timeout: 3_000 };
}
