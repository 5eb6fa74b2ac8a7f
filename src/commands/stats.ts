import { Option } from 'commander';
import { createPullRequestHistory } from '../adapters/azure-devops/pull-request-history';
import { createHttpClient } from '../adapters/http/http';
import { badInputs } from '../errors';
import { type Aggregate, aggregateOf } from '../steps/insights/aggregate';
import { type Figures, figuresJson, figuresOf } from '../steps/insights/figures';
import { figuresCsv } from '../steps/insights/figures-csv';
import { figuresPage } from '../steps/insights/figures-page';
import { figuresText } from '../steps/insights/figures-text';
import { packAggregate } from '../steps/insights/packed-aggregate';
import { quoted } from '../steps/settings/kinds';
import { clock } from '../wiring/clock';
import { signingKey } from '../wiring/signing-key';
import { attachInsights } from './attach-insights';
import { sinceOf, tokenOf, urlOf } from './azure-devops-words';
import type { AddCommand } from './command';
import { EXIT } from './exit-codes';
import { openOutput } from './output';
import { policyIn } from './policy-words';
import { progressOn } from './progress-on';
import { proxyOf } from './proxy';
import { type HistoryRead, readHistory } from './read-history';
import { openStatsMemory } from './stats-memory';
import type { Terminal } from './terminal';

interface Words {
  organization: string;
  project: string;
  repository?: string;
  since?: string;
  weeks?: string;
  identity?: string[];
  policy?: string;
  continue?: string;
  format: keyof typeof FORMATS;
  output?: string;
  attach?: true;
}

const FORMATS = {
  text: (figures: Figures) => figuresText(figures),
  json: (figures: Figures) => figuresJson(figures),
  csv: (figures: Figures) => figuresCsv(figures),
  html: (figures: Figures, aggregate: Aggregate, place: string) => figuresPage(figures, aggregate, place),
  aggregate: (_: Figures, aggregate: Aggregate) => packAggregate(aggregate),
};

export const addStats: AddCommand = (program, terminal, end) => {
  program
    .command('stats')
    .description(
      'what became of the findings on the pull requests of a project; AZURE_DEVOPS_TOKEN holds a token that may read code',
    )
    .requiredOption('--organization <url>', 'https://dev.azure.com/NAME, or the url of a collection')
    .requiredOption('--project <name>', 'name or id of the project')
    .option('--repository <name>', 'name or id of one repository; default: all of the project')
    .option('--since <date>', 'leaves out older pull requests, for example 2026-01-31')
    .option('--weeks <number>', 'shows the newest weeks alone')
    .option('--identity <id...>', 'counts threads of these accounts alone; default: of whoever writes like Second Pass')
    .option('--policy <file>', 'the file of a policy: its identities count, and its monthlyUsd is watched')
    .option('--continue <file>', 'keeps there what was read, and goes on from it')
    .addOption(new Option('--format <format>', 'how it is shown').choices(Object.keys(FORMATS)).default('text'))
    .option('--output <file>', 'where it goes instead of the standard output')
    .option('--attach', 'in a pipeline: attaches the figures to the run, where the Insights page finds them')
    .action(async (words: Words) => {
      await statsHere(words, terminal);
      end(EXIT.good);
    });
};

async function statsHere(words: Words, terminal: Terminal): Promise<void> {
  const weeks = weeksOf(words.weeks);
  const policy = words.policy === undefined ? undefined : policyIn(words.policy, terminal);
  const identities = words.identity ?? policy?.identities ?? [];
  const asked = { ...words, identities, collectionUrl: urlOf(words.organization) };
  const output = openOutput(words.output, terminal);
  const { facts, refused } = await readAll(asked, terminal);
  const madeAt = new Date(clock.now()).toISOString();
  const aggregate = aggregateOf(facts, madeAt, { pullRequests: 0, repositories: refused });
  const figures = figuresOf(aggregate, { weeks, repositories: [] });
  const place = [words.project, words.repository].filter(Boolean).join(' / ');
  output.write(FORMATS[words.format](figures, aggregate, place));
  if (words.attach) attachInsights(aggregate, policy?.monthlyUsd, terminal);
}

interface Asked extends Words {
  identities: readonly string[];
  collectionUrl: string;
}

async function readAll(asked: Asked, terminal: Terminal): Promise<HistoryRead> {
  const { project, repository = '', identities, collectionUrl } = asked;
  const since = sinceOf(asked.since);
  const token = { scheme: 'basic', value: tokenOf(terminal) } as const;
  const secret = (terminal.environment.SECOND_PASS_MEMORY_KEY ?? '').trim();
  const scope = JSON.stringify([collectionUrl, project, repository, identities, secret !== '']);
  const memory = openStatsMemory(asked.continue, scope, terminal);
  const progress = progressOn(terminal);
  const http = createHttpClient({ proxy: proxyOf(terminal.environment), clock, log: progress.log });
  const counting = (projectId: string) => ({ identities, key: keyOf(secret, projectId) });
  try {
    const history = createPullRequestHistory({
      ...{ collectionUrl, project, repository, since, token, http, log: progress.log },
      statusGenre: 'second-pass',
    });
    return await readHistory({ history, memory, counting, log: progress.log });
  } finally {
    progress.end();
    await http.close();
  }
}

/** As the runs derive it from the input `memoryKey`, or else from the key of the connection. */
function keyOf(memoryKey: string, projectId: string): Uint8Array | null {
  const model = { kind: 'none', reason: 'missing', why: '' } as const;
  const azureDevOps = { kind: 'none', why: '' } as const;
  return signingKey({ credentials: { memoryKey, model, azureDevOps }, project: { id: projectId, name: '' } });
}

function weeksOf(given: string | undefined): number | null {
  if (given === undefined) return null;
  if (/^[1-9]\d{0,2}$/.test(given)) return Number(given);
  throw badInputs([{ input: '--weeks', was: quoted(given), allowed: 'a whole number from 1 to 999' }]);
}
