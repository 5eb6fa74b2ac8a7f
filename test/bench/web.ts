import { readdirSync, readFileSync, statSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { aggregateOf } from '../../src/steps/insights/aggregate';
import { packAggregate } from '../../src/steps/insights/packed-aggregate';
import { factsOf } from '../../src/steps/insights/pull-request-facts';
import { keepRun, openStage, packagedExtension, type Stage } from '../demo/stage';
import { madeUpPullRequests } from '../steps/insights/made-up-pull-requests';
import { startChromium, until } from '../web/chromium';
import { goldenRecord, largeRecord } from '../web/records';
import { fillWithPullRequests } from './web-many';
import { areSideBySide, mostAtOnce, type Visit, visit } from './web-visit';
import { writeSection } from './write-section';

const TASK = '94c84032-3b8e-4468-8a5b-4f6d3482689e';
const LARGE = 60;
const SMALL = 61;
const NIGHTLY = 62;
const HUB = 'second-pass.second-pass.insights';
const LIVE = 500;
const ANSWER = 300;
const LONGEST = 120_000;

/** A measure with its goal beside it. */
interface Row {
  what: string;
  goal: string;
  measured: string;
  isKept: boolean;
}

interface Scene {
  browser: Browser;
  stage: Stage;
  visits: number;
}

/**
 * The packaged pages in the emulated host, in a real Chromium, against every goal that they have:
 * `npm run package && npm run bench -- web --write` takes less than two minutes on a quiet machine.
 * With `--write` the figures replace their section of docs/performance.md. Fails where a goal is missed.
 */
export async function run(args: string[]): Promise<void> {
  const options = { visits: { type: 'string', default: '8' }, write: { type: 'boolean', default: false } } as const;
  const { values } = parseArgs({ args, options });
  const visits = Number(values.visits);
  if (!Number.isInteger(visits) || visits < 1) throw new Error('Usage: npm run bench -- web [--visits N] [--write]');
  const browser = await startChromium();
  if (!browser) throw new Error('Nothing is measured without Chromium.');
  const stage = await openStage({ here: true });
  try {
    const rows = await measureAll({ browser, stage, visits });
    const section = sectionOf(rows, visits);
    console.log(section);
    if (values.write) writeSection('## The pages inside Azure DevOps', section);
    const missed = rows.filter(({ isKept }) => !isKept).map(({ what, measured }) => `${what}: ${measured}`);
    if (missed.length > 0) throw new Error(`web: ${missed.join('; ')}`);
  } finally {
    await browser.close();
    await stage.close();
  }
}

async function measureAll(scene: Scene): Promise<Row[]> {
  await scene.stage.azureDevOps.installExtension(packagedExtension());
  keepRun(scene.stage, await scene.stage.run());
  return [
    ...(await runPage(scene)),
    ...(await handshake(scene)),
    ...(await pullRequestPage(scene)),
    ...(await nightlyFigures(scene)),
    ...(await liveFigures(scene)),
    ...sizes(),
  ];
}

async function runPage(scene: Scene): Promise<Row[]> {
  attach(scene, LARGE, largeRecord(golden(scene), 3000, 200));
  const times: Record<number, number[]> = { 1: [], 4: [] };
  let questions = 0;
  for (const slower of [1, 4]) {
    for (let round = 0; round < Math.max(1, scene.visits / slower); round += 1) {
      const opened = await visit(scene.browser, runUrl(scene, LARGE), { slower });
      times[slower]?.push(await opened.shown());
      questions = opened.questions.length;
      await opened.close();
    }
  }
  return [
    below('*Run*, 3,000 files and 200 findings, from script start to painted', times[1], 1000),
    below('the same, processor four times slower', times[4], 2500),
    atMost('*Run* with one record: questions', questions, 2),
  ];
}

/** The shortest is the page's own; the median tells what the machine made of it. */
async function handshake(scene: Scene): Promise<Row[]> {
  attach(scene, SMALL, golden(scene));
  const times: number[] = [];
  const shown: number[] = [];
  for (let round = 0; round < scene.visits; round += 1) {
    const opened = await visit(scene.browser, runUrl(scene, SMALL));
    shown.push(await opened.shown());
    times.push(await opened.handshake());
    await opened.close();
  }
  const small = '*Run* of the sample, from script start to painted';
  return [
    below('handshake with the host, no work before it', times, 50),
    { what: small, goal: '', measured: timesText(shown), isKept: true },
  ];
}

async function pullRequestPage(scene: Scene): Promise<Row[]> {
  const opened = await visit(scene.browser, `${scene.stage.page}?view=second-pass.second-pass.pull-request`);
  const shown = await opened.shown();
  await opened.settled();
  const isParallel = areSideBySide(opened.questions, 3);
  const count = opened.questions.length;
  await opened.close();
  return [
    atMost('*Pull request*: questions', count, 5),
    {
      what: '*Pull request*: its head, after the first three questions',
      goal: 'side by side',
      measured: `${isParallel ? 'side by side' : 'one after the other'}, ${seconds(shown)}`,
      isKept: isParallel,
    },
  ];
}

async function nightlyFigures(scene: Scene): Promise<Row[]> {
  const reads = madeUpPullRequests(20_000, { repositories: 200, weeks: 26 });
  const facts = reads.map((read) => factsOf(read, { identities: [], key: null }));
  const content = packAggregate(aggregateOf(facts, '2026-11-27T02:00:00.000Z', { pullRequests: 0, repositories: [] }));
  const { project, id: repositoryId, name } = scene.stage.repository;
  const attachments = [{ type: 'second-pass.insights', name: 'insights', content }];
  scene.stage.azureDevOps.addRun({
    ...{ id: NIGHTLY, project, tags: ['second-pass-insights'], steps: [{ taskId: TASK, attachments }] },
    ...{ sourceBranch: 'refs/heads/main', repository: { id: repositoryId, name } },
  });
  const times: number[] = [];
  let questions = 0;
  for (let round = 0; round < scene.visits; round += 1) {
    const opened = await visit(scene.browser, `${hubUrl(scene)}#weeks=26`);
    times.push(await opened.shown());
    questions = opened.questions.length;
    await opened.close();
  }
  scene.stage.azureDevOps.deleteRun(NIGHTLY);
  const megabytes = Buffer.byteLength(content) / 1e6;
  return [
    below('*Insights* of an aggregate of 20,000 pull requests, from script start to painted', times, 1000),
    atMost('the same: questions', questions, 3),
    { what: 'that aggregate', goal: 'below 1 MB', measured: `${megabytes.toFixed(2)} MB`, isKept: megabytes < 1 },
  ];
}

async function liveFigures(scene: Scene): Promise<Row[]> {
  const { azureDevOps, pullRequestId, sample, repository } = scene.stage;
  const others = ['web', 'mail', 'ledger', 'stock'].map((name) =>
    azureDevOps.addRepository({ directory: sample.folder, name, project: repository.project.name }),
  );
  const model = azureDevOps.pullRequest(pullRequestId);
  fillWithPullRequests(azureDevOps, model, LIVE - 1, [repository, ...(await Promise.all(others))]);
  const match = { method: 'GET', route: /\/_apis\//, times: Number.POSITIVE_INFINITY };
  azureDevOps.fault({ match, answer: 'delay', delayMs: ANSWER });
  const opened = await visit(scene.browser, `${hubUrl(scene)}#weeks=26`);
  const first = await momentWhen(opened, "/^[1-9]/.test(document.querySelector('h1')?.textContent ?? '')");
  const all = await momentWhen(opened, "document.querySelector('.head')?.textContent.includes('Read just now')");
  const open = mostAtOnce(await opened.spans());
  const { length } = opened.questions;
  await opened.close();
  azureDevOps.clearFaults();
  const what = `*Insights* live, ${LIVE} pull requests of which seven in ten tell by their memory that the newest push was reviewed, ${ANSWER} ms for an answer`;
  return [
    below(`${what}: first figures`, [first], 3000),
    below(`the same: all figures, ${length} questions`, [all], 45_000),
    atMost('the same: questions at once', open, 6),
  ];
}

async function momentWhen({ page }: Visit, expression: string): Promise<number> {
  await until(page, expression, LONGEST);
  return Number(await page.evaluate('performance.now()'));
}

function sizes(): Row[] {
  const folder = join(__dirname, '..', '..', 'dist', 'stage', 'web');
  const bytesOf = (name: string) => gzipSync(readFileSync(join(folder, name))).length;
  const names = readdirSync(folder);
  const pages = names
    .filter((name) => name.endsWith('.html'))
    .map((name) => {
      const scripts = readFileSync(join(folder, name), 'utf8').matchAll(/<script src="([^"]+)"/g);
      return {
        name: name.slice(0, -5),
        bytes: [...scripts].reduce((sum, [, script = '']) => sum + bytesOf(script), 0),
      };
    });
  const largest = Math.max(...pages.map(({ bytes }) => bytes));
  const all = names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  const vsix = statSync(packagedExtension()).size;
  const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`;
  return [
    {
      what: `script of a page, compressed: ${pages.map(({ name }) => name).join(', ')}`,
      ...{ goal: 'below 40 kB', measured: pages.map(({ bytes }) => kilobytes(bytes)).join(', ') },
      isKept: largest < 40_000,
    },
    { what: 'all of `web/`, unpacked', goal: 'below 250 kB', measured: kilobytes(all), isKept: all < 250_000 },
    { what: 'the `.vsix`', goal: 'below 4 MB', measured: `${(vsix / 1e6).toFixed(1)} MB`, isKept: vsix < 4e6 },
  ];
}

function sectionOf(rows: readonly Row[], visits: number): string {
  const crowd = (loadavg()[0] ?? 0) / cpus().length;
  const quiet = crowd < 1 ? 'which did little else' : `for each of which ${crowd.toFixed(0)} programs were waiting`;
  return [
    `\`npm run bench -- web --write\`: the packaged pages in the emulated host, a real Chromium, the shortest (and the median) of ${visits} visits each,`,
    `on ${cpus().length} processors, ${quiet}. The slower processor is Chromium's own brake (\`Emulation.setCPUThrottlingRate\`), of a quarter of the visits.`,
    '',
    '| measure | goal | measured |',
    '| --- | --- | --- |',
    ...rows.map(({ what, goal, measured }) => `| ${what} | ${goal} | ${measured} |`),
    '',
    'Where no memory tells of a push, a pull request takes three questions instead of one; figures are shown all along, and the nightly run needs no such wait.',
    '',
  ].join('\n');
}

