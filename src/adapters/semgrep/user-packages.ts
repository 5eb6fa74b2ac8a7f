import { type Platform, pathsOf } from '../process/paths';
import type { Tool } from './find-tool';

/**
 * `pip install --user` puts packages beside the script's folder, where Python finds them by this variable now that the home folder
 * (on Windows: `APPDATA`) is another. Everything else of the account is left out.
 */
export function userPackages(
  tool: Pick<Tool, 'executable' | 'interpreter'>,
  platform: Platform = process.platform,
): Record<string, string> {
  const base = platform === 'win32' ? windowsBase(tool.executable) : unixBase(tool);
  return base === null ? { PYTHONNOUSERSITE: '1' } : { PYTHONUSERBASE: base };
}

function unixBase({ executable, interpreter }: Pick<Tool, 'executable' | 'interpreter'>): string | null {
  const { dirname } = pathsOf('linux');
  const prefix = dirname(dirname(executable));
  const isOwnPython = interpreter === undefined || interpreter.startsWith(`${prefix}/`);
  return !isOwnPython && prefix.endsWith('/.local') ? prefix : null;
}

/**
 * `%APPDATA%\Python\Python312\Scripts`, or `local-packages\Python312\Scripts` of a Python from the store. A Python of this user
 * alone has the same folders below `Programs`, with its own packages.
 */
function windowsBase(executable: string): string | null {
  const [, base = null] =
    /^(.*\\(?:Python|local-packages))\\Python\d+(?:-\w+)?\\Scripts\\[^\\]+$/i.exec(executable) ?? [];
  return base === null || /\\Programs\\Python$/i.test(base) ? null : base;
}
