import type { ModelRequest, TokenUsage } from '../../ports/model';
import type { Settings } from '../settings/settings';
import { type CallCost, costOf, DEAREST, factsOf } from './models';
import { bytesByMark, requestBytes } from './request-size';

/** What a call's price depends on besides the tokens that it carries. */
export type Call = Pick<ModelRequest, 'model' | 'maxOutputTokens'>;

export type Prices = Pick<Settings, 'model' | 'modelFamily' | 'inputPrice' | 'outputPrice' | 'inferenceGeo'>;

const NO_TOKENS: TokenUsage = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };

/** Instructions are prose, which takes fewer tokens than code; as a public tokenizer counts them. */
const PROSE_BYTES_PER_TOKEN = 4.3;

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

/**
 * USD of a request if all that is marked is written anew and every output token is used. Instructions that are known to be
 * kept are read: they are kept for an hour from each reading.
 */
export function worstCost(request: ModelRequest, prices: Prices, inputTokens: number, areKept = false): number {
  const usage = { ...marked(request, inputTokens, areKept), output: request.maxOutputTokens };
  return countedFor(usage, request.model, prices);
}

function marked(request: ModelRequest, inputTokens: number, areKept: boolean): TokenUsage {
  const { hour, fiveMinutes, unmarked } = bytesByMark(request);
  const isRead = areKept && hour + fiveMinutes > 0;
  const read = isRead ? requestBytes({ ...request, user: [], later: [] }) : 0;
  const fromHour = Math.min(read, hour);
  const share = inputTokens / (hour + fiveMinutes + unmarked);
  return {
    input: unmarked * share,
    cacheRead: read * share,
    cacheWrite5m: (fiveMinutes - (read - fromHour)) * share,
    cacheWrite1h: (hour - fromHour) * share,
    output: 0,
  };
}

export function proseTokens(bytes: number): number {
  return Math.round(bytes / PROSE_BYTES_PER_TOKEN);
}

/** False below a model's least length: then instructions are kept together with a part only. */
export function areKeptAlone(request: ModelRequest, prices: Prices): boolean {
  const instructions = proseTokens(requestBytes({ ...request, user: [], later: [] }));
  return instructions >= factsOf(request.model, prices).minimumCacheable;
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
export function affordableOutput(
  request: ModelRequest,
  prices: Prices,
  { inputTokens, areKept, usd }: { inputTokens: number; areKept: boolean; usd: number },
): number {
  const forInput = worstCost({ ...request, maxOutputTokens: 0 }, prices, inputTokens, areKept);
  const forOneMore = worstCost({ ...request, maxOutputTokens: 1 }, prices, inputTokens, areKept) - forInput;
  if (forOneMore === 0) return usd >= forInput ? Number.POSITIVE_INFINITY : 0;
  return Math.floor((usd - forInput) / forOneMore + 1e-6);
}

/** USD that an answer may have cost beyond what was told, by the bytes of it that arrived. */
export function perhapsCharged(told: TokenUsage, receivedBytes: number, model: string, prices: Prices): number {
  const output = Math.max(0, receivedBytes / factsOf(model, prices).fewestBytesPerToken - told.output);
  return countedFor({ ...NO_TOKENS, output: Math.ceil(output) }, model, prices);
}
