import { statSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openStage, packagedExtension, type Stage } from '../demo/stage';
import { writeSection } from './write-section';

/**
 * The whole packaged review of the sample, timed: `npm run package && npm run bench -- review --runs 9 --write`.
 * With `--write` the figures replace the section of docs/performance.md. Fails when a promise of size or number is broken.
 */
export async function run(args: string[]): Promise<void> {
  const options = {
    runs: { type: 'string', default: '9' },
    write: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArgs({ args, options });
  const count = Number(values.runs);
  if (!Number.isInteger(count) || count < 1) throw new Error('Usage: npm run bench -- review --runs N [--write]');
  const stage = await openStage();
  const runs: Timed[] = [];
  try {
    for (let done = 0; done < count; done += 1) runs.push(await timeOne(stage));
  } finally {
    await stage.close();
  }
  const section = sectionOf(runs);
  console.log(section);
  if (values.write) writeSection('## A review', section);
  const faults = faultsOf(runs);
  if (faults.length > 0) throw new Error(`review: ${faults.join('; ')}`);
}

interface Timed {
  /** Milliseconds from the start of the process. */
  firstRequest: number;
  total: number;
  stages: Map<string, number>;
  rest: number;
  threads: number;
  git: number;
  claude: number;
  files: number;
}

interface Entry {
  time: number;
  host: string;
}

/** A pull request of its own each time, so that nothing is remembered. */
async function timeOne(stage: Stage): Promise<Timed> {
  const scene = await stage.open();
  const before = stage.azureDevOps.requests.length;
  const outcome = await scene.run({ inputs: { semgrep: 'off' } });
  // The stand-in of the agent unpacks the extension first; that is not the task's time.
  const started = Date.now() - outcome.milliseconds;
  const text = outcome.attachments.find(({ type }) => type === 'second-pass.record')?.content ?? '{}';
  const record = JSON.parse(text) as {
    accessLog: Entry[];
    stages: { stage: string; milliseconds: number }[];
    findings: { fate: string }[];
    files: object[];
  };
  const own = stage.azureDevOps.requests.slice(before);
  const claudeHost = new URL(stage.claude.url).host;
  return {
    firstRequest: Math.min(...record.accessLog.map(({ time }) => time)) - started,
    total: outcome.milliseconds,
    stages: new Map(record.stages.map(({ stage: name, milliseconds }) => [name, milliseconds])),
    rest: own.filter(({ kind }) => kind === 'rest').length,
    threads: record.findings.filter(({ fate }) => fate === 'posted').length,
    git: own.filter(({ kind }) => kind === 'git').length,
    files: record.files.length,
    claude: record.accessLog.filter(({ host }) => host === claudeHost).length,
  };
}

function sectionOf(runs: readonly Timed[]): string {
  const [first] = runs;
  const stages = [...(first?.stages.keys() ?? [])].map(
    (name) => [`waiting for: ${name}`, (run: Timed) => run.stages.get(name) ?? 0] as const,
  );
  const times: (readonly [string, (run: Timed) => number])[] = [
    ['start of the process to its first request', ({ firstRequest }) => firstRequest],
    ...stages,
    ['the whole task', ({ total }) => total],
  ];
  const rows = times.map(([name, of]) => {
    const sorted = runs.map(of).sort((a, b) => a - b);
    return `| ${name} | ${seconds(sorted[0])} | ${seconds(sorted[Math.floor(sorted.length / 2)])} |`;
  });
  const { main, vsix } = sizes();
  return [
    `\`npm run bench -- review\`: the packaged task reviews the sample's pull request on the emulators (${first?.files} changed files, a`,
    `stand-in that answers at once), ${runs.length} times, Node ${process.versions.node}, ${cpus().length} cores. Stages overlap; a real model takes most of a real review's time.`,
    '',
    '| | fastest | median |',
    '| --- | ---: | ---: |',
    ...rows,
    '',
    `REST calls ${first?.rest}, of which ${first?.threads} open a thread; requests of git ${first?.git}; calls of the model ${first?.claude}. \`main.js\` ${megabytes(main)}, the extension ${megabytes(vsix)}.`,
    '',
  ].join('\n');
}

const PACKAGE = join(__dirname, '..', '..', 'dist', 'stage', 'SecondPass');

function sizes(): { main: number; vsix: number } {
  return { main: statSync(join(PACKAGE, 'main.js')).size, vsix: statSync(packagedExtension()).size };
}

function seconds(milliseconds = 0): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(2)} MB`;
}

/** What is promised; the first request is judged by the fastest run, since the machine may be busy. */
function faultsOf(runs: readonly Timed[]): string[] {
  const fastest = Math.min(...runs.map(({ firstRequest }) => firstRequest));
  const calls = Math.max(...runs.map(({ rest, threads }) => rest - threads));
  return [
    ...(fastest > 600 ? [`the first request goes out after ${fastest} ms, 600 are allowed`] : []),
    ...(calls > 14 ? [`${calls} REST calls besides one a thread, 14 are allowed`] : []),
    ...(sizes().main >= 3_000_000 ? ['main.js has 3 MB or more'] : []),
  ];
}
