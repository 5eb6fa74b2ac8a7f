import type { PullRequest } from '../../ports/code-host';
import { INSTRUCTIONS_VERSION } from '../prompt/instructions/system';
import type { Settings } from '../settings/settings';
import { RESULTS, type Situation } from '../verdict/results';
import { pullRequestFacts, type RunParts, runFacts } from './compose-record';
import type { RecordBase } from './record-base';
import { RECORD_VERSION } from './record-version';
import type { CleanRecord, DoctorRecord, PreviewRecord, RunModeRecord } from './run-mode-record';
import { statusText } from './status-text';

/** What a mode that reviews nothing came to, beside what all records hold. */
export type RunModeResult =
  | Omit<PreviewRecord, keyof RecordBase>
  | Omit<DoctorRecord, keyof RecordBase>
  | Omit<CleanRecord, keyof RecordBase>;

export interface RunModeParts {
  settings: Settings;
  run: RunParts['run'];
  /** Milliseconds since 1970, at the end. */
  endedAt: number;
  stages: RecordBase['stages'];
  situation: Situation;
  problems?: readonly string[];
  codes?: readonly string[] | undefined;
  notes?: readonly string[];
  pullRequest?: PullRequest;
  /** Absent when the mode did not get as far. */
  result?: RunModeResult;
}

const NO_COUNTS = { blockers: 0, warnings: 0, suggestions: 0 };

export function composeRunModeRecord(parts: RunModeParts): RunModeRecord {
  const { settings, run, situation, pullRequest, problems = [], codes = [], notes = [] } = parts;
  const facts = { counts: NO_COUNTS, enforced: 0, unverified: 0, idWasGiven: settings.pullRequestId !== null };
  // None of these modes posts a verdict.
  const ending = { ...RESULTS[situation](facts, settings), status: null };
  const headline = statusText({ situation, ending, problems, counts: NO_COUNTS, files: [], findings: [] });
  return {
    recordVersion: RECORD_VERSION,
    product: { name: 'Second Pass', version: run.version, instructionsVersion: INSTRUCTIONS_VERSION },
    startedAt: new Date(run.startedAt).toISOString(),
    milliseconds: parts.endedAt - run.startedAt,
    ...runFacts(run),
    ...(run.policy ? { policy: run.policy } : {}),
    ...(pullRequest ? { pullRequest: pullRequestFacts(pullRequest) } : {}),
    situation,
    ending,
    ...(parts.result ?? nothingOf(settings.runMode, headline)),
    problems,
    ...(codes.length > 0 ? { codes } : {}),
    notes,
    stages: parts.stages,
  };
}

function nothingOf(runMode: Settings['runMode'], headline: string): RunModeResult {
  if (runMode === 'doctor') return { runMode, headline, checks: [] };
  if (runMode === 'clean') return { runMode, headline, takenBack: null };
  return { runMode: 'preview', headline, files: [], wouldSend: null };
}
