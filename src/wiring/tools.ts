import { isAbsolute } from 'node:path';
import { createTreeSitterOutliner } from '../adapters/outliner/outliner';
import { createSarifFiles } from '../adapters/sarif-files/sarif-files';
import type { SemgrepOptions } from '../adapters/semgrep/options';
import { createSemgrep } from '../adapters/semgrep/semgrep';
import { badInputs } from '../errors';
import type { Log } from '../ports/log';
import type { Outliner } from '../ports/outliner';
import type { SarifFiles } from '../ports/sarif-files';
import type { Scanner } from '../ports/scanner';
import type { Settings } from '../steps/settings/settings';
import { packaged } from './packaged';

/** What looks at code on this machine, the same behind both doors. */
export interface Tools {
  scanner: Scanner | null;
  outliner: Outliner | null;
  sarifFiles: SarifFiles;
  dispose(): Promise<void>;
}

export interface ToolSurroundings {
  temporaryFolder: string;
  workingFolder: string;
  /** Where scanners are looked for. */
  environment: Readonly<Record<string, string | undefined>>;
  /** Folders whose programs are not started, and whose rules are not read: what a change can write to. */
  untrustedFolders: readonly string[];
  log: Log;
  /** A file of the repository on the target's side, which the pull request cannot change. */
  rulesAtTarget(path: string): Promise<Uint8Array | undefined>;
}

export function wireTools(settings: Settings, surroundings: ToolSurroundings): Tools {
  const { workingFolder, log } = surroundings;
  const outliner = settings.skeletons ? createTreeSitterOutliner({ grammarFolder: packaged('grammars'), log }) : null;
  return {
    scanner: settings.semgrep === 'off' ? null : wireSemgrep(settings, settings.semgrep, surroundings),
    outliner,
    sarifFiles: createSarifFiles({ workingDirectory: workingFolder }),
    dispose: async () => outliner?.dispose(),
  };
}

/** Rules at an absolute path lie on the agent; at any other, in the repository as it is on the target's side. */
function wireSemgrep(
  { semgrepConfig, sandbox }: Settings,
  mode: 'auto' | 'required',
  { temporaryFolder, environment, untrustedFolders, log, rulesAtTarget }: ToolSurroundings,
): Scanner {
  const options: SemgrepOptions = {
    scratchFolder: temporaryFolder,
    environment,
    rulesPath: semgrepConfig || packaged('rules'),
    mode,
    sandbox,
    untrustedFolders,
    log,
  };
  if (semgrepConfig === '' || isAbsolute(semgrepConfig)) return createSemgrep(options);
  return {
    async scan(files, signal) {
      const path = semgrepConfig.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
      const content = await rulesAtTarget(path);
      if (content === undefined) throw noRules(semgrepConfig);
      return createSemgrep({ ...options, rules: new Map([[path, content]]) }).scan(files, signal);
    },
  };
}

function noRules(path: string) {
  const allowed =
    'a rule file that the repository has at the target branch (in a terminal at the base commit), or an absolute path on the agent';
  return badInputs([{ input: 'semgrepConfig', was: JSON.stringify(path), allowed }]);
}
