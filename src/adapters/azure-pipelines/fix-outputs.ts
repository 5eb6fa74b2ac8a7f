import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogWriter } from './log-writer';

/** The second task's output variables, by their names in fix-task.json. */
export interface FixOutputVariables {
  accepted: string;
  outcome: string;
  planHash: string;
  branch: string;
  pullRequestId: string;
  costUsd: string;
  recordPath: string;
}

export const FIX_OUTPUT_NAMES: readonly (keyof FixOutputVariables)[] = [
  'accepted',
  'outcome',
  'planHash',
  'branch',
  'pullRequestId',
  'costUsd',
  'recordPath',
];

/** A file to leave with the run. */
export interface LeftFile {
  name: string;
  content: string | Uint8Array;
  /** Type under which it is attached to the run as well; absent: it is part of the artifact alone. */
  attachment?: string;
  /** True where a hash binds the bytes: then they are written as they are, and are known to hold no secret. */
  isExact?: boolean;
}

export function setFixOutputVariables(writer: LogWriter, outputs: FixOutputVariables): void {
  for (const name of FIX_OUTPUT_NAMES) writer.setOutput(name, outputs[name]);
}

/**
 * Writes files into a folder of their own below the agent's temporary folder and hands the folder over as an artifact of the
 * build. Answers with the path of each; a file that could not be written has none, and is a warning.
 */
export function leaveFiles(
  writer: LogWriter,
  temporaryFolder: string,
  artifactName: string | undefined,
  files: readonly LeftFile[],
): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  try {
    const folder = mkdtempSync(join(temporaryFolder, 'second-pass-artifacts-'));
    chmodSync(folder, 0o700);
    for (const file of files) {
      const path = join(folder, file.name);
      writeFileSync(path, written(writer, file), { mode: 0o600 });
      paths.set(file.name, path);
      if (file.attachment) writer.addAttachment(`second-pass.${file.attachment}`, 'fix', path);
    }
    if (artifactName !== undefined) writer.uploadArtifact(artifactName, folder);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    writer.warn(`Not every file could be left with the run: ${what}`);
  }
  return paths;
}

function written(writer: LogWriter, { content, isExact }: LeftFile): string | Uint8Array {
  return isExact || typeof content !== 'string' ? content : writer.masked(content);
}
