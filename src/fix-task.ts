// First, so that nothing can print past the one log writer; a bare import stays where it is.
import './adapters/azure-pipelines/install-log-writer';

import { join } from 'node:path';
import { version } from '../package.json';
import { type Access, accessLines } from './adapters/azure-pipelines/access-lines';
import { secretsOf } from './adapters/azure-pipelines/credentials';
import { type LeftFile, leaveFiles, setFixOutputVariables } from './adapters/azure-pipelines/fix-outputs';
import { type FixFacts, readFixPipeline } from './adapters/azure-pipelines/fix-pipeline';
import { logWriter } from './adapters/azure-pipelines/install-log-writer';
import { apply } from './apply';
import { autonomous } from './autonomous';
import { fix } from './fix';
import { fixOutputsOf } from './steps/record/fix-outputs-of';
import type { FixRecord } from './steps/record/fix-record';
import { wherePagesLie } from './steps/record/page-names';
import { FIX_INPUTS } from './steps/settings/fix-inputs';
import type { FixSettings } from './steps/settings/fix-settings';
import { readFixSettings } from './steps/settings/read-fix-settings';
import { sweep } from './sweep';
import { type FixWired, wireFixWorld } from './wiring/fix-wire';
import { beginTask, completeTask, surroundTask } from './wiring/task-run';
import { cleanBranches } from './work/clean-branches';
import { concludeFixFailure } from './work/conclude-fix';
import { examine } from './work/examine';
import { runGate } from './work/run-gate';

type Program = (settings: FixSettings, wired: FixWired) => Promise<FixRecord>;

/** What each run mode runs. */
const PROGRAMS: Record<FixSettings['runMode'], Program> = {
  readOnly: (settings, { world }) => fix(settings, world),
  plan: (settings, { world }) => fix(settings, world),
  apply: (settings, { world }) => apply(settings, world),
  autonomous: (settings, { world }) => autonomous(settings, world),
  sweep: (settings, { world }) => sweep(settings, world),
  gate: (settings, { world }) => runGate(settings, world),
  clean: (settings, { world }) => cleanBranches(settings, world),
  doctor: (settings, { world }) => examine(settings, world),
};

void main();

async function main(): Promise<void> {
  const { facts, isTrustForeign } = await beginTask({
    ...{ title: 'Second Pass Fix', version },
    read: (agent) => readFixPipeline(agent, Object.keys(FIX_INPUTS)),
    ownSecrets: ({ writer }) => (writer ? secretsOf(writer) : []),
  });
  finish(facts, await run(facts, isTrustForeign));
}

interface Ended {
  record: FixRecord;
  access: Access;
  left: readonly LeftFile[];
}

async function run(facts: FixFacts, isTrustForeign: boolean): Promise<Ended> {
  const { settings, failure } = settingsOf(facts);
  const { surroundings, end } = surroundTask({ facts, isTrustForeign, version }, settings);
  const wired = await wireFixWorld(surroundings, settings);
  const { world } = wired;
  const program: Program = failure === undefined ? PROGRAMS[settings.runMode] : () => Promise.reject(failure);
  const record = await program(wired.settings, wired).catch((error) => concludeFixFailure(settings, world, error));
  await wired.end(record).catch((error) => logWriter.warn(`Not everything of this run was put away: ${error}`));
  end();
  return { record, access: { calls: world.accessLog(), processes: world.processLog() }, left: world.left };
}

/** Settings that cannot be used still leave a record of the run. */
function settingsOf(facts: FixFacts): { settings: FixSettings; failure?: unknown } {
  try {
    const { settings, notes } = readFixSettings(facts.inputs);
    for (const note of notes) logWriter.info(note);
    return { settings };
  } catch (failure) {
    return { settings: readFixSettings({ runMode: 'doctor' }).settings, failure };
  }
}

/** Leaves everything with the run: files, output variables, and the task's result as the very last line. */
function finish(facts: FixFacts, { record, access, left }: Ended): void {
  const files = [
    {
      name: 'fix.record.json',
      content: JSON.stringify({ ...record, accessLog: access.calls }, null, 2),
      attachment: 'record',
    },
    { name: 'fix.access.jsonl', content: accessLines(access), attachment: 'access' },
    ...left,
  ];
  const paths = leaveFiles(logWriter, facts.temporaryFolder, artifactNameOf(facts, record), files);
  setFixOutputVariables(logWriter, { ...fixOutputsOf(record), recordPath: paths.get('fix.record.json') ?? '' });
  const lines = [record.headline, ...record.problems.filter((problem) => !record.headline.includes(problem))];
  completeTask(record.ending.result, record.headline, lines, wherePagesLie(lines, join(__dirname, 'docs')));
}

/** Runs of one build do not share a name: a later attempt, and each stage, publishes beside the others. */
function artifactNameOf({ run }: FixFacts, { runMode }: FixRecord): string | undefined {
  if (run.kind !== 'build') return undefined;
  return run.attempt > 1 ? `second-pass-${runMode}-${run.attempt}` : `second-pass-${runMode}`;
}
