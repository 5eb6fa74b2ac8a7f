import type { IncomingMessage, ServerResponse } from 'node:http';
import { accessProblem, answerToken } from './access';
import { apiError } from './api-error';
import { answerBatches } from './batch-routes';
import type { BatchStore } from './batches';
import { clientHungUp, type Exchange, sendError, sendJson } from './exchange';
import { answerMessages } from './messages';
import { answerModels } from './model-routes';
import { lineOf, pageOf } from './page';
import { playedInstead } from './played-instead';
import { countTokens } from './prompt-cache';
import { checkContract, newRequest, questionOf, type Scene, validationScene } from './scene';
import type { ClaudeRequest, Json, Surface } from './types';
import { modelOf, refusalOf } from './validation';

const MAX_BYTES = 32 * 1024 * 1024;
const MAX_BATCH_BYTES = 256 * 1024 * 1024;
const SAMPLING = ['temperature', 'top_p', 'top_k'];

/** Reads one request, lists it, and hands it to its route. */
export async function answer(scene: Scene, store: BatchStore, incoming: IncomingMessage, response: ServerResponse) {
  const { path, surface } = surfaceOf(scene, incoming);
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const request = newRequest(scene, surface, { method: incoming.method ?? 'GET', path, headers });
  const exchange: Exchange = { request, incoming, response };
  if (surface === 'messages') scene.open.add(request.number);
  response.on('close', () => finish(scene, exchange));
  const bytes = await readAll(incoming);
  if (!bytes) return;
  request.bodyBytes = bytes.length;
  const problem = bodyProblem(request, bytes);
  if (surface === 'page') return sendPage(scene, exchange);
  if (surface === 'token') return answerToken(scene, exchange);
  const refused = accessProblem(scene, headers) ?? problem;
  if (refused) return sendError(scene, exchange, refused);
  await dispatch(scene, store, exchange);
}

async function dispatch(scene: Scene, store: BatchStore, exchange: Exchange): Promise<void> {
  const { request } = exchange;
  if (request.headers['anthropic-version'] === '2023-06-01') for (const name of SAMPLING) delete request.body?.[name];
  switch (request.surface) {
    case 'messages':
      notePass(scene, request);
      return answerMessages(scene, exchange);
    case 'count_tokens':
      notePass(scene, request);
      return answerCount(scene, exchange);
    case 'batches':
      return answerBatches(scene, store, exchange);
    case 'models':
      if (await playedInstead(scene, exchange, scene.faults.next(request))) return;
      return answerModels(scene, exchange);
    default:
      return sendError(scene, exchange, apiError(404, 'Not found'));
  }
}

function notePass(scene: Scene, request: ClaudeRequest): void {
  request.stream = request.body?.stream === true;
  if (!Array.isArray(request.body?.messages)) return;
  const { pass } = questionOf(scene, request);
  if (pass) request.pass = pass;
}

async function answerCount(scene: Scene, exchange: Exchange): Promise<void> {
  const { request } = exchange;
  checkContract(scene, 'request', 'CountTokensRequest', request.body, request.number);
  if (await playedInstead(scene, exchange, scene.faults.next(request))) return;
  const validation = validationScene(scene, 'count_tokens');
  const refused = refusalOf(request.body, validation);
  if (refused) return sendError(scene, exchange, refused);
  const inputTokens = countTokens(request.body, modelOf(request.body, validation)!);
  sendJson(scene, exchange, { input_tokens: inputTokens }, 'TokensCount');
}

function sendPage(scene: Scene, { request, response }: Exchange): void {
  request.status = 200;
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(pageOf(scene.requests));
}

function surfaceOf(scene: Scene, incoming: IncomingMessage): { path: string; surface: Surface } {
  const url = incoming.url ?? '/';
  const path = scene.options.foundry && url.startsWith('/anthropic/') ? url.slice('/anthropic'.length) : url;
  const [route] = path.split('?');
  if (route === '/' && incoming.method === 'GET') return { path, surface: 'page' };
  if (/^\/(?:v1\/oauth|[^/]+\/oauth2\/v2\.0)\/token$/.test(route!)) return { path, surface: 'token' };
  const outside = scene.options.foundry && path === url;
  return { path, surface: outside ? 'unknown' : apiSurface(scene, incoming.method ?? '', route!) };
}

function apiSurface(scene: Scene, method: string, route: string): Surface {
  if (route === '/v1/messages' && method === 'POST') return 'messages';
  if (route === '/v1/messages/count_tokens' && method === 'POST') return 'count_tokens';
  if (scene.options.foundry) return 'unknown';
  if (/^\/v1\/messages\/batches(\/|$)/.test(route)) return 'batches';
  return /^\/v1\/models(\/|$)/.test(route) && method === 'GET' ? 'models' : 'unknown';
}

async function readAll(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of incoming) chunks.push(chunk);
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}

/** Parses the body into the request; answers why that cannot be done. */
function bodyProblem(request: ClaudeRequest, bytes: Buffer) {
  const limit = request.surface === 'batches' ? MAX_BATCH_BYTES : MAX_BYTES;
  if (bytes.length > limit) return apiError(413);
  if (bytes.length === 0) return undefined;
  const text = bytes.toString('utf8');
  try {
    request.body = JSON.parse(text) as Json;
    return undefined;
  } catch {
    request.body = text;
    return apiError(400, 'The request body is not valid JSON');
  }
}

function finish(scene: Scene, exchange: Exchange): void {
  const { request } = exchange;
  scene.open.delete(request.number);
  request.endedAt = scene.clock.now();
  request.hungUp = clientHungUp(exchange);
  if (request.surface !== 'page') scene.options.log?.(lineOf(request));
}
