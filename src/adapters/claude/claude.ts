import Anthropic from '@anthropic-ai/sdk';
import { SecondPassError } from '../../errors';
import type { Clock } from '../../ports/clock';
import type { Log } from '../../ports/log';
import type { Model, ModelAnswer, ModelRequest } from '../../ports/model';
import { type Backoff, createBackoff } from './backoff';
import { providerFailure } from './failure';
import { countBody, messageBody, type RequestStyle } from './request-body';
import { readStream } from './stream';

export interface ClaudeOptions {
  provider: 'anthropic' | 'foundry';
  /** Base url; empty means the provider's own. */
  endpoint: string;
  /** The key, or a function that gives a fresh bearer token for each request. */
  credential: { kind: 'key'; key: string } | { kind: 'token'; token: () => Promise<string> };
  inferenceGeo: '' | 'us' | 'global';
  /** Whether the model takes `effort`; decided by the model table, not here. */
  acceptsEffort: (model: string) => boolean;
  /** The transport: the only caller of the network, which refuses redirects. */
  fetch: typeof fetch;
  clock: Clock;
  log: Log;
  /** Milliseconds until the run's own deadline. */
  remaining: () => number;
  /** Milliseconds without any event of a stream before it is given up. */
  idleMilliseconds?: number;
}

export interface ClaudeContext {
  client: Anthropic;
  options: ClaudeOptions;
  style: RequestStyle;
  backoff: Backoff;
  idleMilliseconds: number;
}

/** Claude behind the provider's Messages API. Every option of the SDK is given here, so that no variable of the job can change one. */
export function createClaude(options: ClaudeOptions): Model {
  const context: ClaudeContext = {
    client: createClient(options),
    options,
    style: { structured: true, inferenceGeo: options.inferenceGeo, acceptsEffort: options.acceptsEffort },
    backoff: createBackoff(options.clock, options.log, options.remaining),
    idleMilliseconds: options.idleMilliseconds ?? 60_000,
  };
  return {
    ask: (request, signal) => ask(context, request, signal),
    count: (request, signal) => count(context, request, signal),
  };
}

function createClient({ provider, endpoint, credential, fetch }: ClaudeOptions): Anthropic {
  return new Anthropic({
    baseURL: baseUrl(provider, endpoint),
    ...authorization(provider, endpoint, credential),
    webhookKey: null,
    fetch,
    fetchOptions: { redirect: 'error' },
    maxRetries: 0,
    timeout: 600_000,
    openTelemetry: false,
    logLevel: 'off',
  });
}

function baseUrl(provider: ClaudeOptions['provider'], endpoint: string): string {
  if (endpoint === '') return 'https://api.anthropic.com';
  const base = endpoint.replace(/\/+$/, '').replace(/\/v1(\/messages)?$/, '');
  return provider === 'foundry' && !base.endsWith('/anthropic') ? `${base}/anthropic` : base;
}

/** Foundry and older gateways look at `x-api-key`; the provider itself at the bearer token. */
function authorization(provider: string, endpoint: string, credential: ClaudeOptions['credential']) {
  if (credential.kind === 'token') return { apiKey: credential.token };
  const header = { 'x-api-key': credential.key };
  if (provider === 'foundry') return { apiKey: credential.key, defaultHeaders: { ...header, authorization: null } };
  return endpoint === '' ? { apiKey: credential.key } : { apiKey: credential.key, defaultHeaders: header };
}

async function ask(context: ClaudeContext, request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer> {
  return context.backoff.attempt(
    request.label,
    async () => {
      try {
        return await askOnce(context, request, signal);
      } catch (error) {
        if (!refusesStructure(error, context.style)) throw error;
        context.options.log.info('The provider refuses structured outputs; asking for JSON in text from here on.');
        context.style.structured = false;
        return askOnce(context, request, signal);
      }
    },
    signal,
  );
}

async function askOnce(context: ClaudeContext, request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer> {
  const { client, style, idleMilliseconds, options } = context;
  const started = options.clock.monotonic();
  const idle = new AbortController();
  const both = AbortSignal.any([signal, idle.signal]);
  try {
    const { data, response } = await client.messages
      .create({ ...messageBody(request, style), stream: true }, { signal: both })
      .withResponse();
    const requestId = response.headers.get('request-id') ?? '';
    return await readStream(data, {
      idle,
      idleMilliseconds,
      requestId,
      elapsed: () => options.clock.monotonic() - started,
    });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw idle.signal.aborted ? idle.signal.reason : error;
  }
}

/** Some deployments answer 400 to `output_config.format`; that is decided once and then holds for the run. */
function refusesStructure(error: unknown, style: RequestStyle): boolean {
  return (
    style.structured &&
    error instanceof Anthropic.APIError &&
    error.status === 400 &&
    /output_config|output_format|json_schema|structured/i.test(error.message)
  );
}

async function count(context: ClaudeContext, request: ModelRequest, signal: AbortSignal): Promise<number> {
  try {
    const counted = await context.client.messages.countTokens(countBody(request, context.style), {
      signal,
      timeout: 30_000,
    });
    return counted.input_tokens;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error instanceof SecondPassError ? error : providerFailure(error).error;
  }
}
