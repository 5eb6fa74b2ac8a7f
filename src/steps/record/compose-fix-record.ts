import { BRIEF_VERSION } from '../brief/policy';
import type { PolicyFacts } from '../policy/govern';
import type { FixSettings } from '../settings/fix-settings';
import { FIX_RESULTS, type FixEnding, type FixSituation } from '../verdict/fix-results';
import { type RunNames, runFacts } from './compose-record';
import type { CallRecord } from './cost-record';
import type { FixRecord, ToolRecord } from './fix-record';
import { RECORD_VERSION } from './record-version';

type Found = Pick<FixRecord, 'gate' | 'checks' | 'evidence' | 'planHash' | 'approval' | 'pushes' | 'branch'> &
  Pick<FixRecord, 'fixPullRequest' | 'request' | 'setUp' | 'validation'>;

/** Everything a run came to know; what a run that ended early never learnt is absent. */
export interface FixParts {
  settings: Pick<FixSettings, 'runMode'>;
  run: RunNames & { version: string; startedAt: number; policy?: PolicyFacts };
  /** Milliseconds since 1970, at the end. */
  endedAt: number;
  situation: FixSituation;
  /** What came of it, where that is more than the situation says. */
  headline?: string;
  problems?: readonly string[];
  codes?: readonly string[];
  notes?: readonly string[];
  stages: FixRecord['stages'];
  tools?: readonly ToolRecord[];
  calls?: readonly CallRecord[];
  receipt?: FixRecord['receipt'];
  found?: Partial<Found>;
}

export function composeFixRecord(parts: FixParts): FixRecord {
  const { settings, run, situation, problems = [], codes = [], notes = [], calls = [], receipt = [] } = parts;
  const ending = endingOf(parts);
  return {
    recordVersion: RECORD_VERSION,
    product: { name: 'Second Pass', version: run.version, instructionsVersion: BRIEF_VERSION },
    startedAt: new Date(run.startedAt).toISOString(),
    milliseconds: parts.endedAt - run.startedAt,
    ...runFacts(run),
    ...(run.policy ? { policy: run.policy } : {}),
    runMode: settings.runMode,
    headline: parts.headline ?? (problems[0] || HEADLINES[situation]),
    situation,
    ending,
    ...parts.found,
    ...(parts.tools && parts.tools.length > 0 ? { tools: parts.tools } : {}),
    calls,
    receipt,
    costUsd: costOf(calls),
    problems,
    ...(codes.length > 0 ? { codes } : {}),
    notes,
    stages: parts.stages,
  };
}

/** A run that failed after the gate had let its request through says so. */
function endingOf({ situation, found }: FixParts): FixEnding {
  const ending = FIX_RESULTS[situation];
  return situation === 'failed' && found?.request ? { ...ending, accepted: true } : ending;
}

/** Null when the price of a model is unknown. */
function costOf(calls: readonly CallRecord[]): number | null {
  return calls.reduce<number | null>(
    (sum, { costUsd }) => (sum === null || costUsd === null ? null : sum + costUsd),
    0,
  );
}

const HEADLINES: Readonly<Record<FixSituation, string>> = {
  quiet: 'Nothing was asked of Second Pass.',
  notARequest: 'What started this run is no request.',
  refused: 'The request was refused.',
  accepted: 'The request would be worked on.',
  planned: 'A plan waits for approval.',
  answered: 'The question was answered.',
  applied: 'The plan was applied.',
  nothingToDo: 'There was nothing to change.',
  gaveUp: 'The work was given up.',
  notProven: 'The change is not proven.',
  unprovenApply: 'The plan is not proven and was not applied.',
  checkFailed: 'The change was refused.',
  failed: 'The run failed.',
  stopped: 'The work was stopped.',
  stoppedWithPlan: 'The work was stopped; a proven plan waits for approval.',
  applyRefused: 'The plan was not applied; nothing was written.',
  otherRunMode: 'Done.',
  setUpAtFault: 'Not everything is as it has to be.',
  badInput: 'An input cannot be used.',
};
