import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import type { ChangedFile } from '../../src/steps/diff/changed-file';
import { readPatch } from '../../src/steps/diff/read-patch';
import { emptyReport, isNowhere, type Report, reviewNoisily, type Tally, total } from '../steps/anchors/judge';
import { randomFrom } from '../steps/anchors/noise';

/**
 * The noisy reviewer over the history of git repositories: `--repo PATH` (repeated), `--changes N` of each (default 120).
 * Fails when a line anchor does not hold its quote, when more than 0.5 % of the anchors of real code stand on another
 * line, or when any code that is not in the diff gets a line.
 */
export default async function main(args: readonly string[]): Promise<void> {
  const options = { repo: { type: 'string', multiple: true }, changes: { type: 'string', default: '120' } } as const;
  const { values } = parseArgs({ args: [...args], options });
  const repositories = values.repo ?? [];
  if (repositories.length === 0) throw new Error('anchors: name at least one repository with --repo PATH');
  const report = emptyReport();
  for (const repository of repositories) {
    const changes = reviewRepository(repository, Number(values.changes), report);
    console.log(`${basename(repository.replace(/\/(?:repo|\.git)?\/*$/, ''))}: ${changes} changes`);
  }
  console.log(table(report));
  const failures = failuresOf(report);
  if (failures.length > 0) throw new Error(`anchors: ${failures.join('; ')}`);
}

function reviewRepository(repository: string, wanted: number, report: Report): number {
  const random = randomFrom(20_261_121);
  let elsewhere: string[] = [];
  let changes = 0;
  for (const [commit, parent] of spread(commitsOf(repository), 2 * wanted)) {
    const files = filesOf(repository, parent, commit);
    if (changes >= wanted || files.length === 0) continue;
    reviewNoisily(files.slice(0, 8), elsewhere, random, report);
    elsewhere = files
      .flatMap(({ hunks }) => hunks.flatMap(({ lines }) => lines.map(({ text }) => text)))
      .slice(0, 2_000);
    changes += 1;
  }
  return changes;
}

/** Commits with their first parents. */
function commitsOf(repository: string): [commit: string, parent: string][] {
  const lines = git(repository, 'rev-list', '--all', '--parents').toString('latin1').trim().split('\n');
  return lines
    .map((line) => line.split(' '))
    .flatMap(([commit, parent]) => (commit && parent ? [[commit, parent]] : []));
}

function spread<Item>(items: readonly Item[], count: number): Item[] {
  const step = Math.max(1, items.length / count);
  return Array.from({ length: Math.min(count, items.length) }, (_, index) => items[Math.floor(index * step)]!);
}

/** Text files of a change that a reviewer could speak of; none when the snapshot lacks an object. */
function filesOf(repository: string, parent: string, commit: string): ChangedFile[] {
  const form = [
    '-r',
    '-z',
    '--raw',
    '--numstat',
    '-p',
    '--full-index',
    '--no-abbrev',
    '--no-color',
    '--no-ext-diff',
    '-U3',
  ];
  const more = ['--no-textconv', '--src-prefix=a/', '--dst-prefix=b/', '-M50%', '-l2000', '--submodule=short'];
  try {
    const patch = git(repository, '-c', 'core.quotePath=false', 'diff-tree', ...form, ...more, parent, commit);
    return readPatch(patch).filter(({ content, hunks }) => content === 'text' && hunks.length > 0);
  } catch {
    return [];
  }
}

function git(repository: string, ...args: string[]): Buffer {
  const stdio = ['ignore', 'pipe', 'ignore'] as ['ignore', 'pipe', 'ignore'];
  return execFileSync('git', ['-C', repository, ...args], { maxBuffer: 2 ** 29, stdio });
}

function table(report: Report): string {
  const rows = Object.entries(report).map(([kind, tally]) => row(kind, tally));
  const head = [
    '| what the reviewer got wrong | samples | right line | wrong line | file-level | not holding the quote |',
  ];
  const sums = [
    row(
      '**all with real code**',
      total(report, (kind) => !isNowhere(kind)),
    ),
    row('**all with code that is not there**', total(report, isNowhere)),
  ];
  return [...head, '| --- | ---: | ---: | ---: | ---: | ---: |', ...rows, ...sums].join('\n');
}

function row(kind: string, { samples, right, wrong, file, broken }: Tally): string {
  const percent = (part: number) =>
    `${((100 * part) / Math.max(samples, 1)).toFixed(part > 0 && part * 1_000 < samples ? 2 : 1)} %`;
  return `| ${kind} | ${samples} | ${percent(right)} | ${percent(wrong)} | ${percent(file)} | ${broken} |`;
}

function failuresOf(report: Report): string[] {
  const real = total(report, (kind) => !isNowhere(kind));
  const nowhere = total(report, isNowhere);
  return [
    ...(real.broken + nowhere.broken > 0
      ? [`${real.broken + nowhere.broken} line anchors do not hold their quote`]
      : []),
    ...(real.wrong > 0.005 * real.samples ? [`${real.wrong} of ${real.samples} on a wrong line`] : []),
    ...(nowhere.wrong > 0 ? [`${nowhere.wrong} anchors for code that is not there`] : []),
  ];
}

export { main as run };
