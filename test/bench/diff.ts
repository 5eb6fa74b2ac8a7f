import { basename, dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { checkPair } from '../steps/diff/check-pair';
import { historyPairs } from '../steps/diff/history-pairs';

/**
 * The differential test of the diff over real histories: `npm run bench -- diff --repo PATH --repo PATH --pairs 500`.
 * Each commit against its first parent, and ranges of 40 commits; every mismatch is printed, and any fails the run.
 */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { repo: { type: 'string', multiple: true }, pairs: { type: 'string', default: '500' } },
  });
  const folders = [...(values.repo ?? []), ...positionals];
  const count = Number(values.pairs);
  if (folders.length === 0 || !Number.isInteger(count) || count < 1) {
    throw new Error('Usage: npm run bench -- diff --repo PATH [PATH ...] --pairs N');
  }
  console.log(`| ${titles.join(' | ')} |\n| ${titles.map((_, index) => (index === 0 ? '---' : '---:')).join(' | ')} |`);
  const sum = emptyRow();
  for (const folder of folders) {
    const row = checkRepository(folder, count);
    for (const key of Object.keys(sum) as (keyof Row)[]) sum[key] += row[key];
    print(basename(folder) === 'repo' ? basename(dirname(folder)) : basename(folder), row);
  }
  if (folders.length > 1) print('sum', sum);
  if (sum.wrong > 0) process.exitCode = 1;
}

interface Row {
  pairs: number;
  skipped: number;
  files: number;
  hunks: number;
  added: number;
  removed: number;
  beyondLimits: number;
  wrong: number;
  seconds: number;
}

const titles = [
  ...['repository', 'pairs', 'skipped', 'files', 'hunks', '+ lines', '- lines'],
  ...['beyond limits', 'mismatches', 'seconds'],
];

function checkRepository(folder: string, count: number): Row {
  const row = emptyRow();
  const started = performance.now();
  for (const { base, source } of historyPairs(folder, count)) {
    const report = checkPair(folder, base, source);
    if (!report) {
      row.skipped++;
      continue;
    }
    row.pairs++;
    row.files += report.files;
    row.hunks += report.hunks;
    row.added += report.added;
    row.removed += report.removed;
    row.beyondLimits += report.beyondLimits;
    row.wrong += report.mismatches.length;
    for (const mismatch of report.mismatches) console.log(`${folder} ${base}..${source} ${mismatch}`);
  }
  row.seconds = (performance.now() - started) / 1000;
  return row;
}

function emptyRow(): Row {
  return { pairs: 0, skipped: 0, files: 0, hunks: 0, added: 0, removed: 0, beyondLimits: 0, wrong: 0, seconds: 0 };
}

function print(name: string, row: Row): void {
  const cells = Object.values(row).map((value) => Math.round(value).toLocaleString('en'));
  console.log(`| ${[name, ...cells].join(' | ')} |`);
}
