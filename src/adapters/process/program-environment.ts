import { isFullPath, isInside, type Platform } from './paths';

const PASSED_ON: ReadonlySet<string> = new Set([
  ...['PATH', 'PATHEXT', 'SYSTEMDRIVE', 'TEMP', 'TMP', 'TMPDIR'],
  ...['PROCESSOR_ARCHITECTURE', 'NUMBER_OF_PROCESSORS'],
]);

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The whole environment of a child program: what any program needs to start, and what the caller adds. Nothing else that the
 * job, an earlier step or a user's account set reaches it.
 * @param base the agent's environment
 * @param untrusted folders that Windows is not looked for in
 */
export function programEnvironment(
  base: Environment,
  extra: Readonly<Record<string, string>>,
  { untrusted = [], platform = process.platform }: { untrusted?: readonly string[]; platform?: Platform } = {},
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(base)) {
    if (value !== undefined && PASSED_ON.has(name.toUpperCase())) kept[name.toUpperCase()] = value;
  }
  return { ...kept, ...(platform === 'win32' ? windowsVariables(base, untrusted) : {}), ...extra };
}

/** Where Windows lives. A pipeline's variable can have any name, so a value that cannot be that folder does not count. */
export function windowsFolder(environment: Environment, untrusted: readonly string[]): string {
  const isPossible = (folder: string) => isFullPath(folder, 'win32') && !isInside(folder, untrusted, 'win32');
  const named = ['SYSTEMROOT', 'WINDIR'].map((name) => variable(environment, name));
  return named.find((folder) => folder !== undefined && isPossible(folder)) ?? 'C:\\Windows';
}

function windowsVariables(base: Environment, untrusted: readonly string[]): Record<string, string> {
  const folder = windowsFolder(base, untrusted);
  return {
    SystemRoot: folder,
    windir: folder,
    ComSpec: `${folder}\\System32\\cmd.exe`,
    // Windows looks for programs in the current folder first, unless told otherwise.
    NoDefaultCurrentDirectoryInExePath: '1',
  };
}

/** Windows takes no notice of the case of a name. */
function variable(environment: Environment, upperCase: string): string | undefined {
  return Object.entries(environment).find(([name]) => name.toUpperCase() === upperCase)?.[1];
}
