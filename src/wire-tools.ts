import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment } from './adapters/azure-pipelines/environment';
import { scratchPrefix } from './adapters/git/scratch-folder';
import { createSarifFiles } from './adapters/sarif-files/sarif-files';
import { createSemgrep } from './adapters/semgrep/semgrep';
import { createTreeSitterOutliner } from './adapters/tree-sitter/outliner';
import type { Log } from './ports/log';
import type { Outliner } from './ports/outliner';
import type { SarifFiles, Scanner } from './ports/scanner';
import type { Settings } from './steps/settings/settings';

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
  log: Log;
}

export function wireTools(settings: Settings, { temporaryFolder, workingFolder, log }: ToolSurroundings): Tools {
  const outliner = settings.skeletons ? createTreeSitterOutliner({ grammarFolder: packaged('grammars'), log }) : null;
  const scanner =
    settings.semgrep === 'off'
      ? null
      : createSemgrep({
          scratchFolder: join(temporaryFolder, `${scratchPrefix}${process.pid}-scan`),
          environment: childEnvironment({}),
          rulesPath: settings.semgrepConfig || packaged('rules'),
          mode: settings.semgrep,
          sandbox: settings.sandbox,
          workFolder: workingFolder,
          log,
        });
  return {
    scanner,
    outliner,
    sarifFiles: createSarifFiles({ workingDirectory: workingFolder }),
    dispose: async () => outliner?.dispose(),
  };
}

/** Beside the bundle in the package, at the top of the repository in development. */
function packaged(name: string): string {
  const beside = join(__dirname, name);
  return existsSync(beside) ? beside : join(__dirname, '..', name);
}
