import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogWriter } from './log-writer';

/** The task's output variables, by their names in task.json. */
export interface OutputVariables {
  /** PASS, ADVISORY, FAIL, NONE */
  verdict: string;
  /** reviewed, partlyReviewed, notReviewed, skipped */
  outcome: string;
  blockers: number;
  warnings: number;
  suggestions: number;
  costUsd: number;
  recordPath: string;
  sarifPath: string;
  reportPath: string;
  previewPath: string;
  artifactUrl: string;
}

export const OUTPUT_NAMES: readonly (keyof OutputVariables)[] = [
  'verdict',
  'outcome',
  'blockers',
  'warnings',
  'suggestions',
  'costUsd',
  'recordPath',
  'sarifPath',
  'reportPath',
  'previewPath',
  'artifactUrl',
];

/** Texts to leave with the run, each made when it is written, so that one alone is held; what is absent is not written. */
export interface Artifacts {
  /** Markdown for the run's summary page. */
  summary?(): string;
  record?(): string;
  sarif?(): string;
  report?(): string;
  /** What left the agent and what was started, as JSON lines. */
  access?(): string;
}

export interface ArtifactPaths {
  recordPath: string;
  sarifPath: string;
  reportPath: string;
}

/** Numbers are written plainly: counts whole, `costUsd` in dollars with four places. */
export function setOutputVariables(writer: LogWriter, outputs: OutputVariables): void {
  for (const name of OUTPUT_NAMES) {
    const value = outputs[name];
    writer.setOutput(name, name === 'costUsd' ? Number(value).toFixed(4) : String(value));
  }
}

/**
 * Writes the artifacts into a folder of their own below the agent's temporary folder and hands them over. The agent reads
 * them after the step and wipes the folder after the job, so they are not removed here. `name` is the input of that name;
 * with an `artifactName` the whole folder becomes an artifact of the build.
 * What cannot be written is a warning and costs the run nothing else.
 */
export function leaveArtifacts(
  writer: LogWriter,
  temporaryFolder: string,
  { name, artifactName }: { name: string; artifactName: string | undefined },
  artifacts: Artifacts,
): ArtifactPaths {
  let folder: string | undefined;
  const leave = (textOf: (() => string) | undefined, file: string, handOver: (path: string) => void): string => {
    if (textOf === undefined) return '';
    try {
      folder ??= ownFolder(temporaryFolder);
      const path = join(folder, file);
      writeFileSync(path, writer.masked(textOf()), { mode: 0o600 });
      handOver(path);
      return path;
    } catch (error) {
      writer.warn(`${file} could not be left with the run: ${error instanceof Error ? error.message : String(error)}`);
      return '';
    }
  };
  const attached = (type: string) => (path: string) => writer.addAttachment(`second-pass.${type}`, name, path);
  leave(artifacts.access, `${name}.access.jsonl`, attached('access'));
  leave(artifacts.summary, `Second Pass (${name}).md`, writer.uploadSummary);
  const paths = {
    recordPath: leave(artifacts.record, `${name}.record.json`, attached('record')),
    sarifPath: leave(artifacts.sarif, `${name}.sarif`, attached('sarif')),
    reportPath: leave(artifacts.report, `${name}.report.html`, attached('report')),
  };
  if (artifactName !== undefined && folder !== undefined) writer.uploadArtifact(artifactName, folder);
  return paths;
}

function ownFolder(temporaryFolder: string): string {
  const folder = mkdtempSync(join(temporaryFolder, 'second-pass-artifacts-'));
  chmodSync(folder, 0o700);
  return folder;
}