function below(what: string, times: readonly number[] = [], goal: number): Row {
  const isSeconds = goal >= 1000;
  const text = isSeconds ? timesText(times) : timesText(times, (time) => `${Math.round(time)} ms`);
  const isKept = Math.min(...times) < goal;
  return { what, goal: `below ${isSeconds ? `${goal / 1000} s` : `${goal} ms`}`, measured: text, isKept };
}

function atMost(what: string, count: number, most: number): Row {
  return { what, goal: `at most ${most}`, measured: String(count), isKept: count <= most };
}

function timesText(times: readonly number[], form = seconds): string {
  const sorted = times.toSorted((a, b) => a - b);
  const [shortest = Number.NaN] = sorted;
  if (sorted.length < 2) return form(shortest);
  return `${form(shortest)} (${form(sorted[Math.floor(sorted.length / 2)] ?? shortest)})`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

function golden({ stage }: Scene) {
  return goldenRecord('first-review', `${stage.azureDevOps.cloneUrl(stage.repository)}/pullrequest/1`, '');
}

function attach({ stage }: Scene, id: number, record: object): void {
  const attachments = [{ type: 'second-pass.record', name: 'review', content: JSON.stringify(record) }];
  stage.azureDevOps.addRun({ id, project: stage.repository.project, steps: [{ taskId: TASK, attachments }] });
}

function runUrl({ stage }: Scene, id: number): string {
  return `${stage.azureDevOps.url}Web%20Shop/_build/results?buildId=${id}&view=second-pass.second-pass.run`;
}

function hubUrl({ stage }: Scene): string {
  return `${stage.azureDevOps.url}Web%20Shop/_apps/hub/${HUB}`;
}
