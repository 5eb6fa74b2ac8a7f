import { BaseAnthropic } from '@anthropic-ai/sdk';
import type { Model, ModelRequest, Witness } from '../../ports/model';
import { ask } from './ask';
import { createBackoff } from './backoff';
import { askTogether } from './batch';
import type { ClaudeContext, ClaudeOptions } from './context';
import { notTheApi, providerFailure } from './failure';
import { countBody } from './request-body';
import { adapted } from './style';
import { witnessedBy, witnessedFetch } from './witnessed';

/** Claude behind the provider's Messages API. Every option of the SDK is given here, so that no variable of the job can change one. */
export function createClaude(options: ClaudeOptions): Model {
  const { inferenceGeo, acceptsEffort } = options;
  const context: ClaudeContext = {
    client: createClient(options),
    options,
    style: { structured: true, withoutEffort: false, describesTools: false, inferenceGeo, acceptsEffort },
    backoff: createBackoff(options),
    idleMilliseconds: options.idleMilliseconds ?? 60_000,
    headersMilliseconds: options.headersMilliseconds ?? 180_000,
  };
  const model: Model = {
    ask: (request, signal, meter) => ask(context, request, signal, meter),
    count: (request, signal, witness) => count(context, request, signal, witness),
  };
  if (options.provider === 'foundry') return model;
  return {
    ...model,
    askTogether: (requests, deadline, signal, witness) => askTogether(context, requests, deadline, signal, witness),
  };
}

/**
 * The SDK neither waits nor tries again: the run has one back-off for all calls, and a meter on each try. Its base class posts and gets,
 * which is all that is asked of it; the whole client brings half a megabyte of routes that every run would load.
 */
function createClient({ provider, endpoint, credential, fetch }: ClaudeOptions): BaseAnthropic {
  return new BaseAnthropic({
    baseURL: baseUrl(provider, endpoint),
    ...authorization(provider, endpoint, credential),
    webhookKey: null,
    fetch: witnessedFetch(fetch),
    fetchOptions: { redirect: 'error' },
    maxRetries: 0,
    timeout: 60_000,
    openTelemetry: false,
    logLevel: 'off',
  });
}

function baseUrl(provider: ClaudeOptions['provider'], endpoint: string): string {
  if (endpoint === '') return 'https://api.anthropic.com';
  const base = endpoint.replace(/\/{1,64}$/, '').replace(/\/v1(\/messages)?$/, '');
  return provider === 'foundry' && !base.endsWith('/anthropic') ? `${base}/anthropic` : base;
}

/** Foundry and older gateways look at `x-api-key`; the provider itself at the bearer token. */
function authorization(provider: string, endpoint: string, credential: ClaudeOptions['credential']) {
  if (credential.kind === 'token') return { apiKey: credential.token };
  const header = { 'x-api-key': credential.key };
  if (provider === 'foundry') return { apiKey: credential.key, defaultHeaders: { ...header, authorization: null } };
  return endpoint === '' ? { apiKey: credential.key } : { apiKey: credential.key, defaultHeaders: header };
}

/** Free of charge; not tried again, since an estimate does as well. */
export async function count(
  context: ClaudeContext,
  request: ModelRequest,
  signal: AbortSignal,
  witness?: Witness,
): Promise<number> {
  try {
    const { input_tokens } = await adapted(context, () =>
      context.client.post<{ input_tokens?: unknown }>('/v1/messages/count_tokens', {
        body: countBody(request, context.style),
        ...witnessedBy(witness),
        signal,
        timeout: 30_000,
      }),
    );
    if (typeof input_tokens !== 'number') throw notTheApi('');
    return input_tokens;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw providerFailure(error).error;
  }
}
