import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from './plan';
import type { Outcome } from './run-job';

/** Of the last run that passed, so that the dear ones start first and no core waits for one of them at the end. */
const file = 'seconds.json';
/** What nobody has measured yet may be dear. */
const UNKNOWN = 1_000;

export function dearestFirst(jobs: readonly Job[], bedFolder: string): Job[] {
  const known = readSeconds(bedFolder);
  const seconds = (job: Job) => known[keyOf(job)] ?? UNKNOWN;
  return [...jobs].sort((first, second) => seconds(second) - seconds(first));
}

export function keepSeconds(outcomes: readonly Outcome[], bedFolder: string): void {
  const measured = outcomes
    .filter(({ report }) => report.failed.length === 0)
    .map(({ job, seconds }) => [keyOf(job), Math.round(seconds)]);
  const all = { ...readSeconds(bedFolder), ...Object.fromEntries(measured) };
  writeFileSync(join(bedFolder, file), JSON.stringify(all, null, 1));
}

/** The dearest at the top. Below a group of files that share one start stand its suites. */
export function tableOfSeconds(outcomes: readonly Outcome[]): string {
  const sum = (name: string) =>
    outcomes.filter(({ job }) => job.name === name).reduce((total, { seconds }) => total + seconds, 0);
  const names = [...new Set(outcomes.map(({ job }) => job.name))].sort((first, second) => sum(second) - sum(first));
  const rows = names.flatMap((name) =>
    rowsOf(
      name,
      outcomes.filter(({ job }) => job.name === name),
    ),
  );
  return ['node20  node24  seconds', ...rows].join('\n');
}

function rowsOf(name: string, outcomes: readonly Outcome[]): string[] {
  const cells = (of: (outcome: Outcome) => number | undefined) =>
    (['node20', 'node24'] as const).map((line) => {
      const outcome = outcomes.find(({ job }) => job.line === line);
      const seconds = outcome && of(outcome);
      return (seconds === undefined ? '' : seconds.toFixed(1)).padStart(6);
    });
  const suites = new Set(
    outcomes.flatMap(({ job, report }) => (job.place === 'inside' ? Object.keys(report.seconds) : [])),
  );
  const below = [...suites].map((title) => `${cells(({ report }) => report.seconds[title]).join('  ')}    ${title}`);
  return [`${cells(({ seconds }) => seconds).join('  ')}  ${name}`, ...below];
}

function keyOf({ line, name }: Job): string {
  return `${line} ${name}`;
}

function readSeconds(bedFolder: string): Record<string, number> {
  const path = join(bedFolder, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
}
