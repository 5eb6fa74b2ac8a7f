// First, so that nothing can print past the one log writer; a bare import stays where it is.
import './adapters/azure-pipelines/install-log-writer';

import { join } from 'node:path';
import { version } from '../package.json';
import { type Access, accessLines } from './adapters/azure-pipelines/access-lines';
import type { Agent } from './adapters/azure-pipelines/agent';
import { logWriter } from './adapters/azure-pipelines/install-log-writer';
import { leaveArtifacts, setOutputVariables } from './adapters/azure-pipelines/outputs';
import { readPipeline } from './adapters/azure-pipelines/pipeline';
import type { PipelineFacts } from './adapters/azure-pipelines/pipeline-facts';
import { leavePreview } from './adapters/azure-pipelines/preview';
import { review } from './review';
import { clean } from './run-modes/clean';
import { doctor } from './run-modes/doctor/doctor';
import { preview } from './run-modes/preview';
import { concludeFailure } from './stages/conclude-failure';
import { concludeRunModeFailure } from './stages/conclude-run-mode';
import { withArtifacts } from './steps/record/artifacts';
import { costLine } from './steps/record/cost-text';
import { findingsSarif } from './steps/record/findings-sarif';
import { outputsOf } from './steps/record/outputs-of';
import { isReview, type RunRecord } from './steps/record/record';
import { reportHtml } from './steps/record/report/report';
import { runModeSummary } from './steps/record/run-mode-summary';
import { headlineOf, plural, whereToRead } from './steps/record/status-text';
import { summaryMarkdown } from './steps/record/summary';
import { INPUTS } from './steps/settings/inputs';
import { readSettings } from './steps/settings/read-settings';
import type { Settings } from './steps/settings/settings';
import { beginTask, completeTask, surroundTask } from './wiring/task-run';
import { type Wired, wireWorld } from './wiring/wire';

/** What each run mode runs; all but `publish` and `clean` get a world that writes nothing. */
const PROGRAMS: Record<Settings['runMode'], Program> = {
  publish: (settings, { reviewed }) => review(settings, reviewed),
  readOnly: (settings, { reviewed }) => review(settings, reviewed),
  preview: (settings, { reviewed }, { showPreview }) => preview(settings, reviewed, showPreview),
  doctor: (settings, { reviewed, setUp }) => doctor(settings, reviewed, setUp),
  clean: (settings, { reviewed }) => clean(settings, reviewed),
};

type Program = (settings: Settings, wired: Wired, out: Out) => Promise<RunRecord>;

interface Out {
  showPreview(text: string): void;
}

/** By which the runs that reviewed something can be counted. */
const BUILD_TAG = 'second-pass';

/** Run modes that tell the pull request how they failed. */
const REVIEWS: ReadonlySet<Settings['runMode']> = new Set(['publish', 'readOnly']);

void main();

async function main(): Promise<void> {
  const read = (agent: Agent) => readPipeline(agent, Object.keys(INPUTS));
  const { facts, isTrustForeign } = await beginTask({ title: 'Second Pass', version, read });
  finish(facts, await run(facts, isTrustForeign));
}

/** Settings that cannot be used still name the status under which the pull request is told so, unless nothing may be written. */
function settingsOf(facts: PipelineFacts): { settings: Settings; failure?: unknown } {
  try {
    const { settings, notes } = readSettings(facts.inputs);
    for (const note of notes) logWriter.info(note);
    return { settings };
  } catch (failure) {
    return { settings: readSettings(usableAlone(facts.inputs, ['name', 'runMode'])).settings, failure };
  }
}

function usableAlone(inputs: PipelineFacts['inputs'], names: readonly string[]): Record<string, string> {
  const usable = names.filter((name) => {
    try {
      readSettings({ [name]: inputs[name] ?? '' });
      return true;
    } catch {
      return false;
    }
  });
  return Object.fromEntries(usable.map((name) => [name, inputs[name] ?? '']));
}

