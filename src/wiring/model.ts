import { FOUNDRY_SCOPE } from '../adapters/azure-pipelines/workload-identity';
import { createClaude } from '../adapters/claude/claude';
import type { ClaudeOptions } from '../adapters/claude/context';
import type { HttpClient } from '../adapters/http/http';
import { SecondPassError } from '../errors';
import type { Model } from '../ports/model';
import { modelFacts } from '../steps/pricing/models';
import type { Settings } from '../steps/settings/settings';
import { identityToken, type Surroundings } from './connection';

type ModelSettings = Pick<
  Settings,
  'provider' | 'endpoint' | 'inferenceGeo' | 'model' | 'modelFamily' | 'inputPrice' | 'outputPrice'
>;

/** Claude, or in its place the reason why it cannot be asked: then static analysis still runs and the outcome says so. */
export function wireModel(surroundings: Surroundings, http: HttpClient, settings: ModelSettings): Model {
  const { facts, clock, log, remaining } = surroundings;
  const credential = facts.credentials.model;
  if (credential.kind === 'none') return unreachableModel(credential.why);
  const options: Omit<ClaudeOptions, 'credential'> = {
    provider: settings.provider,
    endpoint: settings.endpoint,
    inferenceGeo: settings.inferenceGeo,
    acceptsEffort: (model) =>
      modelFacts(model === settings.model ? settings.modelFamily : model, settings).acceptsEffort,
    fetch: http.fetch,
    clock,
    log,
    remaining,
  };
  if (credential.kind === 'key') return createClaude({ ...options, credential });
  const token = identityToken(surroundings, http, credential.connection, FOUNDRY_SCOPE);
  return createClaude({ ...options, credential: { kind: 'token', token } });
}

function unreachableModel(why: string): Model {
  const error = new SecondPassError({
    kind: 'provider',
    code: 'no-key',
    message: `There is no key for the model. ${why}`,
  });
  return { ask: () => Promise.reject(error), count: () => Promise.reject(error) };
}
