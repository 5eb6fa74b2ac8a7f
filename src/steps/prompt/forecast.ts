import { sumOf } from '../../sum-of';
import { amount } from '../pricing/amount';
import { costOf, DEAREST, factsOf, type ModelFacts } from '../pricing/models';
import { requestBytes } from '../pricing/request-size';
import type { Settings } from '../settings/settings';
import { type ChunkPrompt, sweepRequest } from './compose';

/** What a review of everything is likely to take, before the first question. */
export interface Forecast {
  /** Files in scope, and parts that they are asked about in. */
  files: number;
  parts: number;
  /** Input tokens of all calls. */
  tokens: number;
  /** By list prices, with answers of usual length. */
  usd: number;
  /** True when the dearest known price stands for one that is not known. */
  isGuess: boolean;
  /** What the budget must hold so that nothing is left out. */
  enoughUsd: number;
}

/** Tokens of a usual answer, thinking included. */
export const USUAL_ANSWER = 2000;

/** What a budget keeps for a call beyond what the call is likely to take. */
const RESERVE = 1.1;

export function forecast(prompts: readonly ChunkPrompt[], settings: Settings): Forecast {
  const known = factsOf(settings.model, settings);
  const facts = {
    ...known,
    inputPrice: known.inputPrice ?? DEAREST.inputPrice,
    outputPrice: known.outputPrice ?? DEAREST.outputPrice,
  };
  const costs = prompts.map((prompt, index) => partCost(prompt, settings, facts, index === 0));
  const usd = sumOf(costs, (cost) => cost.usd);
  const largest = Math.max(0, ...costs.map((cost) => cost.mostUsd - cost.usd));
  return {
    files: new Set(prompts.flatMap(({ chunk }) => chunk.files.map(({ file }) => file.path))).size,
    parts: prompts.length,
    tokens: sumOf(costs, (cost) => cost.tokens),
    usd,
    isGuess: known.inputPrice === null || known.outputPrice === null,
    enoughUsd: Math.ceil((usd * RESERVE + largest) * 10) / 10,
  };
}

/** A sweep that writes the cache and a critique that reads it; the instructions are written once in a run. */
function partCost(prompt: ChunkPrompt, settings: Settings, facts: ModelFacts, isFirst: boolean) {
  const request = sweepRequest(prompt, settings, { contentTtl: '5m', maxOutputTokens: 0 });
  const tokensOf = (bytes: number) => Math.ceil(bytes / facts.bytesPerToken);
  const tail = tokensOf(Buffer.byteLength(request.user.at(-1)?.text ?? ''));
  const all = tokensOf(requestBytes(request));
  const system = all - tail - tokensOf(sumOf(prompt.pieces, ({ bytes }) => bytes));
  const content = all - tail - system;
  const none = { input: tail, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: USUAL_ANSWER };
  const first = isFirst ? { cacheWrite1h: system } : { cacheRead: system };
  const price = (usage: object) =>
    costOf({ ...none, ...usage }, facts, { batch: false, usOnly: settings.inferenceGeo === 'us' })?.usd ?? 0;
  const usd = price({ ...first, cacheWrite5m: content }) + price({ cacheRead: system + content });
  return { tokens: 2 * all, usd, mostUsd: 2 * price({ cacheWrite5m: system + content }) };
}

type Caps = Pick<Settings, 'budgetUsd' | 'budgetUsdPerPullRequest'>;

/** In one sentence, or two when the budget will not do: then also which one would. */
export function forecastText(forecast: Forecast, caps: Caps, spentByOthers = 0): string {
  const { files, usd } = forecast;
  if (files === 0) return 'There is nothing to ask about, so a review costs nothing.';
  const all = files === 1 ? 'Reviewing the file' : `Reviewing all ${files} files`;
  const short = shortOf(forecast, caps, spentByOthers);
  if (short.length === 0) return `${all} is likely to take about ${amount(usd)}.`;
  const enough = short.map(({ input, enough }) => `${input}: ${enough.toFixed(2)}`).join(' and ');
  const limits = short.map(({ input, is }) => `${input} is ${amount(is)}`).join(' and ');
  return `${all} would take about ${amount(usd)}; ${limits}${spentWords(short, spentByOthers)}. ${enough} would do.`;
}

/** The same for readers of a review that the budget was too small for; undefined when it was not. */
export function shortfallText(prompts: readonly ChunkPrompt[], settings: Settings, spentByOthers: number) {
  const all = forecast(prompts, settings);
  return shortOf(all, settings, spentByOthers).length > 0 ? forecastText(all, settings, spentByOthers) : undefined;
}

interface Short {
  input: keyof Caps;
  is: number;
  enough: number;
}

function shortOf({ usd, enoughUsd }: Forecast, caps: Caps, spentByOthers: number): Short[] {
  const all: [keyof Caps, number][] = [
    ['budgetUsd', 0],
    ['budgetUsdPerPullRequest', spentByOthers],
  ];
  return all.flatMap(([input, spent]) => {
    const is = caps[input];
    return is === null || is - spent >= usd ? [] : [{ input, is, enough: enoughUsd + spent }];
  });
}

function spentWords(short: readonly Short[], spentByOthers: number): string {
  const counts = spentByOthers > 0 && short.some(({ input }) => input === 'budgetUsdPerPullRequest');
  return counts ? `, of which ${amount(spentByOthers)} are spent` : '';
}
