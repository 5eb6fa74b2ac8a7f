import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Bed } from './bed';
import type { Job } from './plan';
import { REPORT_VARIABLE, type Report } from './reporter';

export interface Outcome {
  job: Job;
  seconds: number;
  report: Report;
}

const MAX_MINUTES = 20;
const mocha = require.resolve('mocha/bin/mocha.js');

/** Runs the compiled tests of a job in a process of its own. One that came to nothing is started once more. */
export async function runJob(job: Job, bed: Bed, folder: string): Promise<Outcome> {
  const began = performance.now();
  const first = await start(job, bed, folder);
  const last = typeof first === 'string' ? await start(job, bed, folder) : first;
  const seconds = (performance.now() - began) / 1000;
  const again = typeof first === 'string' ? [{ title: `the start of ${job.name}`, error: first }] : [];
  if (typeof last !== 'string') return { job, seconds, report: { ...last, retried: [...again, ...last.retried] } };
  const failed = [{ title: `the start of ${job.name}`, error: last }];
  return { job, seconds, report: { passed: 0, failed, retried: again, skipped: [], seconds: {} } };
}

/** What it came to, or what it printed instead. */
async function start(job: Job, bed: Bed, folder: string): Promise<Report | string> {
  const report = join(folder, `report-${job.line}-${job.name.replaceAll('/', '-')}.json`);
  const node = bed.starter(job.line);
  const isInside = job.place === 'inside';
  const environment = isInside ? {} : { SECOND_PASS_NODE: node, SECOND_PASS_WINDOWS_BED: bed.folder };
  const child = spawn(isInside ? node : process.execPath, [mocha, ...options(job, folder)], {
    cwd: folder,
    env: { ...process.env, ...environment, [REPORT_VARIABLE]: report },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: MAX_MINUTES * 60_000,
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (printed += text));
  const code = await new Promise<number | string>((done) => {
    child.on('error', ({ message }) => done(message)).on('exit', (status, signal) => done(status ?? signal ?? ''));
  });
  if (!existsSync(report)) return `it ended with ${code} and said:\n${printed.slice(-4_000)}`;
  const read = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(report);
  return read;
}

/** A start of a program fails under Wine once in a while, so a failed test runs a second time. */
function options({ files }: Job, folder: string): string[] {
  const reporter = join(folder, 'test', 'windows', 'reporter.js');
  const compiled = files.map((file) => file.replace(/\.ts$/, '.js'));
  return [
    '--no-package',
    '--timeout',
    '300000',
    '--retries',
    '1',
    '--forbid-only',
    '--reporter',
    reporter,
    ...compiled,
  ];
}
