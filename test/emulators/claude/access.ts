import { type ApiError, apiError } from './api-error';
import { type Exchange, sendJson } from './exchange';
import { newId, type Scene } from './scene';

const VERSIONS = ['2023-06-01', '2026-10-21'];
const TOKEN_LIVES_MS = 60 * 60_000;
export const DEFAULT_KEY = 'sk-ant-emulator';

/** Why a request is not let in, or nothing: wrong or missing key, missing API version. */
export function accessProblem(scene: Scene, headers: Record<string, string>): ApiError | undefined {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  const key = headers['x-api-key'] ?? (scene.options.foundry ? headers['api-key'] : undefined);
  const keys = scene.options.apiKeys ?? [DEFAULT_KEY];
  if (bearer === undefined && key === undefined) return apiError(401, 'x-api-key header is required');
  if (key !== undefined && !keys.includes(key)) return apiError(401, 'invalid x-api-key');
  if (key === undefined && !acceptsBearer(scene, bearer ?? '', keys)) return apiError(401, 'invalid bearer token');
  const version = headers['anthropic-version'];
  if (version === undefined) return apiError(400, 'anthropic-version: header is required');
  return VERSIONS.includes(version)
    ? undefined
    : apiError(400, `anthropic-version: "${version}" is not a valid version`);
}

/**
 * The token endpoints of a federated identity: `/v1/oauth/token` (first-party) and
 * `/{tenant}/oauth2/v2.0/token` (Microsoft Entra). Any non-empty assertion is taken; the token lives one hour.
 */
export function answerToken(scene: Scene, exchange: Exchange): void {
  const { path, body } = exchange.request;
  const form = typeof body === 'string' ? Object.fromEntries(new URLSearchParams(body)) : (body ?? {});
  if (!(form.client_assertion ?? form.assertion)) {
    exchange.response.writeHead(400, { 'content-type': 'application/json' });
    exchange.response.end(JSON.stringify({ error: 'invalid_request', error_description: 'No assertion was sent.' }));
    return;
  }
  const token = path.startsWith('/v1/oauth') ? newId('sk-ant-oat01-') : newId('entra');
  scene.issued.set(token, scene.clock.now() + TOKEN_LIVES_MS);
  sendJson(scene, exchange, { token_type: 'Bearer', expires_in: TOKEN_LIVES_MS / 1000, access_token: token });
}

/** A key counts as Bearer on the Claude API; in Foundry, Bearer is for Entra tokens alone. */
function acceptsBearer(scene: Scene, bearer: string, keys: readonly string[]): boolean {
  if (scene.options.bearerTokens?.includes(bearer)) return true;
  if ((scene.issued.get(bearer) ?? 0) > scene.clock.now()) return true;
  return !scene.options.foundry && keys.includes(bearer);
}
