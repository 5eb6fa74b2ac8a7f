import { createClaude } from '../../../src/adapters/claude/claude';
import type { ClaudeOptions } from '../../../src/adapters/claude/context';
import type { Meter, ModelAnswer, ModelRequest, TokenUsage } from '../../../src/ports/model';
import reviewSchema from '../../../src/steps/prompt/review.schema.json';
import { textOfTokens } from '../../emulators/claude/sample-request';
import { type ClaudeEmulator, DEFAULT_KEY, type ClaudeOptions as EmulatorOptions } from '../../emulators/claude/server';
import { client } from '../http/loopback';

/** One way to reach Claude, as the settings name it. */
export interface Way {
  name: string;
  emulator: EmulatorOptions;
  options: Partial<ClaudeOptions>;
  model: string;
}

const key = { kind: 'key', key: DEFAULT_KEY } as const;
const deployments = { 'our-sonnet': 'claude-sonnet-5-5', 'our-opus': 'claude-opus-5-5' };

/** The same tests run on each of them. */
export const WAYS: readonly Way[] = [
  { name: 'anthropic', emulator: {}, options: { provider: 'anthropic', credential: key }, model: 'claude-sonnet-5-5' },
  {
    name: 'foundry with a key',
    emulator: { foundry: { deployments } },
    options: { provider: 'foundry', credential: key },
    model: 'our-sonnet',
  },
  {
    name: 'foundry with a token of Entra',
    emulator: { foundry: { deployments }, bearerTokens: ['entra-token'] },
    options: { provider: 'foundry', credential: { kind: 'token', token: async () => 'entra-token' } },
    model: 'our-sonnet',
  },
  {
    name: 'foundry without structured outputs',
    emulator: { foundry: { deployments, refuseStructuredOutputs: true } },
    options: { provider: 'foundry', credential: key },
    model: 'our-sonnet',
  },
];

/** The adapter on the emulator: waits are over at once and counted, and every try is metered. */
export function asking(claude: ClaudeEmulator, options: Partial<ClaudeOptions> = {}) {
  const http = client();
  const brokenOff: TokenUsage[] = [];
  let tries = 0;
  const meter: Meter = {
    sends: () => {},
    unanswered: () => {},
    begin: () => {
      tries += 1;
    },
    brokenOff: ({ usage }) => brokenOff.push(usage),
  };
  const model = createClaude({
    provider: 'anthropic',
    endpoint: `${claude.url}/`,
    credential: key,
    inferenceGeo: '',
    acceptsEffort: () => true,
    fetch: http.fetch,
    clock: http.clock,
    log: http.log,
    remaining: () => 20 * 60_000,
    random: () => 0.5,
    ...options,
  });
  const signal = new AbortController().signal;
  return {
    ...http,
    model,
    brokenOff,
    tries: () => tries,
    ask: (request: ModelRequest, until = signal): Promise<ModelAnswer> => model.ask(request, until, meter),
  };
}

export function sampleRequest(given: Partial<ModelRequest> & { pass?: 'sweep' | 'critique' } = {}): ModelRequest {
  const { pass = 'sweep', ...rest } = given;
  return {
    label: `${pass} 1`,
    model: 'claude-sonnet-5-5',
    effort: 'medium',
    system: [{ text: textOfTokens(3000), cache: '1h' }],
    user: [{ text: textOfTokens(20_000, 'b'), cache: '5m' }, { text: `Answer with pass "${pass}".` }],
    schema: reviewSchema,
    maxOutputTokens: 16_000,
    ...rest,
  };
}

export function sumOf(usages: readonly TokenUsage[]): TokenUsage {
  const sum = (of: (usage: TokenUsage) => number) => usages.reduce((total, usage) => total + of(usage), 0);
  return {
    input: sum(({ input }) => input),
    cacheRead: sum(({ cacheRead }) => cacheRead),
    cacheWrite5m: sum(({ cacheWrite5m }) => cacheWrite5m),
    cacheWrite1h: sum(({ cacheWrite1h }) => cacheWrite1h),
    output: sum(({ output }) => output),
  };
}
