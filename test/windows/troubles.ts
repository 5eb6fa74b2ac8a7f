import type { Outcome } from './run-job';

/** Tests that leave themselves out on Windows, by the words of their title, with the reason. */
const LEAVE_THEMSELVES_OUT: readonly { title: RegExp; reason: string }[] = [
  {
    title: /does not follow links out of the working directory/,
    reason: 'Windows lets administrators alone lay links',
  },
  { title: /^the reader of git objects /, reason: 'its gits are scripts of a shell' },
  { title: /of workshops are swept/, reason: 'a workshop stands behind bubblewrap or in a container of Linux' },
  { title: /is not held up by a named pipe/, reason: 'Windows has no named pipe in a folder' },
  { title: /ends it after so much work/, reason: 'Windows tells no processor time of a group of programs in its list' },
];

/** What failed, and what failed once. A test that is left out without a reason of ours fails. */
export function troublesOf(outcomes: readonly Outcome[]): { failed: string[]; retried: string[] } {
  const of = (kind: 'failed' | 'retried') =>
    outcomes.flatMap(({ job, report }) =>
      report[kind].map(({ title, error }) => `${job.line} ${job.name}: ${title}\n${error}`),
    );
  const unexplained = outcomes.flatMap(({ job, report }) =>
    report.skipped
      .filter((title) => !LEAVE_THEMSELVES_OUT.some((one) => one.title.test(title)))
      .map((title) => `${job.line} ${job.name}: ${title}\nleft itself out, and no reason is known`),
  );
  return { failed: [...of('failed'), ...unexplained], retried: of('retried') };
}
