import type { ModelRequest, TokenUsage } from '../../ports/model';
import type { Settings } from '../settings/settings';
import { type CallCost, costOf, DEAREST, factsOf } from './models';
import { requestBytes } from './request-size';

/** What a call's price depends on besides the tokens that it carries. */
export type Call = Pick<ModelRequest, 'model' | 'maxOutputTokens'>;

export type Prices = Pick<Settings, 'model' | 'modelFamily' | 'inputPrice' | 'outputPrice' | 'inferenceGeo'>;

const NO_TOKENS: TokenUsage = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };

/** What other text may take more than the text that was measured. */
const MEASURED_MARGIN = 1.15;

/** What was charged; null when a price is unknown. `model` is the name that was asked for. */
export function chargedFor(usage: TokenUsage, model: string, prices: Prices, batch = false): CallCost | null {
  return costOf(usage, factsOf(model, prices), { batch, usOnly: prices.inferenceGeo === 'us' });
}

/** What counts towards the cap: where a price is unknown, the dearest known one stands for it. */
export function countedFor(usage: TokenUsage, model: string, prices: Prices, batch = false): number {
  const { inputPrice, outputPrice, ...facts } = factsOf(model, prices);
  const dearest = { inputPrice: inputPrice ?? DEAREST.inputPrice, outputPrice: outputPrice ?? DEAREST.outputPrice };
  return costOf(usage, { ...facts, ...dearest }, { batch, usOnly: prices.inferenceGeo === 'us' })?.usd ?? 0;
}

/** USD of a request if nothing is read from the cache and every output token is used. */
export function worstCost(request: Call, prices: Prices, inputTokens: number): number {
  const usage = { ...NO_TOKENS, cacheWrite5m: inputTokens, output: request.maxOutputTokens };
  return countedFor(usage, request.model, prices);
}

/** Input tokens at their most: from bytes, or from what an earlier answer of the run measured. */
export function mostTokens(request: ModelRequest, prices: Prices, measuredBytesPerToken: number | null): number {
  return tokensOfBytes(requestBytes(request), request.model, prices, measuredBytesPerToken);
}

/** The same of so many UTF-8 bytes. */
export function tokensOfBytes(bytes: number, model: string, prices: Prices, measured: number | null): number {
  const { fewestBytesPerToken } = factsOf(model, prices);
  return Math.ceil(bytes / (measured === null ? fewestBytesPerToken : measured / MEASURED_MARGIN));
}

/** Input tokens at their fewest: what a count could bring them down to. */
export function optimisticTokens(request: ModelRequest, prices: Prices): number {
  return Math.floor(requestBytes(request) / (2 * factsOf(request.model, prices).fewestBytesPerToken));
}

/** Output tokens that `usd` still pays for behind the input at its worst. */
export function affordableOutput(request: ModelRequest, prices: Prices, inputTokens: number, usd: number): number {
  const forInput = worstCost({ ...request, maxOutputTokens: 0 }, prices, inputTokens);
  const forOneMore = worstCost({ ...request, maxOutputTokens: 1 }, prices, inputTokens) - forInput;
  if (forOneMore === 0) return usd >= forInput ? Number.POSITIVE_INFINITY : 0;
  return Math.floor((usd - forInput) / forOneMore + 1e-6);
}

/** USD that an answer may have cost beyond what was told, by the bytes of it that arrived. */
export function perhapsCharged(told: TokenUsage, receivedBytes: number, model: string, prices: Prices): number {
  const output = Math.max(0, receivedBytes / factsOf(model, prices).fewestBytesPerToken - told.output);
  return countedFor({ ...NO_TOKENS, output: Math.ceil(output) }, model, prices);
}
