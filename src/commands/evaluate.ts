import { listenForCancellation } from '../adapters/azure-pipelines/cancellation';
import { createHttpClient } from '../adapters/http/http';
import type { Settings } from '../steps/settings/settings';
import { clock } from '../wiring/clock';
import { evaluateCommand } from '../wiring/evaluation';
import { createOutboundGuard } from '../wiring/outbound-guard';
import { claudeWithKey } from './claude-with-key';
import type { AddCommand } from './command';
import { gatherCases } from './gather-cases';
import { progressOn } from './progress-on';
import { proxyOf } from './proxy';
import type { Terminal } from './terminal';

/** Its words are its own: docs/evaluation.md. */
export const addEvaluate: AddCommand = (program, terminal, end) => {
  program
    .command('evaluate')
    .description('review cases with known problems, and measure what was found; `evaluate --help` tells more')
    .argument('[words...]')
    .allowUnknownOption()
    .passThroughOptions()
    .helpOption(false)
    .action(async (words: string[]) => {
      const isGathering = words.includes('--from-pull-requests');
      end(await (isGathering ? gatherCases(words, terminal) : evaluateHere(words, terminal)));
    });
};

/** Cases take as long as they take: no deadline ends an evaluation, and Ctrl-C does. */
async function evaluateHere(words: readonly string[], terminal: Terminal): Promise<number> {
  const cancellation = listenForCancellation({ deadline: 2 ** 31 - 1, monotonic: clock.monotonic });
  const { signal, remaining } = cancellation;
  const { log } = progressOn(terminal);
  const proxy = proxyOf(terminal.environment);
  const http = createHttpClient({ proxy, clock, log, deadline: signal, remainingMilliseconds: remaining });
  const guard = createOutboundGuard(terminal.mask, log);
  const model = (settings: Settings) => guard.model(claudeWithKey(settings, terminal, { http, remaining, log }));
  const print = (text: string) => terminal.print(`${text}\n`);
  try {
    return await evaluateCommand(words, { log, print, model, cancellation });
  } finally {
    await http.close();
    cancellation.end();
  }
}
