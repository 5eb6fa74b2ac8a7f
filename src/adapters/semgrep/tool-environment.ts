import { delimiter, dirname } from 'node:path';
import { programEnvironment } from '../process/program-environment';
import type { Tool } from './find-tool';
import { userPackages } from './user-packages';

/**
 * Everything the scanner gets to see of an environment: nothing of the job's, and nothing that sends or asks anything.
 * @param base the agent's environment; empty in a sandbox, which is another system
 */
export function environmentFor(
  tool: Tool,
  home: string,
  temporary: string,
  base: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const own = {
    PATH: toolPath(tool),
    HOME: home,
    USERPROFILE: home,
    XDG_CONFIG_HOME: home,
    XDG_CACHE_HOME: home,
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
    LC_ALL: 'C.UTF-8',
    PYTHONSAFEPATH: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONUTF8: '1',
    ...userPackages(tool),
    SEMGREP_SEND_METRICS: 'off',
    SEMGREP_ENABLE_VERSION_CHECK: '0',
  };
  return programEnvironment(base, own, { untrusted: tool.places.untrusted });
}

/** The tool's own folder first: it looks for its other half there. Semgrep asks `uname` for its certificates. */
function toolPath(tool: Tool): string {
  const system = process.platform === 'win32' ? [] : ['/usr/bin', '/bin'];
  return [...new Set([dirname(tool.executable), ...tool.places.folders, ...system])].join(delimiter);
}
