import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Tool } from './find-tool';

/** What the tool needs to start, besides the system's own folders: never a whole home folder. */
export async function installFolders(tool: Tool): Promise<string[]> {
  if (tool.interpreter === undefined) return [tool.executable];
  const interpreter = await realpath(tool.interpreter).catch(() => tool.interpreter ?? '');
  const prefixes = new Set([tool.executable, tool.interpreter, interpreter].map(prefixOf));
  for (const prefix of [...prefixes]) {
    const base = await basePythonOf(prefix);
    if (base !== undefined) prefixes.add(prefixOf(base)).add(prefixOf(await realpath(base).catch(() => base)));
  }
  const parts = [...prefixes].filter((prefix) => prefix !== '/').flatMap(partsOf);
  return [tool.executable, ...parts];
}

/** `/x` of `/x/bin/program`. */
function prefixOf(program: string): string {
  return dirname(dirname(program));
}

function partsOf(prefix: string): string[] {
  return ['bin', 'lib', 'lib64', 'libexec', 'pyvenv.cfg'].map((part) => join(prefix, part));
}

/** The Python that a virtual environment was made from. */
async function basePythonOf(prefix: string): Promise<string | undefined> {
  const text = await readFile(join(prefix, 'pyvenv.cfg'), 'utf8').catch(() => '');
  const home = /^home\s*=\s*(\/.+?)\s*$/m.exec(text)?.[1];
  return home === undefined ? undefined : join(home, 'python3');
}
