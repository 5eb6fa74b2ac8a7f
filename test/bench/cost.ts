import type { Model, ModelRequest } from '../../src/ports/model';
import { piecesOf } from '../../src/steps/prompt/compose';
import { modelTable, PRICES_AS_OF } from '../emulators/claude/models';
import { tokensOf } from '../emulators/claude/prompt-cache';
import { textOfTokens } from '../emulators/claude/sample-request';
import { type ClaudeEmulator, type ReviewReply, startClaude } from '../emulators/claude/server';
import { type Asking, askedTwice, candidateOn, changedFile, confirming, modelOn, promptsOf } from '../passes/asked';

/** Tokens of the pull request's pieces, and of each answer with what the model thinks. */
const PROMPT_TOKENS = 20_000;
const ANSWER_TOKENS = 2000;
/** What a review may cost with a warm instruction entry, as a share of the same review without caching. */
const MOST_SHARE = 0.73;

export interface Costs {
  model: string;
  uncached: number;
  cold: number;
  warm: number;
  batch: number;
  /** Share of input tokens that the warm run read from the cache. */
  read: number;
}

/** `npm run bench -- cost [MODEL ...]`: cost of one review by list prices, as the emulator bills it, per model. */
export default async function main(args: readonly string[] = []): Promise<void> {
  const models =
    args.length > 0 ? args : [...modelTable().keys()].filter((id) => !/-\d{8}$/.test(id) && id !== 'claude-fable-5-2');
  const rows: Costs[] = [];
  for (const model of models) rows.push(await costsOf(model));
  console.log(
    `A pull request of ${PROMPT_TOKENS} tokens, one part, answers of ${ANSWER_TOKENS} tokens; US cents by list prices of ${PRICES_AS_OF}.\n`,
  );
  console.log('| model | no cache | cold | warm | warm / no cache | read from the cache | batch: wait |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const row of rows) console.log(rowOf(row));
  const dear = rows.filter(({ warm, uncached }) => warm > MOST_SHARE * uncached).map(({ model }) => model);
  if (dear.length > 0) throw new Error(`More than ${MOST_SHARE} of the cost without caching: ${dear.join(', ')}`);
}

export { main as run };

function rowOf({ model, uncached, cold, warm, batch, read }: Costs): string {
  const cents = (usd: number) => (usd * 100).toFixed(usd < 0.02 ? 2 : 1);
  return `| ${model} | ${cents(uncached)} | ${cents(cold)} | ${cents(warm)} | ${(warm / uncached).toFixed(2)} | ${Math.round(read * 100)} % | ${cents(batch)} |`;
}

export async function costsOf(model: string): Promise<Costs> {
  const settings = { model, budgetUsd: '', budgetUsdPerPullRequest: '' };
  const asking: Asking = { files: [sizedFile()], settings };
  const claude = await startClaude({ clock: 'still', reviewer: answering });
  const uncached = await costOfRun(claude, { ...asking, model: withoutMarks(claude, asking) });
  claude.forgetCache();
  const cold = await costOfRun(claude, asking);
  claude.advance(30 * 60_000);
  const before = { ...claude.usage };
  const warm = await costOfRun(claude, asking);
  const after = claude.usage;
  const batch = await costOfRun(claude, { ...asking, settings: { ...settings, batch: 'wait' } });
  await claude.close();
  const input = (usage: typeof before) => usage.input + usage.cacheRead + usage.cacheWrite1h + usage.cacheWrite5m;
  return {
    model,
    uncached,
    cold,
    warm,
    batch,
    read: (after.cacheRead - before.cacheRead) / (input(after) - input(before)),
  };
}

export async function costOfRun(claude: ClaudeEmulator, asking: Asking): Promise<number> {
  const before = claude.cost();
  const { outcomes } = await askedTwice(claude, asking);
  const failure = outcomes.find((outcome) => outcome.failure)?.failure;
  if (failure) throw failure;
  return claude.cost() - before;
}

/** The same review, asked without any mark, so that the provider keeps nothing. */
export function withoutMarks(claude: ClaudeEmulator, asking: Asking): Pick<Model, 'ask'> {
  const bare = (request: ModelRequest): ModelRequest => ({
    ...request,
    system: request.system.map(({ text }) => ({ text })),
    user: request.user.map(({ text }) => ({ text })),
  });
  const { model } = modelOn(claude, asking);
  return { ask: (request, signal, meter) => model.ask(bare(request), signal, meter) };
}

function sizedFile() {
  const tokens = (lines: number) =>
    piecesOf(promptsOf({ files: [changedFile('src/a.ts', lines)] })[0]!).reduce(
      (sum, { text }) => sum + tokensOf(text),
      0,
    );
  let lines = 100;
  while (tokens(lines) < PROMPT_TOKENS) lines += Math.max(1, Math.floor((PROMPT_TOKENS - tokens(lines)) / 30));
  return changedFile('src/a.ts', lines);
}

/** One candidate, and words up to the usual length of an answer. */
function answering({ pass, tail }: { pass: string | undefined; tail: string }): ReviewReply {
  const summary = textOfTokens(ANSWER_TOKENS - 320);
  return pass === 'sweep' ? { summary, candidates: [candidateOn('src/a.ts')] } : confirming({ tail }, { summary });
}
