/**
 * Models and prices as the emulator knows them. The table is its own, so that a mistake in the product's
 * price table shows as a difference. Prices are US dollars per million tokens.
 */
export const PRICES_AS_OF = '2026-11-21';

export type Effort = 'low' | 'medium' | 'high' | 'xhigh' | 'max';
export type ThinkingType = 'adaptive' | 'between_tools' | 'disabled' | 'enabled';

export interface Model {
  id: string;
  inputPrice: number;
  outputPrice: number;
  /** Price of a cached token as a share of the input price. */
  readShare: number;
  /** Prices for every token of a request whose prompt, cached tokens included, is longer than `above`. */
  longPrompt?: { above: number; inputPrice: number; outputPrice: number };
  minimumCacheableTokens: number;
  contextTokens: number;
  maxOutputTokens: number;
  thinking: readonly ThinkingType[];
  defaultThinking: ThinkingType;
  /** Highest effort with thinking turned off, where there is such a limit. */
  effortWithoutThinking?: Effort;
  efforts: readonly Effort[];
  defaultEffort: Effort;
  forcedTools: boolean;
  prefill: boolean;
  systemMessages: boolean;
  structuredOutputs: boolean;
  createdAt: string;
  retiresAt?: string;
}

const ALL_EFFORTS: readonly Effort[] = ['low', 'medium', 'high', 'xhigh', 'max'];

const current: Omit<Model, 'id' | 'inputPrice' | 'outputPrice'> = {
  readShare: 0.1,
  minimumCacheableTokens: 512,
  contextTokens: 1_000_000,
  maxOutputTokens: 128_000,
  thinking: ['adaptive'],
  defaultThinking: 'adaptive',
  efforts: ALL_EFFORTS,
  defaultEffort: 'high',
  forcedTools: true,
  prefill: false,
  systemMessages: false,
  structuredOutputs: true,
  createdAt: '2026-09-01T00:00:00Z',
};
const legacy = {
  ...current,
  minimumCacheableTokens: 1024,
  thinking: ['adaptive', 'disabled'],
  createdAt: '2026-04-01T00:00:00Z',
} satisfies Omit<Model, 'id' | 'inputPrice' | 'outputPrice'>;
const optionalThinking = {
  ...legacy,
  thinking: ['adaptive', 'enabled', 'disabled'],
  defaultThinking: 'disabled',
} satisfies Omit<Model, 'id' | 'inputPrice' | 'outputPrice'>;
const budgetThinking = {
  ...legacy,
  thinking: ['enabled', 'disabled'],
  defaultThinking: 'disabled',
  prefill: true,
} satisfies Omit<Model, 'id' | 'inputPrice' | 'outputPrice'>;
const haiku45 = { ...budgetThinking, contextTokens: 200_000, maxOutputTokens: 64_000, efforts: [] };

/** The price of claude-fable-5-2 is not published; it is assumed to equal that of its predecessor. */
const TABLE: readonly Model[] = [
  row('claude-fable-5-2', 10, 50, { readShare: 0.025, forcedTools: false, createdAt: '2026-11-09T00:00:00Z' }),
  row('claude-fable-5-1', 10, 50, { readShare: 0.025, forcedTools: false, systemMessages: true }),
  row('claude-opus-5-5', 4, 20, {
    readShare: 0.05,
    forcedTools: false,
    systemMessages: true,
    defaultEffort: 'medium',
    createdAt: '2026-09-22T00:00:00Z',
  }),
  row('claude-sonnet-5-5', 2, 10, {
    readShare: 0.05,
    forcedTools: false,
    systemMessages: true,
    thinking: ['adaptive', 'between_tools'],
    effortWithoutThinking: 'high',
    createdAt: '2026-09-28T00:00:00Z',
  }),
  row('claude-haiku-5-5', 0.1, 0.5, {
    longPrompt: { above: 100_000, inputPrice: 0.5, outputPrice: 2.5 },
    defaultEffort: 'medium',
    createdAt: '2026-10-07T00:00:00Z',
  }),
  row('claude-opus-5', 5, 25, {
    ...legacy,
    minimumCacheableTokens: 512,
    systemMessages: true,
    effortWithoutThinking: 'high',
  }),
  row('claude-sonnet-5', 2, 10, legacy),
  row('claude-opus-4-8', 5, 25, { ...legacy, systemMessages: true }),
  row('claude-opus-4-7', 5, 25, { ...legacy, minimumCacheableTokens: 2048 }),
  row('claude-opus-4-6', 5, 25, { ...optionalThinking, minimumCacheableTokens: 4096 }),
  row('claude-opus-4-5', 5, 25, { ...budgetThinking, minimumCacheableTokens: 4096 }),
  row('claude-sonnet-4-6', 3, 15, optionalThinking),
  row('claude-sonnet-4-5', 3, 15, { ...budgetThinking, efforts: [], retiresAt: '2026-11-30T00:00:00Z' }),
  row('claude-haiku-4-5', 1, 5, { ...haiku45, minimumCacheableTokens: 4096 }),
];

const ALIASES: Record<string, string> = {
  'claude-sonnet-4-5-20250929': 'claude-sonnet-4-5',
  'claude-haiku-4-5-20251001': 'claude-haiku-4-5',
};

/** The table by id, with a test's own rows laid over it. */
export function modelTable(own: readonly (Partial<Model> & { id: string })[] = []): Map<string, Model> {
  const table = new Map(TABLE.map((model) => [model.id, model]));
  for (const [alias, id] of Object.entries(ALIASES)) table.set(alias, { ...table.get(id)!, id: alias });
  for (const model of own) {
    const base = table.get(model.id) ?? { ...current, id: model.id, inputPrice: 1, outputPrice: 5 };
    table.set(model.id, { ...base, ...model });
  }
  return table;
}

function row(id: string, inputPrice: number, outputPrice: number, special: Partial<Model> = {}): Model {
  return { ...current, ...special, id, inputPrice, outputPrice };
}
