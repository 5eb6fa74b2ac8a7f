import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { openStage } from '../demo/stage';
import { type Change, changes } from './changes-to-measure';
import { type Measured, measuredRun } from './measured-run';

const USAGE =
  'Usage: npm run bench -- sizes [--node PATH]... [--only WORD] [--runs N] [--budget USD] [--merge FOLDER --from COMMIT --to COMMIT]';

/**
 * The packaged review of changes of many sizes on the emulators, with a model that answers at once: by default on the Node that
 * runs this; medians. Fails when a figure that is counted exceeds its aim; times are printed beside theirs.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      node: { type: 'string', multiple: true, default: [process.execPath] },
      only: { type: 'string', default: '' },
      runs: { type: 'string', default: '' },
      budget: { type: 'string', default: '' },
      merge: { type: 'string', default: process.env.SECOND_PASS_BENCH_MERGE ?? '' },
      from: { type: 'string', default: process.env.SECOND_PASS_BENCH_FROM ?? '' },
      to: { type: 'string', default: process.env.SECOND_PASS_BENCH_TO ?? '' },
    },
  });
  const chosen = changes(values).filter(({ name }) => name.includes(values.only));
  if (chosen.length === 0) throw new Error(USAGE);
  if (values.merge === '')
    console.log('The merge of a public repository is skipped: name it by --merge, --from and --to.');
  console.log(TITLES.join('\n'));
  const broken: string[] = [];
  for (const change of chosen) {
    const repository = change.make();
    const stage = await openStage({ repository });
    try {
      for (const node of values.node) {
        const runs: Measured[] = [];
        for (let done = 0; done < (Number(values.runs) || change.runs); done += 1) {
          // A pull request of its own each time, so that nothing is remembered.
          const inputs =
            values.budget === '' ? {} : { budgetUsd: values.budget, budgetUsdPerPullRequest: values.budget };
          runs.push(await measuredRun(await stage.open(), node, inputs));
        }
        const row = medians(runs);
        console.log(rowOf(change, node, row));
        broken.push(...brokenAims(change, row));
      }
    } finally {
      await stage.close();
    }
  }
  const load = loadavg()[0]?.toFixed(1);
  console.log(`\n${cpus().length} processors, load of the last minute ${load} (this run included).`);
  if (broken.length > 0) throw new Error(`sizes: ${broken.join('; ')}`);
}

const COLUMNS = [
  'change',
  'Node',
  'wall',
  'first question',
  'processor',
  'of it programs',
  'peak memory',
  'programs (git)',
  'REST',
  'questions',
  'bytes to the model',
  'tokens',
  'files outlined',
  'files reviewed',
];
const TITLES = [line(COLUMNS), line(COLUMNS.map((_, at) => (at < 2 ? '---' : '---:')))];

function rowOf({ name, aims }: Change, node: string, row: Measured): string {
  const git = row.started.filter((words) => /(^|\/)git(\.exe)? /.test(words)).length;
  return line([
    name,
    nodeName(node),
    beside(row.wall.toFixed(2), aims.wall, 's'),
    beside(row.firstQuestion.toFixed(2), aims.firstQuestion, 's'),
    `${(row.processor + row.programs).toFixed(2)} s`,
    `${row.programs.toFixed(2)} s`,
    beside(row.megabytes.toFixed(0), aims.megabytes, 'MB'),
    `${row.started.length} (${beside(String(git), aims.git, '').trim()})`,
    String(row.rest),
    String(row.questions),
    String(row.bytes),
    String(row.tokens),
    String(row.outlined),
    `${row.reviewed} of ${row.files}`,
  ]);
}

function nodeName(node: string): string {
  return node === process.execPath ? process.versions.node : (/\d+\.\d+\.\d+/.exec(node)?.[0] ?? node);
}

function beside(figure: string, aim: number | undefined, unit: string): string {
  return aim === undefined ? `${figure} ${unit}` : `${figure} ${unit} (${aim})`;
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
  const git = row.started.filter((words) => /(^|\/)git(\.exe)? /.test(words)).length;
  const isTooMuch = aims.git !== undefined && git > aims.git;
  return isTooMuch ? [`${name}: git was started ${git} times, ${aims.git} are allowed`] : [];
}
