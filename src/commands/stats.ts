import { Option } from 'commander';
import { repositoryThreads } from '../adapters/azure-devops/repository-threads';
import { createHttpClient } from '../adapters/http/http';
import type { Thread } from '../ports/code-host';
import { statisticsOf, statisticsText } from '../steps/record/statistics';
import { clock } from '../wiring/clock';
import { sinceOf, tokenOf, urlOf } from './azure-devops-words';
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
