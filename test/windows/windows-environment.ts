import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Drives } from './drives';

/** What tests may say of the environment that the program gets, in variables of the starter. */
export const controls = {
  /** The whole PATH, in the words of Windows; else git where the given PATH has one, and the system. */
  path: 'WINDOWS_BED_PATH',
  /** Variables laid over the others, as JSON; null takes one away. */
  over: 'WINDOWS_BED_ENVIRONMENT',
} as const;

const ofLinux: ReadonlySet<string> = new Set([
  ...[
    'PATH',
    'HOME',
    'PWD',
    'OLDPWD',
    'SHLVL',
    '_',
    'LANG',
    'SHELL',
    'TERM',
    'USER',
    'LOGNAME',
    'TMPDIR',
    'WINEPREFIX',
    'WINEDEBUG',
  ],
  ...Object.values(controls),
]);

const system: Readonly<Record<string, string>> = {
  SystemRoot: 'C:\\windows',
  SystemDrive: 'C:',
  windir: 'C:\\windows',
  ComSpec: 'C:\\windows\\system32\\cmd.exe',
  PATHEXT: '.COM;.EXE;.BAT;.CMD',
  TEMP: 'C:\\users\\root\\Temp',
  TMP: 'C:\\users\\root\\Temp',
  USERPROFILE: 'C:\\users\\root',
  ProgramData: 'C:\\ProgramData',
  // Node 24 asks for a newer Windows than Wine 8 says it is.
  NODE_SKIP_PLATFORM_CHECK: '1',
};

/** The environment as a Windows agent would give it: its variables, with the paths of Windows in them. */
export function windowsEnvironment(
  given: Readonly<Record<string, string | undefined>>,
  bed: string,
  drives: Drives,
  isPath: (value: string) => boolean,
): Record<string, string> {
  const environment: Record<string, string> = {
    ...system,
    Path: given[controls.path] ?? usualPath(given, bed, drives),
  };
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && !ofLinux.has(name)) environment[name] = isPath(value) ? drives.toWindows(value) : value;
  }
  if (environment.AGENT_OS) environment.AGENT_OS = 'Windows_NT';
  const over: Record<string, string | null> = JSON.parse(given[controls.over] ?? '{}');
  for (const [name, value] of Object.entries(over)) {
    if (value === null) delete environment[name];
    else environment[name] = value;
  }
  return environment;
}

/** A PATH without git stays one; the other programs of this machine mean nothing there. */
function usualPath({ PATH = '' }: { PATH?: string }, bed: string, drives: Drives): string {
  const hasGit = PATH.split(':').some((folder) => isAbsolute(folder) && existsSync(join(folder, 'git')));
  const git = hasGit ? [drives.toWindows(join(bed, 'git', 'mingw64', 'bin'))] : [];
  return [...git, 'C:\\windows\\system32', 'C:\\windows'].join(';');
}
