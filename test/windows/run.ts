import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Bed, type NodeLine, setUpBed } from './bed';
import { compileTests } from './compile-tests';
import { type Job, planned, testFiles } from './plan';
import { type Outcome, runJob } from './run-job';
import { dearestFirst, keepSeconds, tableOfSeconds } from './seconds';
import { startProgram } from './start-program';
import { troublesOf } from './troubles';

const root = resolve(__dirname, '..', '..');
const LINES: readonly NodeLine[] = ['node20', 'node24'];

void main();

/** `npm run test:windows -- node24 test/run-modes` runs what belongs to that Node and lies there alone; `-- all` whatever time it takes. */
async function main(): Promise<void> {
  const bed = setUpBed();
  if (typeof bed === 'string') return skip(bed);
  const began = performance.now();
  const jobs = chosen(process.argv.slice(2));
  const awake = keepAwake(bed);
  const folder = compileTests(mkdtempSync(join(tmpdir(), 'second-pass-windows-')));
  const outcomes = await runAll(dearestFirst(jobs, bed.folder), bed, folder);
  rmSync(folder, { recursive: true, force: true });
  awake.kill();
  keepSeconds(outcomes, bed.folder);
  tell(outcomes, (performance.now() - began) / 1000);
}

function chosen(words: readonly string[]): Job[] {
  const lines = LINES.filter((line) => words.includes(line));
  const isAll = words.includes('all');
  const places = words.filter((word) => word !== 'all' && !LINES.some((line) => line === word));
  const isWanted = (file: string) => places.length === 0 || places.some((place) => file.startsWith(place));
  const wanted = testFiles(root).filter(isWanted);
  return planned(wanted, lines.length === 0 ? LINES : lines, isAll);
}

/** As many at once as there are cores. */
async function runAll(jobs: readonly Job[], bed: Bed, folder: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = [...jobs];
  const lane = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const outcome = await runJob(job, bed, folder);
      console.log(lineOf(outcome));
      outcomes.push(outcome);
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, lane));
  return outcomes;
}

function lineOf({ job, seconds, report }: Outcome): string {
  const word = report.failed.length === 0 ? 'ok    ' : 'FAILED';
  return `${word} ${job.line} ${job.name}: ${report.passed} passed, ${report.failed.length} failed, ${Math.round(seconds)} s`;
}

function tell(outcomes: readonly Outcome[], seconds: number): void {
  console.log(`\n${tableOfSeconds(outcomes)}`);
  const { retried, failed } = troublesOf(outcomes);
  for (const text of retried) console.log(`\nPassed the second time: ${text}`);
  for (const text of failed) console.error(`\nFAILED: ${text}`);
  const passed = outcomes.reduce((sum, { report }) => sum + report.passed, 0);
  console.log(`\nOn Windows ${passed} pass and ${failed.length} fail, in ${Math.round(seconds)} s.`);
  if (failed.length > 0) process.exitCode = 1;
}

/** As long as one program runs, Wine does not start anew for each of the others. */
function keepAwake(bed: Bed): ChildProcess {
  return startProgram(bed.folder, 'hold.exe', 'C:\\windows', '7200');
}

/** In CI a missing bed is a failure. */
function skip(why: string): void {
  const banner = '*'.repeat(72);
  console.error(`${banner}\nNOTHING WAS TESTED ON WINDOWS: ${why}.\n${banner}`);
  if (process.env.SECOND_PASS_REQUIRE_WINDOWS) process.exitCode = 1;
}
