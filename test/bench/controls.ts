import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { unzipSync, zipSync } from 'fflate';
import { bundleTask } from '../../build/package-bundle';
import { openStage, packagedExtension, type Stage } from '../demo/stage';
import { readDiff } from '../emulators/claude/prompt-reader';
import type { ReviewQuestion, ReviewReply } from '../emulators/claude/types';
import { repositoryOf } from '../fakes/repository-of';
import { confirming } from '../passes/asked';
import { type Measured, measuredRun } from './measured-run';
import { sizedChange } from './sized-change';
import { CONTROLS, withoutControls } from './without-controls';
import { writeSection } from './write-section';

const USAGE = 'Usage: npm run bench -- controls [--files N]... [--pairs N] [--control NAME]... [--node PATH] [--write]';
const ROOT = join(__dirname, '..', '..');
const TITLE = '## What the controls of a hostile pull request cost';

/** As long as those of a real run, of which every piece is looked for: a key, and the token of a job. */
const KEY = `sk-ant-api03-${lettersFrom(7, 95)}`;
const TOKEN = `eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJ${lettersFrom(11, 700)}.${lettersFrom(13, 342)}`;
const INPUTS = { anthropicApiKey: '$(ClaudeKey)', budgetUsd: '', budgetUsdPerPullRequest: '' };

/**
 * `npm run bench -- controls`: own processor time and memory of an ordinary review as it is packaged, and built from the same commit
 * without its controls; pairs in turns, so that a busy machine is busy for both. No input switches a control off.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      files: { type: 'string', multiple: true, default: ['20', '500'] },
      pairs: { type: 'string', default: '15' },
      control: { type: 'string', multiple: true, default: Object.keys(CONTROLS) },
      node: { type: 'string', default: process.execPath },
      write: { type: 'boolean', default: false },
    },
  });
  const pairs = Number(values.pairs);
  if (!(pairs >= 1) || values.control.some((name) => !(name in CONTROLS)))
    throw new Error(`${USAGE}\nNames: ${Object.keys(CONTROLS).join(', ')}`);
  const folder = mkdtempSync(join(tmpdir(), 'second-pass-controls-'));
  try {
    const bare = await extensionWithout(values.control, folder);
    const rows: string[] = [];
    for (const files of values.files) rows.push(rowOf(files, await pairsOf(Number(files), pairs, values.node, bare)));
    const section = `${explained(pairs)}\n\n${HEAD}\n${rows.join('\n')}\n`;
    console.log(section);
    if (values.write) writeSection(TITLE, section);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Pair {
  whole: Measured;
  bare: Measured;
}

async function pairsOf(files: number, count: number, node: string, vsix: string): Promise<Pair[]> {
  const { base, source } = sizedChange(files);
  const stage = await openStage({
    repository: repositoryOf(base, source),
    claude: { apiKeys: [KEY], reviewer: findingSome },
  });
  stage.azureDevOps.registerToken(TOKEN, stage.azureDevOps.buildService(stage.repository.project));
  try {
    // The first of each fills the caches of the machine.
    await pairOf(stage, node, vsix, false);
    const pairs: Pair[] = [];
    for (let done = 0; done < count; done += 1) pairs.push(await pairOf(stage, node, vsix, done % 2 === 1));
    return pairs;
  } finally {
    await stage.close();
  }
}

async function pairOf(stage: Stage, node: string, bareVsix: string, isBareFirst: boolean): Promise<Pair> {
  const measure = async (vsix: string) =>
    measuredRun(await stage.open(), node, INPUTS, {
      vsix,
      accessToken: TOKEN,
      secretVariables: { ClaudeKey: KEY },
    });
  const first = await measure(isBareFirst ? bareVsix : packagedExtension());
  const second = await measure(isBareFirst ? packagedExtension() : bareVsix);
  const [whole, bare] = isBareFirst ? [second, first] : [first, second];
  // Nothing of an ordinary change is hidden or warned of, so both have done the same work otherwise.
  for (const figure of ['bytes', 'questions', 'outlined', 'reviewed', 'rest'] as const)
    if (whole[figure] !== bare[figure]) throw new Error(`${figure}: ${whole[figure]}, and ${bare[figure]} without`);
  return { whole, bare };
}

/** The packaged extension with another bundle of the review. */
async function extensionWithout(names: readonly string[], folder: string): Promise<string> {
  await bundleTask(ROOT, join(ROOT, 'src', 'task.ts'), folder, [withoutControls(names)]);
  const files = unzipSync(readFileSync(packagedExtension()));
  for (const name of ['main.js', 'worker.js']) files[`SecondPass/${name}`] = readFileSync(join(folder, name));
  const path = join(folder, 'without-controls.vsix');
  writeFileSync(path, zipSync(files, { level: 0 }));
  return path;
}

