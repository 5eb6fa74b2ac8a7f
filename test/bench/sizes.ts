import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { fetchNode } from '../agent/fetch-node';
import { openStage, type Stage } from '../demo/stage';
import { type Aims, type Change, changes } from './changes-to-measure';
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
  const measured: Row[] = [];
  const broken: string[] = [];
  for (const change of chosen) {
    const stage = await openStage({ repository: change.make() });
    try {
      const perNode: Measured[] = [];
      for (const node of nodes)
        perNode.push(medians(await runsOf(stage, node, Number(values.runs) || change.runs, inputs)));
      measured.push({ change, perNode });
      console.log(`${lineOf(TIMES, { change, perNode })}\n${lineOf(WORK, { change, perNode })}\n`);
      broken.push(...perNode.flatMap((one) => brokenAims(change, one)));
    } finally {
      await stage.close();
    }
  }
  const load = `${cpus().length} processors, load of the last minute ${loadavg()[0]?.toFixed(1)} at the end, this run included.`;
  const section = `${explained(nodes)}\n\n${table(TIMES, measured)}\n\n${table(WORK, measured)}\n\n${load}\n`;
  console.log(section);
  if (values.write) writeSection('## Figures and aims', section);
  if (broken.length > 0) throw new Error(`sizes: ${broken.join('; ')}`);
}

/** A pull request of its own each time, so that nothing is remembered. */
async function runsOf(stage: Stage, node: string, count: number, inputs: Record<string, string>): Promise<Measured[]> {
  const runs: Measured[] = [];
  for (let done = 0; done < count; done += 1) runs.push(await measuredRun(await stage.open(), node, inputs));
  return runs;
}

function explained(nodes: readonly string[]): string {
  return `\`npm run bench -- --write\` replaces this section: the packaged task on the emulators, a model that answers at once, the usual budget of $1; each changed file
has 20 removed and 20 added lines. Medians, Node ${nodes.map(nodeName).join(' / ')}. **Aims in brackets; a figure in bold misses its own.** Processor time is that of the task and its programs.`;
}

/** A change and what was measured on each Node, in their order. */
interface Row {
  change: Change;
  perNode: readonly Measured[];
}

interface Column {
  title: string;
  figure: (measured: Measured) => string;
  aim?: keyof Aims;
}

const TIMES: readonly Column[] = [
  { title: 'wall, s', figure: ({ wall }) => wall.toFixed(2), aim: 'wall' },
  { title: 'first question, s', figure: ({ firstQuestion }) => firstQuestion.toFixed(2), aim: 'firstQuestion' },
  { title: 'processor, s', figure: ({ processor, programs }) => (processor + programs).toFixed(2) },
  { title: 'memory, MB', figure: ({ megabytes }) => megabytes.toFixed(0), aim: 'megabytes' },
];

const WORK: readonly Column[] = [
  { title: 'git', figure: (measured) => String(gitStarts(measured)), aim: 'git' },
  { title: 'REST', figure: ({ rest }) => String(rest) },
  { title: 'questions', figure: ({ questions }) => String(questions) },
  { title: 'kB', figure: ({ bytes }) => Math.round(bytes / 1000).toLocaleString('en-US') },
  { title: 'tokens', figure: ({ tokens }) => tokens.toLocaleString('en-US') },
  { title: 'outlined', figure: ({ outlined }) => String(outlined) },
  { title: 'reviewed', figure: ({ reviewed }) => String(reviewed) },
];

function table(columns: readonly Column[], rows: readonly Row[]): string {
  const titles = ['change', ...columns.map(({ title }) => title)];
  const bars = titles.map((_, at) => (at === 0 ? '---' : '---:'));
  return [line(titles), line(bars), ...rows.map((row) => lineOf(columns, row))].join('\n');
}

function lineOf(columns: readonly Column[], { change, perNode }: Row): string {
  return line([change.name, ...columns.map((column) => cellOf(column, change, perNode))]);
}

/** One figure where the Nodes agree; the aim behind them. */
function cellOf({ figure, aim }: Column, { aims }: Change, perNode: readonly Measured[]): string {
  const limit = aim && aims[aim];
  const shown = perNode
    .map((one) => figure(one))
    .map((text) => (limit !== undefined && Number(text) > limit ? `**${text}**` : text));
  const figures = [...new Set(shown)].length === 1 ? shown[0] : shown.join(' / ');
  return limit === undefined ? `${figures}` : `${figures} (${limit})`;
}

function nodeName(node: string): string {
  return node === process.execPath ? process.versions.node : (/\d+\.\d+\.\d+/.exec(node)?.[0] ?? node);
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
