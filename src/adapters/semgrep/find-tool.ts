import { open } from 'node:fs/promises';
import { findPrograms, realOrSame, type TrustedPlaces, trustedPlaces } from '../process/find-programs';
import { isInside } from '../process/paths';
import { pathEntries } from '../process/search-places';

/** A scanner on this agent. */
export interface Tool {
  name: 'semgrep' | 'opengrep';
  title: 'Semgrep' | 'Opengrep';
  /** The real file, links resolved. */
  executable: string;
  /** What runs it, when it is a script: the real interpreter is found by the kernel through its first line. */
  interpreter?: string;
  /** Where programs may be taken from: entries of PATH outside the checkout. */
  places: TrustedPlaces;
}

/** The first semgrep or opengrep in trusted folders of PATH. */
export async function findTool(
  environment: Readonly<Record<string, string | undefined>>,
  untrusted: readonly string[],
): Promise<Tool | null> {
  const places = await trustedPlaces(pathEntries(environment.PATH ?? environment.Path ?? ''), untrusted, environment);
  for (const name of ['semgrep', 'opengrep'] as const) {
    for (const { real } of await findPrograms(name, places)) {
      const tool = await toolAt(real, name, places);
      if (tool) return tool;
    }
  }
  return null;
}

async function toolAt(executable: string, name: 'semgrep' | 'opengrep', places: TrustedPlaces): Promise<Tool | null> {
  const interpreter = await interpreterOf(executable, places);
  if (interpreter !== undefined && isInside(await realOrSame(interpreter), places.untrusted)) return null;
  const title = name === 'semgrep' ? 'Semgrep' : 'Opengrep';
  return { name, title, executable, ...(interpreter === undefined ? {} : { interpreter }), places };
}

/** The interpreter that a script's first line names; undefined for programs. */
async function interpreterOf(executable: string, places: TrustedPlaces): Promise<string | undefined> {
  const file = await open(executable, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
    const first = buffer.subarray(0, bytesRead).toString('latin1').split('\n')[0] ?? '';
    const [program, argument] = first.startsWith('#!') ? first.slice(2).trim().split(/\s+/) : [];
    if (program === undefined || !/\/env$/.test(program) || argument === undefined) return program;
    return (await findPrograms(argument, places))[0]?.real;
  } finally {
    await file.close();
  }
}