/** A warning in every tenth file, which the critique confirms. */
function findingSome({ pass, blocks, tail }: ReviewQuestion): ReviewReply {
  if (pass !== 'sweep') return confirming({ tail }, { summary: 'Checked.' });
  const candidates = readDiff(blocks)
    .filter((_, at) => at % 10 === 0)
    .flatMap(({ path, lines }) => {
      const line = lines.find(({ change }) => change === 'added');
      if (line === undefined) return [];
      const { number: startLine, text: quote } = line;
      const words = { title: 'A rate is applied twice', evidence: 'the line itself', body: 'The sum is too small.' };
      return [{ path, startLine, endLine: startLine, quote, severity: 'warning', ...words }];
    });
  return { summary: 'Read.', candidates };
}

const HEAD = `| change | processor without, s | with, s | more, ms | more, % | between, % | memory without, MB | with, MB | more, % |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |`;

function rowOf(files: string, pairs: readonly Pair[]): string {
  const before = medianOf(pairs.map(({ bare }) => bare.processor));
  const after = medianOf(pairs.map(({ whole }) => whole.processor));
  const differences = pairs.map(({ whole, bare }) => whole.processor - bare.processor);
  const more = medianOf(differences);
  const [least, most] = betweenOf(differences);
  const memoryBefore = medianOf(pairs.map(({ bare }) => bare.megabytes));
  const memoryAfter = medianOf(pairs.map(({ whole }) => whole.megabytes));
  const cells = [
    ...[`${files} files`, before.toFixed(2), after.toFixed(2), (more * 1000).toFixed(0), percent(more / before)],
    ...[`${percent(least / before)} to ${percent(most / before)}`, memoryBefore.toFixed(0), memoryAfter.toFixed(0)],
    percent(memoryAfter / memoryBefore - 1),
  ];
  return `| ${cells.join(' | ')} |`;
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}

function medianOf(figures: readonly number[]): number {
  return inOrder(figures)[Math.floor(figures.length / 2)] ?? 0;
}

/** Where the true median lies in at least 19 of 20 such measurements, whatever the figures swing by: the sign test. */
function betweenOf(figures: readonly number[]): [number, number] {
  const sorted = inOrder(figures);
  let cut = 0;
  let chance = 1 / 2 ** sorted.length;
  for (let below = chance; below <= 0.025; below += chance) {
    cut += 1;
    chance *= (sorted.length - cut + 1) / cut;
  }
  const at = Math.max(cut - 1, 0);
  return [sorted[at] ?? 0, sorted[sorted.length - 1 - at] ?? 0];
}

function inOrder(figures: readonly number[]): number[] {
  return [...figures].sort((a, b) => a - b);
}

function explained(pairs: number): string {
  return `\`npm run bench -- controls --write\` replaces this section: the packaged review of an ordinary change (40 changed lines in each file, three languages, a warning in every tenth
file, no scanner, a model that answers at once, secrets as long as real ones), as it is and from a build of the same commit whose controls let everything pass
(\`test/bench/without-controls.ts\`); ${pairs} pairs in turns, medians, own processor time of the task (aim 5 % at most),
and between which shares the true median lies in 19 of 20 such measurements. \`--control NAME\` leaves out one of them alone.`;
}

/** Letters and digits that look thrown, the same each time. */
function lettersFrom(seed: number, length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  let state = seed;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return alphabet[(state >>> 16) % alphabet.length];
  }).join('');
}
