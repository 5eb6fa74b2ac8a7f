import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { fetchNode } from '../agent/fetch-node';
import { openStage, type Stage } from '../demo/stage';
import { type Change, changes } from './changes-to-measure';
import { gitStarts, type Measured, measuredRun } from './measured-run';
import { writeSection } from './write-section';

const USAGE =
  'Usage: npm run bench -- sizes [--node PATH]... [--only WORD] [--runs N] [--budget USD] [--merge FOLDER --from COMMIT --to COMMIT] [--write]';

const OPTIONS = {
  node: { type: 'string', multiple: true, default: [] as string[] },
  only: { type: 'string', default: '' },
  runs: { type: 'string', default: '' },
  budget: { type: 'string', default: '' },
  merge: { type: 'string', default: process.env.SECOND_PASS_BENCH_MERGE ?? '' },
  from: { type: 'string', default: process.env.SECOND_PASS_BENCH_FROM ?? '' },
  to: { type: 'string', default: process.env.SECOND_PASS_BENCH_TO ?? '' },
  write: { type: 'boolean', default: false },
} as const;

/**
 * The packaged review of changes of many sizes on the emulators, with a model that answers at once; medians, each figure beside its
 * aim. Fails when git is started more often than allowed: what a busy machine can change fails nothing.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS });
  const chosen = changes(values).filter(({ name }) => name.includes(values.only));
  if (chosen.length === 0) throw new Error(USAGE);
  if (values.merge === '')
    console.log('The merge of a public repository is skipped: name it by --merge, --from and --to.\n');
  const nodes = values.node.length > 0 ? values.node : [process.execPath, fetchNode('24.18.1')];
  const inputs = values.budget === '' ? {} : { budgetUsd: values.budget, budgetUsdPerPullRequest: values.budget };
  const rows: string[] = [...TITLES];
  const tell = (row: string) => {
    console.log(row);
    rows.push(row);
  };
  console.log(TITLES.join('\n'));
  const broken: string[] = [];
  for (const change of chosen) {
    const stage = await openStage({ repository: change.make() });
    try {
      for (const node of nodes) {
        const median = medians(await runsOf(stage, node, Number(values.runs) || change.runs, inputs));
        tell(rowOf(change, node, median));
        broken.push(...brokenAims(change, median));
      }
    } finally {
      await stage.close();
    }
  }
  const load = `${cpus().length} processors, load of the last minute ${loadavg()[0]?.toFixed(1)} at the end, this run included.`;
  console.log(`\n${load}`);
  if (values.write) writeSection('## Figures and aims', `${EXPLAINED}\n\n${rows.join('\n')}\n\n${load}\n`);
  if (broken.length > 0) throw new Error(`sizes: ${broken.join('; ')}`);
}

/** A pull request of its own each time, so that nothing is remembered. */
async function runsOf(stage: Stage, node: string, count: number, inputs: Record<string, string>): Promise<Measured[]> {
  const runs: Measured[] = [];
  for (let done = 0; done < count; done += 1) runs.push(await measuredRun(await stage.open(), node, inputs));
  return runs;
}

const EXPLAINED = `\`npm run bench -- --write\` replaces this section: the packaged task on the emulators, both Nodes, a model that answers at once, the usual budget of $1;
each changed file has 20 removed and 20 added lines. Medians. **Aims in brackets; a figure in bold misses its own.** Processor time is that of the task and its programs.`;

const COLUMNS = [
  'change',
  'Node',
  'wall',
  'first question',
  'processor',
  'memory',
  'git',
  'REST',
  'questions',
  'bytes',
  'tokens',
  'outlined',
  'reviewed',
];
const TITLES = [line(COLUMNS), line(COLUMNS.map((_, at) => (at < 2 ? '---' : '---:')))];

function rowOf({ name, aims }: Change, node: string, row: Measured): string {
  return line([
    name,
    nodeName(node),
    beside(`${row.wall.toFixed(2)} s`, aims.wall),
    beside(`${row.firstQuestion.toFixed(2)} s`, aims.firstQuestion),
    `${(row.processor + row.programs).toFixed(2)} s`,
    beside(`${row.megabytes.toFixed(0)} MB`, aims.megabytes),
    beside(String(gitStarts(row)), aims.git),
    String(row.rest),
    String(row.questions),
    row.bytes.toLocaleString('en-US'),
    row.tokens.toLocaleString('en-US'),
    String(row.outlined),
    `${row.reviewed} of ${row.files}`,
  ]);
}

function nodeName(node: string): string {
  return node === process.execPath ? process.versions.node : (/\d+\.\d+\.\d+/.exec(node)?.[0] ?? node);
}

function beside(figure: string, aim: number | undefined): string {
  if (aim === undefined) return figure;
  return Number.parseFloat(figure) > aim ? `**${figure}** (${aim})` : `${figure} (${aim})`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Each figure's median by itself; what is listed is that of the first run. */
function medians(runs: readonly Measured[]): Measured {
  const [first] = runs;
  if (!first) throw new Error('no run');
  const figures = Object.entries(first).map(([name, value]) => {
    if (typeof value !== 'number') return [name, value];
    const sorted = runs.map((one) => one[name as 'wall']).sort((a, b) => a - b);
    return [name, sorted[Math.floor(sorted.length / 2)]];
  });
  return Object.fromEntries(figures) as Measured;
}

/** What no busy machine can change. */
function brokenAims({ name, aims }: Change, row: Measured): string[] {
  const isTooMuch = aims.git !== undefined && gitStarts(row) > aims.git;
  return isTooMuch ? [`${name}: git was started ${gitStarts(row)} times, ${aims.git} are allowed`] : [];
}
