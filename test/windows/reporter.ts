import { writeFileSync } from 'node:fs';
import type { Runner, Suite, Test } from 'mocha';

export interface Report {
  passed: number;
  failed: readonly Trouble[];
  /** Failed once and then passed: Wine fails to start a program once in a while. */
  retried: readonly Trouble[];
  /** Titles of tests that left themselves out. */
  skipped: readonly string[];
  /** By title of the suite. */
  seconds: Readonly<Record<string, number>>;
}

export interface Trouble {
  title: string;
  error: string;
}

/** Where the report of a run goes, by name of the variable. */
export const REPORT_VARIABLE = 'SECOND_PASS_WINDOWS_REPORT';

/** Leaves what a run came to in a file, since what Node for Windows prints passes through several hands. */
class WindowsReporter {
  constructor(runner: Runner) {
    const report = { passed: 0, failed: [] as Trouble[], retried: [] as Trouble[], skipped: [] as string[] };
    const began = new Map<Suite, number>();
    const seconds: Record<string, number> = {};
    const trouble = (test: Test, error: Error) => ({ title: test.fullTitle(), error: error.stack ?? String(error) });
    runner.on('pass', () => {
      report.passed += 1;
    });
    runner.on('fail', (test, error) => void report.failed.push(trouble(test, error)));
    runner.on('retry', (test, error) => void report.retried.push(trouble(test, error)));
    runner.on('pending', (test) => void report.skipped.push(test.fullTitle()));
    runner.on('suite', (suite) => void began.set(suite, performance.now()));
    runner.on('suite end', (suite) => {
      if (suite.parent?.root) seconds[suite.title] = (performance.now() - (began.get(suite) ?? 0)) / 1000;
    });
    runner.on('end', () => {
      const path = process.env[REPORT_VARIABLE];
      if (path) writeFileSync(path, JSON.stringify({ ...report, seconds }));
    });
  }
}

export default WindowsReporter;
