import { Option } from 'commander';
import { repositoryThreads } from '../adapters/azure-devops/repository-threads';
import { createHttpClient } from '../adapters/http/http';
import { badInputs, SecondPassError } from '../errors';
import type { Thread } from '../ports/code-host';
import { statisticsOf, statisticsText } from '../steps/record/statistics';
import { quoted } from '../steps/settings/kinds';
import { clock } from '../wiring/clock';
import type { AddCommand } from './command';
import { EXIT } from './exit-codes';
import { openOutput } from './output';
import { progressOn } from './progress-on';
import { proxyOf } from './proxy';
import type { Terminal } from './terminal';

interface Words {
  organization: string;
  project: string;
  repository: string;
  since?: string;
  format: 'text' | 'json';
  output?: string;
}

export const addStats: AddCommand = (program, terminal, end) => {
  program
    .command('stats')
    .description(
      'what became of the findings on the pull requests of a repository; AZURE_DEVOPS_TOKEN holds a token that may read code',
    )
    .requiredOption('--organization <url>', 'https://dev.azure.com/NAME, or the url of a collection')
    .requiredOption('--project <name>', 'name or id of the project')
    .requiredOption('--repository <name>', 'name or id of the repository')
    .option('--since <date>', 'leaves out older pull requests, for example 2026-01-31')
    .addOption(new Option('--format <format>', 'how it is shown').choices(['text', 'json']).default('text'))
    .option('--output <file>', 'where it goes instead of the standard output')
    .action(async (words: Words) => {
      await statsHere(words, terminal);
      end(EXIT.good);
    });
};

async function statsHere(words: Words, terminal: Terminal): Promise<void> {
  const since = sinceOf(words.since);
  const collectionUrl = urlOf(words.organization);
  const value = tokenOf(terminal);
  const output = openOutput(words.output, terminal);
  const progress = progressOn(terminal);
  const http = createHttpClient({ proxy: proxyOf(terminal.environment), clock, log: progress.log });
  const read: { threads: readonly Thread[] }[] = [];
  const { project, repository } = words;
  try {
    const token = { scheme: 'basic', value } as const;
    for await (const one of repositoryThreads({
      collectionUrl,
      project,
      repository,
      since,
      token,
      http,
      log: progress.log,
    })) {
      read.push(one);
      if (read.length % 50 === 0) progress.log.info(`${read.length} pull requests read`);
    }
  } finally {
    progress.end();
    await http.close();
  }
  const statistics = statisticsOf(read);
  output.write(words.format === 'json' ? `${JSON.stringify(statistics, null, 2)}\n` : statisticsText(statistics));
}

function sinceOf(date: string | undefined): number {
  if (date === undefined) return 0;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(time)) throw badInputs([{ input: '--since', was: quoted(date), allowed: 'a date like 2026-01-31' }]);
  return time;
}

function urlOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLocal = url?.protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  const isUsable = url !== null && (url.protocol === 'https:' || isLocal) && !url.username && !url.search && !url.hash;
  if (isUsable) return url.href;
  throw badInputs([
    { input: '--organization', was: quoted(text), allowed: 'an https url like https://dev.azure.com/NAME' },
  ]);
}

function tokenOf({ environment }: Terminal): string {
  const token = (environment.AZURE_DEVOPS_TOKEN ?? '').trim();
  if (token !== '') return token;
  throw new SecondPassError({
    kind: 'badInput',
    code: 'no-token',
    message: 'There is no token for Azure DevOps.',
    advice: 'Set the environment variable AZURE_DEVOPS_TOKEN to a personal access token with the scope Code (Read).',
  });
}
