import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ReviewRecord } from '../../src/steps/record/review-record';
import { openStage } from '../demo/stage';
import { borrowedRepository, type Pair } from './borrowed-repository';
import { asPrAgent, asPrReviewer, type FilePatch } from './open-reviewers';
import { writeSection } from './write-section';

const USAGE =
  'Usage: npm run bench -- tokens --repo GIT_DIRECTORY... --tokenizer FOLDER [--each N] [--keep FOLDER] [--write]';

const OPTIONS = {
  repo: { type: 'string', multiple: true, default: [] as string[] },
  tokenizer: { type: 'string', default: '' },
  each: { type: 'string', default: '4' },
  keep: { type: 'string', default: '' },
  write: { type: 'boolean', default: false },
} as const;

/**
 * Tokens of what the packaged task sends for real changes, piece by piece, for each changed line: the newest changes of each repository
 * with 20 to 400 changed lines in at least two files. Beside them the raw diff of the same files and what two open reviewers make of it.
 * The tokenizer is a package with `encode`, installed by whoever measures; it is none of this project's.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.repo.length === 0 || values.tokenizer === '') throw new Error(USAGE);
  const count = tokenizerIn(values.tokenizer);
  const pairs = values.repo.flatMap((repository) => changesOf(resolve(repository), Number(values.each)));
  const sums = new Map<string, number>();
  let lines = 0;
  for (const pair of pairs) {
    const measured = await measure(pair);
    lines += measured.changedLines;
    for (const [piece, text] of measured.pieces) sums.set(piece, (sums.get(piece) ?? 0) + count(text));
    if (values.keep !== '') keep(values.keep, pair, measured.pieces);
    const own = [...measured.pieces].map(([piece, text]) => `${piece} ${count(text)}`).join(', ');
    console.log(`${pair.repository} ${pair.to.slice(0, 9)}: ${measured.changedLines} changed lines, ${own}`);
  }
  const section = sectionOf(sums, lines, pairs.length);
  console.log(`\n${section}`);
  if (values.write) writeSection('## Tokens for each changed line', section);
}

function tokenizerIn(folder: string): (text: string) => number {
  const load = createRequire(join(resolve(folder), 'package.json'));
  const { encode } = load('.') as { encode(text: string): ArrayLike<number> };
  return (text) => encode(text).length;
}

function changesOf(repository: string, each: number): Pair[] {
  const words = ['log', '--first-parent', '--no-merges', '--format=commit %H %s', '--shortstat', '-300'];
  const entries = git(repository, ...words)
    .split(/^commit /m)
    .slice(1);
  const fitting = entries.filter((entry) => {
    const [title = '', ...stat] = entry.split('\n');
    const [files = 0, ...changed] = (stat.join(' ').match(/\d+(?= (file|insertion|deletion))/g) ?? []).map(Number);
    const sum = changed.reduce((all, one) => all + one, 0);
    return files > 1 && sum >= 20 && sum <= 400 && !/\b(bump|deps|release|docs?|changelog|upgrade)\b/i.test(title);
  });
  return fitting.slice(0, each).map((entry) => {
    const to = entry.slice(0, 40);
    return { repository, from: git(repository, 'rev-parse', `${to}^`).trim(), to };
  });
}

interface MeasuredPieces {
  changedLines: number;
  pieces: Map<string, string>;
}

async function measure(pair: Pair): Promise<MeasuredPieces> {
  const stage = await openStage({ repository: borrowedRepository(pair) });
  try {
    const outcome = await stage.run({ here: false });
    const text = outcome.attachments.find(({ type }) => type === 'second-pass.record')?.content;
    if (!text) throw new Error(`The task left no record:\n${outcome.rawOutput.slice(-2000)}`);
    const record = JSON.parse(text) as ReviewRecord;
    const files = record.files.filter(({ state }) => state === 'reviewed');
    const patches = files.map(({ path }) => patchOf(pair, path));
    const raw = patches.map((patch) => patch.text).join('\n');
    const pieces = new Map([['raw `git diff`', raw]]);
    for (const request of stage.claude.messages()) {
      if (request.pass !== 'sweep') continue;
      for (const [name, block] of piecesOf(request.body)) pieces.set(name, (pieces.get(name) ?? '') + block);
    }
    pieces.set('PR-Agent', asPrAgent(patches));
    pieces.set('ai-pr-reviewer', asPrReviewer(patches));
    return { changedLines: files.reduce((sum, { added, removed }) => sum + added + removed, 0), pieces };
  } finally {
    await stage.close();
  }
}

interface Body {
  system: { text: string }[];
  messages: { content: { text: string }[] }[];
  output_config?: { format?: unknown };
}

/** Blocks of a request under the names that their marks give them. */
function piecesOf(body: unknown): [string, string][] {
  const { system, messages, output_config: output } = body as Body;
  const blocks = messages.flatMap(({ content }) => content.map(({ text }) => text));
  return [
    ...blocks.map((text): [string, string] => [/^<<< (\w+)/.exec(text)?.[1] ?? 'task of the sweep', text]),
    ['instructions', system.map(({ text }) => text).join('')],
    ['schema of the answer', JSON.stringify(output?.format ?? '')],
  ];
}

function patchOf({ repository, from, to }: Pair, path: string): FilePatch {
  const text = git(repository, 'diff', '--no-color', '--no-ext-diff', from, to, '--', path);
  const isDeleted = /^deleted file/m.test(text);
  const newLines = isDeleted ? [] : git(repository, 'show', `${to}:${path}`).split('\n');
  return { path, isDeleted, text, newLines };
}

function sectionOf(sums: ReadonlyMap<string, number>, lines: number, runs: number): string {
  const rows = [...sums].map(([piece, tokens]) => {
    return `| ${piece} | ${(tokens / lines).toFixed(1)} | ${Math.round(tokens / runs).toLocaleString('en-US')} |`;
  });
  return [
    explained(lines, runs),
    '',
    '| piece | for a changed line | for a run |',
    '| --- | ---: | ---: |',
    ...rows,
    '',
    AIM,
    '',
  ].join('\n');
}

function explained(lines: number, runs: number): string {
  return `\`npm run bench -- tokens --repo ... --write\`: what the packaged task sends for ${runs} real changes of hono, express, Dapper, grpc-go and httpx, the newest four of each with 20 to 400
changed lines in two files or more (${lines.toLocaleString('en-US')} lines in all), by a public tokenizer (o200k). The same files as two open reviewers show them: PR-Agent 0e37fc84 (one question of several), and
ai-pr-reviewer of 2023 (a summary and a review).`;
}

const AIM = 'The aim is 36 for diff, skeletons and alerts together.';

function keep(folder: string, { repository, to }: Pair, pieces: ReadonlyMap<string, string>): void {
  mkdirSync(folder, { recursive: true });
  const name = `${repository.replace(/^.*\.mirror\/|\/repo$/g, '').replace(/\W+/g, '-')}-${to.slice(0, 9)}.json`;
  writeFileSync(join(folder, name), JSON.stringify(Object.fromEntries(pieces)));
}

function git(repository: string, ...words: string[]): string {
  return execFileSync('git', ['-C', repository, ...words], { encoding: 'utf8', maxBuffer: 1e9 });
}
