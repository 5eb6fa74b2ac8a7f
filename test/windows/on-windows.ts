import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drivesOf } from './drives';
import { controls } from './windows-environment';

/** The bed that the runner made. */
export const bed = process.env.SECOND_PASS_WINDOWS_BED ?? '';

export const toWindows = (path: string): string => drivesOf(join(bed, 'prefix')).toWindows(path);

/** Goes into the agent's environment: a PATH of these folders of this machine, and the system. */
export function pathOf(...folders: string[]): Record<string, string> {
  return { [controls.path]: [...folders.map(toWindows), 'C:\\windows\\system32', 'C:\\windows'].join(';') };
}

/** A folder of the bed's git, as Git for Windows has them. */
export const gitFolder = (name: 'cmd' | 'mingw64/bin' = 'mingw64/bin'): string => join(bed, 'git', name);

/** How often that very program runs, as Wine shows it to this machine: other tests at the same time have one of the same name. */
export function running(program: string): number {
  const numbers = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  return numbers.filter((number) => commandLine(number).split('\0')[0] === toWindows(program)).length;
}

function commandLine(number: string): string {
  try {
    return readFileSync(`/proc/${number}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