interface Ended {
  settings: Settings;
  record: RunRecord;
  access: Access;
  /** Of the text that a review would send; empty unless that was asked for. */
  previewPath: string;
}

async function run(facts: PipelineFacts, isTrustForeign: boolean): Promise<Ended> {
  const { settings: asked, failure: unreadable } = settingsOf(facts);
  const { surroundings, end } = surroundTask({ facts, isTrustForeign, version }, asked);
  const wired = await wireWorld(surroundings, asked);
  const { world, settings } = wired;
  // The doctor is there to say what is wrong with it.
  const failure = unreadable ?? (settings.runMode === 'doctor' ? undefined : wired.refusal);
  let previewPath = '';
  const out = {
    showPreview(text: string) {
      previewPath = leavePreview(logWriter, facts.temporaryFolder, settings, text);
    },
  };
  const program: Program = failure === undefined ? PROGRAMS[settings.runMode] : () => Promise.reject(failure);
  const conclude = REVIEWS.has(settings.runMode) ? concludeFailure : concludeRunModeFailure;
  const record = await program(settings, wired, out).catch<RunRecord>((error) => conclude(settings, world, error));
  // What is left behind never costs the result and the artifacts.
  await wired.end(record).catch((error) => logWriter.warn(`Not everything of this run was put away: ${error}`));
  end();
  return { settings, record, access: { calls: world.accessLog(), processes: world.processLog() }, previewPath };
}

/** Leaves everything with the run: files, output variables, and the task's result as the very last line. */
function finish(facts: PipelineFacts, { settings, record, access, previewPath }: Ended): void {
  const kept = withArtifacts(record, settings.artifacts);
  const artifactUrl = record.run?.artifactUrl ?? '';
  const artifactName = artifactUrl === '' ? undefined : artifactNameOf(settings, facts);
  const paths = leaveArtifacts(
    logWriter,
    facts.temporaryFolder,
    { name: settings.name, artifactName },
    {
      summary: () => (isReview(kept) ? summaryMarkdown(kept) : runModeSummary(kept)),
      record: () => JSON.stringify({ ...kept, accessLog: access.calls }, null, 2),
      access: () => accessLines(access),
      sarif: () => findingsSarif(kept, settings.name),
      report: () => reportHtml(kept),
    },
  );
  if (isReview(record) && facts.run.kind === 'build') logWriter.addBuildTag(BUILD_TAG);
  setOutputVariables(logWriter, { ...outputsOf(record), ...paths, previewPath, artifactUrl });
  if (settings.publishArtifact && facts.run.kind === 'release')
    logWriter.info('Report, record and SARIF are attached to the run; a release has no artifacts to publish them as.');
  for (const { stage, calls, milliseconds } of record.stages.filter((one) => one.milliseconds > 0))
    logWriter.info(`${stage}: ${milliseconds} ms in ${plural(calls, 'call')}`);
  if (isReview(record) && record.calls.length > 0) logWriter.info(costLine(record));
  const headline = headlineOf(record);
  const reading = whereToRead(record, join(__dirname, 'docs'));
  completeTask(record.ending.result, headline, lastLines(headline, record.problems), reading);
}

/** A later attempt publishes beside an earlier one, which cannot be replaced, and so do the copies of a job in a matrix. */
function artifactNameOf({ name, artifactName }: Settings, { run: { attempt, leg } }: PipelineFacts): string {
  const usual = artifactName || `second-pass-${name}`;
  return `${usual}${leg > 1 ? `-job${leg}` : ''}${attempt > 1 ? `-${attempt}` : ''}`;
}

/** What the status says and what it leaves out, each once. */
function lastLines(headline: string, problems: readonly string[]): readonly string[] {
  if (problems.join(' ') === headline) return problems;
  return [headline, ...problems.filter((problem) => !headline.includes(problem))];
}
