import type { TokenUsage } from '../../ports/model';
import type { Settings } from '../settings/settings';

/** What we know of a model; an unknown one has careful defaults and no price. */
export interface ModelFacts {
  /** USD per million tokens, input and output; null when unknown. */
  inputPrice: number | null;
  outputPrice: number | null;
  /** Price of a cache read as a share of the input price. */
  cacheRead: number;
  /** Smallest prefix that is cached, in tokens. */
  minimumCacheable: number;
  contextTokens: number;
  acceptsEffort: boolean;
  /** Longest answer, thinking included, in tokens. */
  outputTokens: number;
  /** Above this many prompt tokens every token costs `longPromptFactor` times as much. */
  longPromptTokens?: number;
  longPromptFactor?: number;
  /** UTF-8 bytes of code and prose in one token: the usual figure, and the fewest that are likely. */
  bytesPerToken: number;
  fewestBytesPerToken: number;
  /** ISO date after which the provider no longer answers. */
  retiresAt?: string;
  /** True when the provider keeps prompts for 30 days whatever the contract says. */
  needsRetention?: boolean;
}

/** List prices of the provider, as read on this day. Figures made from them are estimates. */
export const PRICES_AS_OF = '2026-11-21';

const CURRENT: ModelFacts = {
  inputPrice: null,
  outputPrice: null,
  cacheRead: 0.1,
  minimumCacheable: 512,
  contextTokens: 1_000_000,
  acceptsEffort: true,
  outputTokens: 128_000,
  bytesPerToken: 2.5,
  fewestBytesPerToken: 2,
};

/** Before Opus 4.7 another tokeniser was used, which makes fewer tokens. */
const OLDER: ModelFacts = { ...CURRENT, bytesPerToken: 3.3, fewestBytesPerToken: 2.5 };

const MODELS: Readonly<Record<string, ModelFacts>> = {
  'claude-fable-5-1': { ...CURRENT, inputPrice: 10, outputPrice: 50, cacheRead: 0.025, needsRetention: true },
  'claude-opus-5-5': { ...CURRENT, inputPrice: 4, outputPrice: 20, cacheRead: 0.05 },
  'claude-sonnet-5-5': { ...CURRENT, inputPrice: 2, outputPrice: 10, cacheRead: 0.05 },
  'claude-haiku-5-5': { ...CURRENT, inputPrice: 0.1, outputPrice: 0.5, longPromptTokens: 100_000, longPromptFactor: 5 },
  'claude-opus-5': { ...CURRENT, inputPrice: 5, outputPrice: 25 },
  'claude-sonnet-5': { ...CURRENT, inputPrice: 2, outputPrice: 10, minimumCacheable: 1024 },
  'claude-opus-4-8': { ...CURRENT, inputPrice: 5, outputPrice: 25, minimumCacheable: 1024 },
  'claude-opus-4-7': { ...CURRENT, inputPrice: 5, outputPrice: 25, minimumCacheable: 2048 },
  'claude-opus-4-6': { ...OLDER, inputPrice: 5, outputPrice: 25, minimumCacheable: 4096 },
  'claude-opus-4-5': { ...OLDER, inputPrice: 5, outputPrice: 25, minimumCacheable: 4096 },
  'claude-sonnet-4-6': { ...OLDER, inputPrice: 3, outputPrice: 15, minimumCacheable: 1024 },
  'claude-sonnet-4-5': {
    ...OLDER,
    inputPrice: 3,
    outputPrice: 15,
    minimumCacheable: 1024,
    outputTokens: 64_000,
    acceptsEffort: false,
    retiresAt: '2026-11-30',
  },
  'claude-haiku-4-5': {
    ...OLDER,
    inputPrice: 1,
    outputPrice: 5,
    minimumCacheable: 4096,
    contextTokens: 200_000,
    outputTokens: 64_000,
    acceptsEffort: false,
  },
};

/** The dearest known prices: what is counted where one is unknown, so that no cap is open. */
export const DEAREST = {
  inputPrice: Math.max(...Object.values(MODELS).map(({ inputPrice }) => inputPrice ?? 0)),
  outputPrice: Math.max(...Object.values(MODELS).map(({ outputPrice }) => outputPrice ?? 0)),
};

/** Facts of a model by its id; a dated id is its family's. Prices given as inputs win. */
export function modelFacts(
  model: string,
  prices: { inputPrice: number | null; outputPrice: number | null },
): ModelFacts {
  const known = MODELS[model] ?? MODELS[model.replace(/-\d{8}$/, '')] ?? unknownModel(model);
  return {
    ...known,
    inputPrice: prices.inputPrice ?? known.inputPrice,
    outputPrice: prices.outputPrice ?? known.outputPrice,
  };
}

type Asked = Pick<Settings, 'model' | 'modelFamily' | 'inputPrice' | 'outputPrice'>;

/** Facts of whatever is asked in a run: a deployment's name stands for its family, the prices given are the model's own. */
export function factsOf(asked: string, { model, modelFamily, inputPrice, outputPrice }: Asked): ModelFacts {
  if (asked === model) return modelFacts(modelFamily, { inputPrice, outputPrice });
  return modelFacts(asked, { inputPrice: null, outputPrice: null });
}

/** Whole families are known to keep prompts; a new member of them is taken to do the same. */
function unknownModel(model: string): ModelFacts {
  return /^claude-(fable|mythos)-/.test(model) ? { ...CURRENT, needsRetention: true } : CURRENT;
}

export interface CallCost {
  usd: number;
  /** The same tokens, had none been cached. */
  uncachedUsd: number;
}

/** Cost of one call in USD by list prices; null when a price is unknown. */
export function costOf(
  usage: TokenUsage,
  facts: ModelFacts,
  options: { batch: boolean; usOnly: boolean },
): CallCost | null {
  if (facts.inputPrice === null || facts.outputPrice === null) return null;
  const prompt = usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
  const long =
    facts.longPromptTokens !== undefined && prompt > facts.longPromptTokens ? (facts.longPromptFactor ?? 1) : 1;
  const factor = (long * (options.batch ? 0.5 : 1) * (options.usOnly ? 1.1 : 1)) / 1_000_000;
  const input = usage.input + usage.cacheRead * facts.cacheRead + usage.cacheWrite5m * 1.25 + usage.cacheWrite1h * 2;
  const output = usage.output * facts.outputPrice;
  return {
    usd: (input * facts.inputPrice + output) * factor,
    uncachedUsd: (prompt * facts.inputPrice + output) * factor,
  };
}

/** Tokens of a text, estimated from its UTF-8 bytes, for code and prose with the current tokeniser. */
export function estimateTokens(bytes: number): number {
  return Math.ceil(bytes / CURRENT.bytesPerToken);
}
