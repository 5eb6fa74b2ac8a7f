import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine } from '../adapters/azure-pipelines/command';
import type { Aggregate } from '../steps/insights/aggregate';
import { monthWarning } from '../steps/insights/month';
import { packAggregate } from '../steps/insights/packed-aggregate';
import type { Terminal } from './terminal';

/** By which the Insights page finds the newest figures: a type of attachment, and a tag of the run. */
const ATTACHMENT = 'second-pass.insights';
const TAG = 'second-pass-insights';

/** Leaves the figures with the run; the agent reads these lines wherever they stand in its output. */
export function attachInsights(aggregate: Aggregate, monthlyUsd: number | undefined, terminal: Terminal): void {
  const { environment, say } = terminal;
  const folder = mkdtempSync(join(environment.AGENT_TEMPDIRECTORY || tmpdir(), 'second-pass-insights-'));
  const path = join(folder, 'insights.json');
  writeFileSync(path, packAggregate(aggregate));
  say(
    `${commandLine({ name: 'task.addattachment', properties: { type: ATTACHMENT, name: 'insights' }, message: path })}\n`,
  );
  say(`${commandLine({ name: 'build.addbuildtag', message: TAG })}\n`);
  const warning = monthlyUsd === undefined ? '' : monthWarning(aggregate, monthlyUsd);
  if (warning !== '')
    say(`${commandLine({ name: 'task.logissue', properties: { type: 'warning' }, message: warning })}\n`);
}
