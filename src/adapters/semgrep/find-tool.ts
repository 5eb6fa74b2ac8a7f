import { constants } from 'node:fs';
import { access, open, realpath, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, relative } from 'node:path';

/** A scanner on this agent. */
export interface Tool {
  name: 'semgrep' | 'opengrep';
  title: 'Semgrep' | 'Opengrep';
  /** The real file, links resolved. */
  executable: string;
  /** What runs it, when it is a script: the real interpreter is found by the kernel through its first line. */
  interpreter?: string;
  /** Entries of PATH that may be searched, real and outside the checkout. */
  trustedPath: readonly string[];
}

/** The first semgrep or opengrep on a PATH entry that is absolute, outside the checkout and not writable by everybody. */
export async function findTool(
  environment: Readonly<Record<string, string | undefined>>,
  workFolder: string | null,
  scratchFolder: string,
): Promise<Tool | null> {
  const outside = [workFolder, scratchFolder].filter((folder) => folder !== null);
  const forbidden = await Promise.all(outside.map(realOrSame));
  const trustedPath = await trustedEntries(environment.PATH ?? environment.Path ?? '', forbidden);
  for (const name of ['semgrep', 'opengrep'] as const) {
    for (const folder of trustedPath) {
      const tool = await toolIn(folder, name, forbidden, trustedPath);
      if (tool) return tool;
    }
  }
  return null;
}

/** The real path of a program on trusted entries; undefined when it is on none. */
export async function findProgram(
  name: string,
  trustedPath: readonly string[],
  forbidden: readonly string[] = [],
): Promise<string | undefined> {
  for (const folder of trustedPath) {
    const file = await executableAt(join(folder, fileNameOf(name)));
    if (file !== undefined && !isInside(file, forbidden)) return file;
  }
  return undefined;
}

async function toolIn(
  folder: string,
  name: 'semgrep' | 'opengrep',
  forbidden: readonly string[],
  trustedPath: readonly string[],
): Promise<Tool | null> {
  const executable = await executableAt(join(folder, fileNameOf(name)));
  if (executable === undefined || isInside(executable, forbidden)) return null;
  const interpreter = await interpreterOf(executable, trustedPath);
  if (interpreter !== undefined && isInside(await realOrSame(interpreter), forbidden)) return null;
  const title = name === 'semgrep' ? 'Semgrep' : 'Opengrep';
  return { name, title, executable, ...(interpreter === undefined ? {} : { interpreter }), trustedPath };
}

/** Only real executables on Windows: a `.cmd` file would need a shell. */
function fileNameOf(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name;
}

async function trustedEntries(path: string, forbidden: readonly string[]): Promise<string[]> {
  const trusted: string[] = [];
  for (const entry of path.split(delimiter)) {
    if (!isAbsolute(entry)) continue;
    const real = await realpath(entry).catch(() => undefined);
    if (real === undefined || isInside(real, forbidden) || (await isOpenToAll(real))) continue;
    // The entry itself stays beside its real folder: virtual environments look for themselves by the name they were called.
    if (!trusted.includes(entry)) trusted.push(entry);
  }
  return trusted;
}

async function isOpenToAll(folder: string): Promise<boolean> {
  if (process.platform === 'win32') return false;
  const { mode } = await stat(folder);
  return (mode & 0o002) !== 0;
}

async function executableAt(file: string): Promise<string | undefined> {
  try {
    const real = await realpath(file);
    await access(real, constants.X_OK);
    return (await stat(real)).isFile() ? real : undefined;
  } catch {
    return undefined;
  }
}

/** The interpreter that a script's first line names; undefined for programs. */
async function interpreterOf(executable: string, trustedPath: readonly string[]): Promise<string | undefined> {
  const file = await open(executable, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
    const first = buffer.subarray(0, bytesRead).toString('latin1').split('\n')[0] ?? '';
    const [program, argument] = first.startsWith('#!') ? first.slice(2).trim().split(/\s+/) : [];
    if (program === undefined || !/\/env$/.test(program) || argument === undefined) return program;
    return await findProgram(argument, trustedPath);
  } finally {
    await file.close();
  }
}

export function isInside(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => {
    const way = relative(folder, path);
    return way === '' || (!way.startsWith('..') && !isAbsolute(way));
  });
}

export async function realOrSame(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}
